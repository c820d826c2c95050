import { ChangeSet, EditorSelection, type EditorState, type StateCommand, type Text } from '@codemirror/state'
import { isInCode } from './markdown-tree.ts'
import { formatTable, type Table, tableAt } from './table.ts'

/** Tab in a table goes to the next cell, and makes a new row behind the last one. False outside of tables. */
export const nextCell: StateCommand = move((table, place) => {
  const { row, column } = forward(place, table)
  return { row: row === 1 ? 2 : row, column }
})

/** Shift-Tab goes to the cell before. False in the first cell, where it leaves the text as everywhere else. */
export const previousCell: StateCommand = move((table, { row, column }) => {
  if (column > 0) return { row, column: column - 1 }
  const above = row === 2 ? 0 : row - 1
  return above < 0 ? null : { row: above, column: columnsOf(table) - 1 }
})

/** Enter in a table goes to the cell below, and makes a new row behind the last one; in an empty row it leaves. */
export const cellBelow: StateCommand = (target) =>
  leaveEmptyRow(target) || move((_table, { row, column }) => ({ row: row === 0 ? 2 : row + 1, column }))(target)

interface Place {
  row: number
  column: number
}

function forward({ row, column }: Place, table: Table): Place {
  return column + 1 < columnsOf(table) ? { row, column: column + 1 } : { row: row + 1, column: 0 }
}

/** Makes the table neat, and goes to another cell of it. */
function move(next: (table: Table, place: Place) => Place | null): StateCommand {
  return ({ state, dispatch }) => {
    const table = ownTable(state)
    if (table === null) return false
    const place = next(table, placeOf(state, table))
    if (place === null) return false
    const lastRow = table.rows.at(-1)!
    const formatted = state.changes(formatTable(state.doc, table))
    let changes = formatted
    const start = formatted.mapPos(table.rows[0]!.from, -1)
    if (place.row >= table.rows.length) {
      const doc = formatted.apply(state.doc)
      const line = doc.lineAt(formatted.mapPos(lastRow.to, 1))
      const blank = line.text.slice(lastRow.indent.length).replace(/[^|]|(?<=\\)\|/g, ' ')
      const insert = `\n${lastRow.indent}${table.rows.length === 2 ? blankOf(doc, start) : blank}`
      changes = formatted.compose(ChangeSet.of({ from: line.to, insert }, doc.length))
    }
    const doc = changes.apply(state.doc)
    const cell = tableAt(doc, start)?.rows[place.row]?.cells[place.column]
    if (!cell) return false
    const selection = EditorSelection.single(cell.wordsFrom, cell.wordsTo)
    dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: 'format.table' }))
    return true
  }
}

/** As the heading, without its words: the row of dashes has no white space to learn from. */
function blankOf(doc: Text, start: number): string {
  const { text } = doc.lineAt(start)
  return text.slice(/^[\s>]*/.exec(text)?.[0].length ?? 0).replace(/[^|]|(?<=\\)\|/g, ' ')
}

const leaveEmptyRow: StateCommand = ({ state, dispatch }) => {
  const table = ownTable(state)
  if (table === null) return false
  const { row } = placeOf(state, table)
  const { from, to, cells } = table.rows[row]!
  if (row < 2 || row !== table.rows.length - 1 || cells.some((cell) => cell.wordsTo > cell.wordsFrom)) return false
  const rest = state.doc.lineAt(to).to
  dispatch(state.update({ changes: { from, to: rest }, selection: { anchor: from }, userEvent: 'input' }))
  return true
}

/** The table of the only caret, if what may be written is one. */
function ownTable(state: EditorState): Table | null {
  const { ranges, main } = state.selection
  if (state.readOnly || ranges.length > 1) return null
  const table = tableAt(state.doc, main.head)
  if (table === null || main.from < table.rows[0]!.from || main.to > state.doc.lineAt(table.rows.at(-1)!.from).to)
    return null
  return isInCode(state, main.head) ? null : table
}

function placeOf(state: EditorState, { rows }: Table): Place {
  const { head } = state.selection.main
  const row = rows.findLastIndex(({ from }) => from <= head)
  const column = rows[row]!.cells.findLastIndex(({ from }) => from <= head)
  return { row, column: Math.max(0, column) }
}

function columnsOf({ rows }: Table): number {
  return Math.max(...rows.map(({ cells }) => cells.length))
}
