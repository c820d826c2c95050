import { syntaxTree } from '@codemirror/language'
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from '@codemirror/state'
import { enclosingNode, treeUpTo } from './markdown-tree.ts'

/** Stands where an address is to be written. */
const ADDRESS = 'https://'
/** An address and nothing else. */
const address = /^(?:https?:\/\/|mailto:)\S+$/i

/**
 * Makes the selected words a link, and selects its address to be written; a selected address becomes a link without
 * words. A link becomes words again.
 */
export const toggleLink: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const transaction = state.changeByRange((range) => {
    const { from, to } = range
    const node = enclosingNode(treeUpTo(state, to), ['Link'], from, to)
    if (node !== null) return unlink(state, range, node.getChildren('LinkMark'))
    const text = state.sliceDoc(from, to)
    if (address.test(text)) {
      return { changes: { from, to, insert: `[](${text})` }, range: EditorSelection.cursor(from + 1) }
    }
    const insert = `[${text}](${ADDRESS})`
    const target = from + text.length + 3
    const next = text === '' ? EditorSelection.cursor(from + 1) : EditorSelection.range(target, target + ADDRESS.length)
    return { changes: { from, to, insert }, range: next }
  })
  dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'format' }))
  return true
}

/** Whether the main caret is in a link, as far as is known without waiting for the parser. */
export function isInLink(state: EditorState): boolean {
  const { from, to } = state.selection.main
  return enclosingNode(syntaxTree(state), ['Link'], from, to) !== null
}

/** What is pasted over selected words: an address makes them a link to it. */
export function linkOnPaste(pasted: string, state: EditorState): string {
  const { main, ranges } = state.selection
  const words = state.sliceDoc(main.from, Math.min(main.to, main.from + 1_000))
  const isLink =
    ranges.length === 1 && words.trim() !== '' && words.length < 1_000 && !words.includes('\n') && !address.test(words)
  if (!isLink || pasted.length > 4_000 || !address.test(pasted.trim())) return pasted
  const inCode = enclosingNode(
    treeUpTo(state, main.to),
    ['FencedCode', 'CodeBlock', 'InlineCode', 'Link', 'Image', 'URL'],
    main.from,
    main.to,
  )
  return inCode === null ? `[${words}](${pasted.trim()})` : pasted
}

/** Makes the selected lines a block of code, or the block that the caret is in lines of text again. */
export const toggleCodeBlock: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const transaction = state.changeByRange((range) => {
    const block = enclosingNode(treeUpTo(state, range.to), ['FencedCode'], range.from, range.to)
    if (block !== null) return withoutFences(state, range, block)
    const first = state.doc.lineAt(range.from)
    const last = state.doc.lineAt(range.to)
    const longest = Math.max(2, ...[...state.sliceDoc(first.from, last.to).matchAll(/`+/g)].map(([run]) => run.length))
    const fence = '`'.repeat(longest + 1)
    const shift = fence.length + 1
    return {
      changes: [
        { from: first.from, insert: `${fence}\n` },
        { from: last.to, insert: `\n${fence}` },
      ],
      range: EditorSelection.range(range.anchor + shift, range.head + shift),
    }
  })
  dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'format' }))
  return true
}

/** Puts a line across the page below the caret's line. */
export const insertRule: StateCommand = insertBlock(() => ({ text: '---' }))

/** Puts a table of two columns below the caret's line, with the first heading selected. */
export function insertTable(heading: (column: number) => string): StateCommand {
  return insertBlock(() => {
    const words = [heading(1), heading(2)]
    const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
    const blank = words.map((word) => ' '.repeat(word.length))
    const text = [row(words), row(words.map((word) => '-'.repeat(word.length))), row(blank)].join('\n')
    return { text, select: { from: 2, to: 2 + words[0]!.length } }
  })
}

function insertBlock(block: () => { text: string; select?: { from: number; to: number } }): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const transaction = state.changeByRange((range) => {
      const { text, select } = block()
      const line = state.doc.lineAt(range.head)
      const isBlank = line.text.trim() === ''
      const follows = line.to < state.doc.length ? state.doc.line(line.number + 1).text : null
      const precedes = isBlank && line.number > 1 && state.doc.line(line.number - 1).text.trim() !== ''
      // Right below words a rule would make them a heading, and a table would be a part of their paragraph.
      const before = isBlank ? (precedes ? '\n' : '') : '\n\n'
      const after = follows === null ? '\n' : follows.trim() === '' ? '' : '\n'
      const from = isBlank ? line.from : line.to
      const start = from + before.length
      return {
        changes: { from, to: line.to, insert: before + text + after },
        range: select
          ? EditorSelection.range(start + select.from, start + select.to)
          : EditorSelection.cursor(start + text.length + (after === '' ? 0 : 1)),
      }
    })
    dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'input.insert' }))
    return true
  }
}

interface Span {
  from: number
  to: number
}

function unlink(state: EditorState, range: SelectionRange, marks: readonly Span[]) {
  const [open, close] = marks
  const last = marks.at(-1)
  if (!open || !close || !last) return { range }
  return keep(state, range, [open, { from: close.from, to: last.to }])
}

function withoutFences(state: EditorState, range: SelectionRange, block: Span) {
  const first = state.doc.lineAt(block.from)
  const last = state.doc.lineAt(block.to)
  const isClosed = last.from > first.from && /^[\s>]*(```+|~~~+)\s*$/.test(last.text)
  const opening = { from: first.from, to: Math.min(first.to + 1, last.from > first.from ? last.from : first.to) }
  // The break before it goes with the last fence, unless that of the first fence is the same one.
  const closing = { from: Math.max(opening.to, last.from - 1), to: last.to }
  return keep(state, range, isClosed ? [opening, closing] : [opening])
}

function keep(state: EditorState, range: SelectionRange, specs: ChangeSpec[]) {
  const changes = state.changes(specs)
  return { changes, range: range.map(changes) }
}
