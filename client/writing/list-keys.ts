import { type ChangeSpec, EditorSelection, type EditorState, type Line, type StateCommand } from '@codemirror/state'
import { type LineMarkup, lineMarkup } from './line-markup.ts'
import { isInCode } from './markdown-tree.ts'
import { renumberingAfter } from './renumbering.ts'

/**
 * Enter in a list or a quote goes on with it; in an item without words it ends it. False where no caret is in one.
 */
export const continueList: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || !state.selection.ranges.some(({ from }) => isContinued(state, from))) return false
  const renumbered = new Set<number>()
  const transaction = state.changeByRange((range) => {
    const line = state.doc.lineAt(range.from)
    const markup = lineMarkup(line.text)
    if (!isContinued(state, range.from)) {
      const insert = `\n${/^[ \t]*/.exec(line.text)?.[0].slice(0, range.from - line.from) ?? ''}`
      return {
        changes: { from: range.from, to: range.to, insert },
        range: EditorSelection.cursor(range.from + insert.length),
      }
    }
    if (line.length === markup.length && range.empty) return leave(line, markup)
    const isRepeated = renumbered.has(line.from)
    renumbered.add(line.from)
    const insert = `\n${markup.quote}${markup.indent}${nextMarker(markup)}`
    const changes: ChangeSpec[] = [{ from: range.from, to: range.to, insert }]
    if (markup.number > 0 && !isRepeated && state.selection.ranges.length === 1) {
      const last = state.doc.lineAt(range.to)
      changes.push(...renumberingAfter(state, last, markup.indent, markup.number + 2))
    }
    return { changes, range: EditorSelection.cursor(range.from + insert.length) }
  })
  dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'input' }))
  return true
}

/** Backspace right behind the mark of an item, a heading or a quote takes off the mark. False anywhere else. */
export const deleteMarker: StateCommand = ({ state, dispatch }) => {
  const isBehindMarker = (position: number) => {
    const line = state.doc.lineAt(position)
    const { length, quote, marker } = lineMarkup(line.text)
    return (quote !== '' || marker !== '') && position === line.from + length && !isInCode(state, position)
  }
  const { ranges } = state.selection
  if (state.readOnly || !ranges.every(({ empty, head }) => empty && isBehindMarker(head))) return false
  const transaction = state.changeByRange(({ head }) => {
    const line = state.doc.lineAt(head)
    const { marker, quote, indent } = lineMarkup(line.text)
    const from = marker !== '' ? head - marker.length : indent !== '' ? head - indent.length : innerQuote(line, quote)
    return { changes: { from, to: head }, range: EditorSelection.cursor(from) }
  })
  dispatch(state.update(transaction, { scrollIntoView: true, userEvent: 'delete.backward' }))
  return true
}

function isContinued(state: EditorState, position: number): boolean {
  const line = state.doc.lineAt(position)
  const { kind, quote, length } = lineMarkup(line.text)
  const isMarked = quote !== '' || (kind !== 'paragraph' && kind !== 'heading')
  return isMarked && position >= line.from + length && !isInCode(state, position)
}

/** The item had no words: its mark goes or, without one, the innermost quote. */
function leave(line: Line, { marker, quote, indent, number }: LineMarkup) {
  const from = marker !== '' ? line.from + quote.length : innerQuote(line, quote)
  // A nested item becomes an item of the list around it.
  const step = indent.endsWith('\t') ? 1 : Math.min(indent.length, number > 0 ? 3 : 2)
  const keeps = marker !== '' && indent !== '' ? indent.slice(0, -step) + marker : ''
  return {
    changes: { from, to: line.to, insert: keeps },
    range: EditorSelection.cursor(from + keeps.length),
  }
}

function innerQuote(line: Line, quote: string): number {
  return line.from + quote.trimEnd().lastIndexOf('>')
}

function nextMarker({ kind, marker, number, sign }: LineMarkup): string {
  switch (kind) {
    case 'paragraph':
    case 'heading':
      return ''
    case 'bullet':
      return marker.trim() === marker ? `${marker} ` : marker
    case 'number':
      return `${number + 1}${sign} `
    case 'task':
      return number > 0 ? `${number + 1}${sign} [ ] ` : `${sign} [ ] `
    default:
      return kind satisfies never
  }
}
