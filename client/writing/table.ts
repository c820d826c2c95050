import type { ChangeSpec, Text } from '@codemirror/state'

/** A cell: what stands between two pipes, and the words in it. */
export interface Cell {
  /** Right behind the pipe before it, and right before that behind it. */
  from: number
  to: number
  /** The words, without the white space around them. An empty cell has none, in its middle. */
  wordsFrom: number
  wordsTo: number
}

/** A line of a table. */
export interface Row {
  from: number
  to: number
  /** Quotes and white space before the first pipe. */
  indent: string
  cells: Cell[]
  hasFirstPipe: boolean
  hasLastPipe: boolean
}

export type Alignment = 'left' | 'center' | 'right' | null

/** A table of Markdown as it stands in a text: the heading, the dashes, and the rows below. */
export interface Table {
  rows: Row[]
  alignments: Alignment[]
}

/** The longest table that is looked at, in lines. */
const MAX_ROWS = 1_000
const MAX_ROW_LENGTH = 10_000
const dashes = /^:?-+:?$/

/** The table around a position; null where there is none. */
export function tableAt(doc: Text, position: number): Table | null {
  const isRow = (number: number) => {
    const line = doc.line(number)
    return line.length <= MAX_ROW_LENGTH && line.text.includes('|')
  }
  const at = doc.lineAt(position).number
  if (!isRow(at)) return null
  let first = at
  let last = at
  while (first > 1 && at - first < MAX_ROWS && isRow(first - 1)) first--
  while (last < doc.lines && last - at < MAX_ROWS && isRow(last + 1)) last++
  const rows: Row[] = []
  for (let number = first; number <= last; number++) rows.push(readRow(doc, number))
  const ruler = rows[1]
  const words = ruler?.cells.map((cell) => doc.sliceString(cell.wordsFrom, cell.wordsTo)) ?? []
  if (words.length === 0 || !words.every((each) => dashes.test(each))) return null
  return { rows, alignments: words.map(readAlignment) }
}

/**
 * What makes the columns of a table equally wide and gives every row all its cells. Only the white space around words
 * changes, and the dashes: the words, and other people's carets in them, stay.
 */
export function formatTable(doc: Text, { rows, alignments }: Table): ChangeSpec[] {
  const count = Math.max(...rows.map(({ cells }) => cells.length))
  const words = ({ wordsFrom, wordsTo }: Cell) => doc.sliceString(wordsFrom, wordsTo)
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(3, ...rows.map(({ cells }, row) => (row === 1 || !cells[column] ? 0 : textWidth(words(cells[column]))))),
  )
  return rows.flatMap((row, index) => {
    const specs: ChangeSpec[] = row.hasFirstPipe ? [] : [{ from: row.from + row.indent.length, insert: '|' }]
    const replace = (from: number, to: number, insert: string) => {
      if (doc.sliceString(from, to) !== insert) specs.push({ from, to, insert })
    }
    row.cells.forEach((cell, column) => {
      const width = widths[column]!
      const alignment = alignments[column] ?? null
      if (index === 1) {
        replace(cell.from, cell.to, ` ${ruler(width, alignment)} `)
        return
      }
      const missing = width - textWidth(words(cell))
      const before = alignment === 'right' ? missing : alignment === 'center' ? Math.floor(missing / 2) : 0
      if (cell.wordsFrom === cell.wordsTo) {
        replace(cell.from, cell.to, ' '.repeat(width + 2))
        return
      }
      replace(cell.from, cell.wordsFrom, ' '.repeat(before + 1))
      replace(cell.wordsTo, cell.to, ' '.repeat(missing - before + 1))
    })
    let end = row.hasLastPipe ? '' : '|'
    for (let column = row.cells.length; column < count; column++) {
      const width = widths[column]!
      end += index === 1 ? ` ${ruler(width, null)} |` : `${' '.repeat(width + 2)}|`
    }
    if (end !== '') specs.push({ from: row.to, insert: end })
    return specs
  })
}

function readRow(doc: Text, number: number): Row {
  const { from, to, text } = doc.line(number)
  const indent = /^[\s>]*/.exec(text)?.[0] ?? ''
  const pipes = [...text.matchAll(/\\.|\|/g)].filter(([found]) => found === '|').map(({ index }) => index)
  const hasFirstPipe = pipes[0] === indent.length
  const trimmed = text.trimEnd().length
  const hasLastPipe = pipes.length > (hasFirstPipe ? 1 : 0) && pipes.at(-1) === trimmed - 1
  const edges = [...(hasFirstPipe ? [] : [indent.length - 1]), ...pipes, ...(hasLastPipe ? [] : [trimmed])]
  const cells = edges
    .slice(0, -1)
    .map((edge, index) => readCell(text, from, edge + 1, Math.max(edge + 1, edges[index + 1]!)))
  // What stands behind the last pipe is white space, which is none of the table's.
  return { from, to: hasLastPipe ? from + trimmed : to, indent, cells, hasFirstPipe, hasLastPipe }
}

function readCell(text: string, offset: number, from: number, to: number): Cell {
  const inside = text.slice(from, to)
  const words = inside.trim()
  const start = words === '' ? from + Math.min(1, inside.length) : from + inside.indexOf(words)
  return { from: offset + from, to: offset + to, wordsFrom: offset + start, wordsTo: offset + start + words.length }
}

function readAlignment(words: string): Alignment {
  const [left, right] = [words.startsWith(':'), words.endsWith(':')]
  return left && right ? 'center' : right ? 'right' : left ? 'left' : null
}

function ruler(width: number, alignment: Alignment): string {
  switch (alignment) {
    case null:
      return '-'.repeat(width)
    case 'left':
      return `:${'-'.repeat(width - 1)}`
    case 'right':
      return `${'-'.repeat(width - 1)}:`
    case 'center':
      return `:${'-'.repeat(width - 2)}:`
    default:
      return alignment satisfies never
  }
}

const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** How many columns of a monospaced font a text takes; what East Asia writes takes two. */
export function textWidth(text: string): number {
  // The most of it by far.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}
