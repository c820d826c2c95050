import { type ChangeSpec, EditorSelection, type EditorState, type Line, type StateCommand } from '@codemirror/state'
import { type LineKind, type LineMarkup, lineMarkup } from './line-markup.ts'
import { renumberingAfter } from './renumbering.ts'

/** The lines that the carets and selections touch, each once, in order. */
export function selectedLines({ doc, selection }: EditorState): Line[] {
  const lines: Line[] = []
  for (const { from, to, empty } of selection.ranges) {
    let line = doc.lineAt(from)
    for (;;) {
      if (lines.at(-1)?.from !== line.from) lines.push(line)
      const next = line.to + 1
      // A selection that ends at the start of a line has nothing of that line.
      if (next > to || (!empty && next === to) || next > doc.length) break
      line = doc.lineAt(next)
    }
  }
  return lines
}

/**
 * Makes the selected lines headings, items or tasks, and paragraphs again when all of them are that already. What else
 * a line was it is no longer; quotes and indentation stay. Empty lines between others are left alone.
 */
export function toggleLineKind(kind: Exclude<LineKind, 'paragraph'>, level = 0): StateCommand {
  return changeLines((state, lines) => {
    const marked = lines.map((line) => ({ line, markup: lineMarkup(line.text) }))
    const isThat = ({ markup }: { markup: LineMarkup }) => markup.kind === kind && markup.level === level
    const filled = marked.filter(({ line, markup }) => lines.length === 1 || line.length > markup.quote.length)
    const isOff = filled.every(isThat)
    const numbers = new Map<number, number>()
    const specs: ChangeSpec[] = []
    for (const { line, markup } of filled) {
      const from = line.from + markup.quote.length + (kind === 'heading' ? 0 : markup.indent.length)
      const to = line.from + markup.length
      const insert = isOff ? '' : marker({ kind, level, markup, number: nextNumber(state, { line, markup, numbers }) })
      if (insert !== state.sliceDoc(from, to)) specs.push({ from, to, insert })
    }
    const last = filled.at(-1)
    if (kind === 'number' && !isOff && last) {
      const { indent } = last.markup
      specs.push(...renumberingAfter(state, last.line, indent, (numbers.get(indent.length) ?? 0) + 1))
    }
    return specs
  })
}

/** Whether the line of the main caret is of a kind and, for a heading, a level. */
export function isLineKind(kind: LineKind, level = 0): (state: EditorState) => boolean {
  return ({ doc, selection }) => {
    const markup = lineMarkup(doc.lineAt(selection.main.head).text)
    return markup.kind === kind && markup.level === level
  }
}

/** Makes headings and items paragraphs. */
export const makeParagraph: StateCommand = changeLines((_state, lines) =>
  lines.flatMap(({ from, text }) => {
    const { quote, indent, length, marker: present } = lineMarkup(text)
    return present === '' ? [] : [{ from: from + quote.length + indent.length, to: from + length }]
  }),
)

/** Quotes the selected lines, or takes off one level of quotes when all of them are quoted. */
export const toggleQuote: StateCommand = changeLines((_state, lines) => {
  const isOff = lines.every(({ text }) => /^ {0,3}>/.test(text))
  return lines.map(({ from, text }) => {
    const first = /^ {0,3}>[ \t]?/.exec(text)?.[0] ?? ''
    return isOff ? { from, to: from + first.length } : { from, insert: '> ' }
  })
})

/** Whether the line of the main caret is quoted. */
export function isQuoted({ doc, selection }: EditorState): boolean {
  return lineMarkup(doc.lineAt(selection.main.head).text).quote !== ''
}

/** Ticks the selected tasks, or unticks them when all are ticked. False when there is none. */
export const toggleTasks: StateCommand = ({ state, dispatch }) => {
  const tasks = selectedLines(state)
    .map((line) => ({ line, markup: lineMarkup(line.text) }))
    .filter(({ markup }) => markup.kind === 'task')
  if (tasks.length === 0 || state.readOnly) return false
  const isOff = tasks.every(({ markup }) => markup.isChecked)
  const changes = tasks
    .filter(({ markup }) => markup.isChecked === isOff)
    .map(({ line, markup }) => {
      const at = line.from + markup.quote.length + markup.indent.length + markup.marker.indexOf('[') + 1
      return { from: at, to: at + 1, insert: isOff ? ' ' : 'x' }
    })
  dispatch(state.update({ changes, userEvent: 'format' }))
  return true
}

/**
 * Changes whole lines. Not `changeByRange`: two carets in one line would change it twice. Every caret stays with the
 * character behind it.
 */
function changeLines(specsFor: (state: EditorState, lines: readonly Line[]) => ChangeSpec[]): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const changes = state.changes(specsFor(state, selectedLines(state)))
    const ranges = state.selection.ranges.map(({ anchor, head }) =>
      EditorSelection.range(changes.mapPos(anchor, 1), changes.mapPos(head, 1)),
    )
    const selection = EditorSelection.create(ranges, state.selection.mainIndex)
    dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: 'format' }))
    return true
  }
}

interface Marking {
  kind: LineKind
  level: number
  markup: LineMarkup
  number: number
}

function marker({ kind, level, markup, number }: Marking): string {
  const bullet = /[-*+]/.test(markup.sign) ? markup.sign : '-'
  switch (kind) {
    case 'paragraph':
      return ''
    case 'heading':
      return `${'#'.repeat(level)} `
    case 'bullet':
      return `${bullet} `
    case 'task':
      return markup.number > 0 ? `${markup.number}${markup.sign} [ ] ` : `${bullet} [ ] `
    case 'number':
      return `${number}. `
    default:
      return kind satisfies never
  }
}

/** The number of an item: one more than that of the item before it, be that in the selection or above it. */
function nextNumber(
  { doc }: EditorState,
  { line, markup, numbers }: { line: Line; markup: LineMarkup; numbers: Map<number, number> },
): number {
  const depth = markup.indent.length
  let last = numbers.get(depth)
  if (last === undefined && line.number > 1) {
    const above = lineMarkup(doc.line(line.number - 1).text)
    if (above.kind === 'number' && above.indent.length === depth) last = above.number
  }
  const number = (last ?? 0) + 1
  numbers.set(depth, number)
  return number
}
