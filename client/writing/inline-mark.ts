import { syntaxTree } from '@codemirror/language'
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from '@codemirror/state'
import type { SyntaxNode, Tree } from '@lezer/common'
import { lineMarkup } from './line-markup.ts'
import { enclosingNode, treeUpTo } from './markdown-tree.ts'

/** A way to mark words within a line: what stands at both ends, and what the parser calls it. */
export interface InlineMark {
  text: string
  node: string
}

/** The marks that words may have. */
export const inlineMarks = {
  bold: { text: '**', node: 'StrongEmphasis' },
  italic: { text: '*', node: 'Emphasis' },
  strikethrough: { text: '~~', node: 'Strikethrough' },
  code: { text: '`', node: 'InlineCode' },
} as const satisfies Record<string, InlineMark>

interface Span {
  from: number
  to: number
}

/** Whether the main selection is within words that are marked so, as far as is known without waiting for the parser. */
export function hasMark({ node }: InlineMark, state: EditorState): boolean {
  const { from, to } = state.selection.main
  return enclosingNode(syntaxTree(state), [node], from, to) !== null
}

/**
 * Marks the selected words, or the word around a caret, or what will be typed; takes the marks off again where they
 * are. A mark never spans lines nor the spaces around words, where Markdown would not see it.
 */
export function toggleMark(mark: InlineMark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const tree = treeUpTo(state, Math.max(...state.selection.ranges.map(({ to }) => to)))
    const done = new Set<string>()
    const transaction = state.changeByRange((range) => {
      const result = range.empty
        ? toggleAtCaret({ state, tree, mark }, range)
        : toggleSelected({ state, tree, mark }, range)
      // Two carets in one word mark it once.
      const key = JSON.stringify(result.changes)
      if (!done.has(key)) done.add(key)
      else if (range.empty && enclosingWord(state, range.head)) return { range }
      return result
    })
    dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'format' }))
    return true
  }
}

interface Toggle {
  state: EditorState
  tree: Tree
  mark: InlineMark
}

function toggleAtCaret({ state, tree, mark }: Toggle, range: SelectionRange): Toggled {
  const { head } = range
  const { text } = mark
  const node = enclosingNode(tree, [mark.node], head, head)
  if (node !== null) {
    const [open, close] = marksOf(node)
    // Behind the last of the marked words, and done with them.
    if (head === close.from && open.to < close.from) return { range: EditorSelection.cursor(node.to) }
    return apply(state, range, [open, close])
  }
  if (state.sliceDoc(head - text.length, head) === text && state.sliceDoc(head, head + text.length) === text) {
    const isLonger = text === '*' && state.sliceDoc(head - 2, head) === '**'
    if (!isLonger) return apply(state, range, [{ from: head - text.length, to: head + text.length }])
  }
  const word = enclosingWord(state, head)
  if (word !== null) return apply(state, range, wrap({ state, tree, mark }, word))
  return { changes: { from: head, insert: text + text }, range: EditorSelection.cursor(head + text.length) }
}

function toggleSelected({ state, tree, mark }: Toggle, range: SelectionRange): Toggled {
  const spans = wordsIn(state, range)
  if (spans.length === 0) return { range }
  const nodes = spans.map(({ from, to }) => enclosingNode(tree, [mark.node], from, to))
  if (nodes.every((node) => node !== null)) {
    return apply(
      state,
      range,
      spans.flatMap((span, index) => unwrap(state, mark, nodes[index]!, span)),
    )
  }
  return apply(
    state,
    range,
    spans.flatMap((span, index) => (nodes[index] === null ? wrap({ state, tree, mark }, span) : [])),
  )
}

interface Toggled {
  range: SelectionRange
  changes?: ChangeSpec
}

/** With the selection where it was: inside new marks. */
function apply(state: EditorState, range: SelectionRange, specs: readonly ChangeSpec[]): Toggled {
  const changes = state.changes(specs)
  const from = changes.mapPos(range.from, range.empty ? -1 : 1)
  const to = Math.max(from, changes.mapPos(range.to, range.empty ? 1 : -1))
  if (range.empty) {
    const head = changes.mapPos(range.head, 1)
    return { changes, range: EditorSelection.cursor(head) }
  }
  return {
    changes,
    range: range.anchor <= range.head ? EditorSelection.range(from, to) : EditorSelection.range(to, from),
  }
}

function wrap({ state, tree, mark: { text, node } }: Toggle, { from, to }: Span): ChangeSpec[] {
  const inner: ChangeSpec[] = []
  // Marks of the same kind inside would end the new one.
  tree.iterate({
    from,
    to,
    enter: (each) => {
      if (each.name === node && each.from >= from && each.to <= to) inner.push(...marksOf(each.node))
    },
  })
  const fence = node === 'InlineCode' ? codeFence(state.sliceDoc(from, to)) : { open: text, close: text }
  return [{ from, insert: fence.open }, ...inner, { from: to, insert: fence.close }]
}

/** More backticks than there are in a row inside. */
function codeFence(content: string): { open: string; close: string } {
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = '`'.repeat(longest + 1)
  return longest === 0 ? { open: ticks, close: ticks } : { open: `${ticks} `, close: ` ${ticks}` }
}

/** Takes the marks off all of it or, where only a part is selected, off that part. */
function unwrap(state: EditorState, { text, node: kind }: InlineMark, node: SyntaxNode, span: Span): ChangeSpec[] {
  const [open, close] = marksOf(node)
  const before = state.sliceDoc(open.to, Math.max(open.to, span.from))
  const after = state.sliceDoc(Math.min(close.from, span.to), close.from)
  if (kind === 'InlineCode' || (before.trim() === '' && after.trim() === '')) return [open, close]
  return [
    before.trim() === '' ? open : { from: open.to + before.trimEnd().length, insert: text },
    after.trim() === '' ? close : { from: close.from - after.trimStart().length, insert: text },
  ]
}

function marksOf({ firstChild, lastChild, from, to }: SyntaxNode): [Span, Span] {
  const open = { from, to: firstChild?.to ?? from }
  const close = { from: lastChild?.from ?? to, to }
  return [open, close]
}

function enclosingWord(state: EditorState, position: number): Span | null {
  const word = state.wordAt(position)
  return word !== null && word.from < position && word.to > position ? { from: word.from, to: word.to } : null
}

/** What of a selection can be marked: the words of each line, without what makes it a list or a heading. */
function wordsIn(state: EditorState, { from, to }: Span): Span[] {
  const spans: Span[] = []
  for (let position = from; position <= to; ) {
    const line = state.doc.lineAt(position)
    const start = Math.max(from, line.from + lineMarkup(line.text).length)
    const text = state.sliceDoc(start, Math.max(start, Math.min(to, line.to)))
    if (text.trim() !== '') {
      spans.push({ from: start + text.length - text.trimStart().length, to: start + text.trimEnd().length })
    }
    position = line.to + 1
  }
  return spans
}
