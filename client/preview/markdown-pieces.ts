/** How a piece is shown: parsed as Markdown; as it stands, because parsing it could take for ever; or as footnotes. */
export type PieceKind = 'markdown' | 'plain' | 'notes'

/** Some lines of a Markdown text that mean the same wherever they stand: one paragraph, one list, one block of code. */
export interface Piece {
  kind: PieceKind
  /** Number of its first line in the text, from 0. */
  line: number
  /** How many lines it has; 0 for the further parts of a very long line. */
  lines: number
  text: string
  /** What it is referred to by, of a footnote. */
  note?: string
  /** What else shows in it, for footnotes: pieces of the same text and sign look the same. */
  sign?: string
}

/** The text in pieces, and what all of them may refer to. */
export interface MarkdownPieces {
  pieces: readonly Piece[]
  /** The lines that define links, `[label]: address`, wherever they stand. */
  definitions: string
  /** Some of them are footnotes. */
  hasNotes: boolean
}

/**
 * Most characters of a piece, but for code and tables, whose cost is linear. Some texts take time by the square of
 * their length: this one bounds the worst at some 100 ms.
 */
const maxPieceLength = 12_000
const maxTableLength = 100_000
/** Quotes and lists within each other in one line. */
const maxDepth = 24
const maxDefinitions = 2_000

const fenceStart = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
const blank = /^[ \t]*$/
const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/
const listItem = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/
const indented = /^(?: {2,}|\t)/
const noteStart = /^ {0,3}\[\^([^\]\s]{1,100})\]:/
const definition = /^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S/
const tableRule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
const containers = /^(?:[ \t]{0,3}(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))[ \t]?)+/
const container = />|[-+*]|\d{1,9}[.)]/g

type Shape = 'fence' | 'list' | 'table' | 'note' | 'other'

/**
 * Cuts a Markdown text into pieces that can be parsed, shown and replaced one by one. Takes time linear in the length
 * of the text, whatever is in it, and needs no browser.
 */
export function splitMarkdown(text: string): MarkdownPieces {
  const splitter = new Splitter()
  const lines = text.split('\n')
  for (const [number, line] of lines.entries()) splitter.take(line, number)
  splitter.end()
  return { pieces: splitter.pieces, definitions: splitter.definitions.join('\n'), hasNotes: splitter.hasNotes }
}

/** How many pieces of a text are as those that are shown, at its start and at its end: what is between is to be shown. */
export function unchanged(
  shown: readonly { readonly piece: Piece }[],
  pieces: readonly Piece[],
): { start: number; end: number } {
  const shorter = Math.min(shown.length, pieces.length)
  let start = 0
  while (start < shorter && isSame(shown[start]!.piece, pieces[start]!)) start += 1
  let end = 0
  while (end < shorter - start && isSame(shown.at(-1 - end)!.piece, pieces.at(-1 - end)!)) end += 1
  return { start, end }
}

function isSame(a: Piece, b: Piece): boolean {
  return a.text === b.text && a.kind === b.kind && a.sign === b.sign
}

class Splitter {
  readonly pieces: Piece[] = []
  readonly definitions: string[] = []
  hasNotes = false
  #lines: string[] = []
  #start = 0
  #length = 0
  #shape: Shape = 'other'
  #isPlain = false
  /** What closes the open block of code; null outside of one. */
  #fence: string | null = null
  #blanks = 0

  take(line: string, number: number): void {
    if (this.#fence !== null) {
      this.#add(line)
      if (closes(line, this.#fence)) this.end()
    } else if (blank.test(line)) {
      this.#blanks += 1
    } else {
      if (!this.#goesOn(line)) this.end()
      if (this.#lines.length === 0) this.#begin(line, number)
      else this.#add(line)
      if (heading.test(line) && this.#lines.length === 1) this.end()
    }
  }

  /** Closes the piece that is open, if any. */
  end(): void {
    const lines = this.#lines
    if (lines.length > 0) {
      const text = lines.join('\n')
      if (this.#isPlain) this.#keepPlain(lines)
      else this.#keep({ kind: 'markdown', line: this.#start, lines: lines.length, text })
    }
    this.#lines = []
    this.#length = 0
    this.#blanks = 0
    this.#fence = null
  }

  #begin(line: string, number: number): void {
    this.#start = number
    this.#blanks = 0
    this.#isPlain = false
    this.#fence = fenceStart.exec(line)?.[1] ?? null
    this.#shape =
      this.#fence !== null ? 'fence' : listItem.test(line) ? 'list' : noteStart.test(line) ? 'note' : 'other'
    this.#add(line)
  }

  /** Whether a line that is not blank belongs to the piece before it. */
  #goesOn(line: string): boolean {
    const isList = this.#shape === 'list'
    if (this.#lines.length === 0) return false
    if (this.#length + line.length > (this.#shape === 'table' ? maxTableLength : maxPieceLength)) return false
    if (this.#blanks > 0) {
      if (isList) return indented.test(line) || (listItem.test(line) && marker(line) === marker(this.#lines[0]!))
      return isCode(line) && (this.#shape === 'note' || isCode(this.#lines[0]!))
    }
    const startsAnew = fenceStart.test(line) || heading.test(line) || noteStart.test(line)
    return !startsAnew || (isList && indented.test(line))
  }

  #add(line: string): void {
    for (; this.#blanks > 0; this.#blanks -= 1) this.#lines.push('')
    this.#lines.push(line)
    this.#length += line.length + 1
    if (this.#fence !== null) return
    if (line.length > maxPieceLength || depthOf(line) > maxDepth) this.#isPlain = true
    if (this.#lines.length === 2 && this.#shape === 'other' && tableRule.test(line)) this.#shape = 'table'
    if (definition.test(line) && line.length < 2_000 && this.definitions.length < maxDefinitions) {
      this.definitions.push(line)
    }
  }

  #keep(piece: Piece): void {
    if (this.#shape === 'note') {
      piece.note = noteStart.exec(piece.text)![1]!
      this.hasNotes = true
    }
    this.pieces.push(piece)
  }

  /** In parts that a browser can lay out one by one. */
  #keepPlain(lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) {
      for (let from = 0; from === 0 || from < line.length; from += maxPieceLength) {
        const text = line.slice(from, from + maxPieceLength)
        this.pieces.push({ kind: 'plain', line: this.#start + index, lines: from === 0 ? 1 : 0, text })
      }
    }
  }
}

function closes(line: string, fence: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)
  return match !== null && match[1]![0] === fence[0] && match[1]!.length >= fence.length
}

/** What tells one list from the next: its bullet, or what follows the number. */
function marker(line: string): string | undefined {
  return /^ {0,3}(?:\d{1,9}(?=[.)]))?(.)/.exec(line)?.[1]
}

function isCode(line: string): boolean {
  return /^(?: {4}|\t)/.test(line)
}

function depthOf(line: string): number {
  return containers.exec(line.slice(0, 1_000))?.[0].match(container)?.length ?? 0
}
