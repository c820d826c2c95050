import { textWidth } from './table.ts'

/** More cells than this are no table to read: they are pasted as they are. */
const maxCells = 5_000

/** Rows of words as a table of Markdown, the first row as its heading, with columns as wide as their words. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const count = Math.max(...rows.map((cells) => cells.length))
  const words = rows.map((cells) => Array.from({ length: count }, (_, column) => cellOf(cells[column] ?? '')))
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(3, ...words.map((row) => textWidth(row[column]!))),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const shown = words.map((row) =>
    line(row.map((cell, column) => cell + ' '.repeat(widths[column]! - textWidth(cell)))),
  )
  return [shown[0], line(widths.map((width) => '-'.repeat(width))), ...shown.slice(1)].join('\n')
}

/** Whether rows are many and wide enough to be a table, and few enough to be read. */
export function isTable(rows: readonly (readonly string[])[]): boolean {
  const count = Math.max(0, ...rows.map((cells) => cells.length))
  return rows.length > 1 && count > 1 && rows.length * count <= maxCells
}

/**
 * Rows of cells with tabs between them, as a spreadsheet writes them; null for any other text. Code that is indented
 * with tabs is none: there every row has as many cells, and most of them words.
 */
export function rowsOfTabs(text: string): string[][] | null {
  if (!text.includes('\t')) return null
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  if (lines.length > maxCells) return null
  const rows = lines.map((line) => line.split('\t'))
  const isEven = rows.every((cells) => cells.length === rows[0]!.length)
  const isIndented = rows.every(([first]) => first!.trim() === '')
  return isEven && !isIndented && isTable(rows) ? rows : null
}

function cellOf(words: string): string {
  return words.replace(/\s+/g, ' ').trim().replace(/\\?\|/g, '\\|')
}
