import type { MarkedOptions, Token, TokenizerThis, Tokens } from 'marked'
import { escapeHtml, idPrefix, type NoteHtml } from './markdown-html.ts'
import type { Piece } from './markdown-pieces.ts'
import { noteWords } from './note-words.ts'

/** A footnote that something refers to. */
interface Note {
  piece: Piece
  /** From 1, in the order of the first references. */
  number: number
  references: number
}

/** Further ones stand in the text as they are written. */
const maxNotes = 2_000
/** Notes are shown in lists of about so many characters of text, which are rendered one by one. */
const listLength = 8_000

const reference = /\[\^([^\]\s]{1,100})\]/g
/** Where no reference counts. What only the lexer knows exactly may number a note that nobody refers to. */
const code = /(`+)[^`][\s\S]*?[^`]\1(?!`)|\\[\s\S]/g

/** What stands for a reference in front of its colon; a heading can have no id with a colon. */
const noteId = 'fn:'
const referenceId = 'fnref:'

/**
 * The footnotes of a text: `[^label]`, and `[^label]: …` anywhere else in it. Numbers them in the order in which they
 * are referred to, and moves them to the end. A note that nothing refers to stays where it is, as it is written.
 */
export class Footnotes implements NoteHtml {
  readonly #language: () => string
  /** How many references to a note stand in the text before a piece, by label. */
  #before = new WeakMap<Piece, ReadonlyMap<string, number>>()
  #notes = new Map<string, Note>()
  #lists = new WeakMap<Piece, readonly Note[]>()

  /** @param language BCP 47 */
  constructor({ language }: { language: () => string }) {
    this.#language = language
  }

  /** The pieces as they are shown. */
  arrange(pieces: readonly Piece[]): Piece[] {
    const defined = new Map<string, Piece>()
    for (const piece of pieces) {
      if (piece.note === undefined || defined.size >= maxNotes) continue
      const label = normal(piece.note)
      if (!defined.has(label)) defined.set(label, piece)
    }
    this.#notes = new Map()
    const text = pieces.map((piece) => (piece.note === undefined ? this.#refer(defined, piece) : piece))
    // A note may refer to further ones: then there are more of them in the next turn.
    for (const note of this.#notes.values()) note.piece = this.#refer(defined, note.piece)
    const shown = text.flatMap((piece) => {
      if (piece.note === undefined) return [piece]
      const label = normal(piece.note)
      const isShownBelow = defined.get(label) === piece && this.#notes.has(label)
      return isShownBelow ? [] : [asWritten(piece)]
    })
    const last = pieces.at(-1)
    return [...shown, ...this.#listsAt(last === undefined ? 0 : last.line + last.lines)]
  }

  extensions(piece: Piece): MarkedOptions['extensions'] {
    const before = this.#before.get(piece)
    if (before === undefined) return null
    const seen = new Map(before)
    const notes = this.#notes
    function tokenizer(this: TokenizerThis, source: string): Tokens.Generic | undefined {
      const match = /^\[\^([^\]\s]{1,100})\]/.exec(source)
      const label = normal(match?.[1] ?? '')
      const note = notes.get(label)
      const count = seen.get(label)
      // A link has no other one in it.
      if (match === null || note === undefined || count === undefined || this.lexer.state.inLink) return undefined
      seen.set(label, count + 1)
      return { type: 'reference', raw: match[0], number: note.number, count: count + 1 }
    }
    return { renderers: {}, childTokens: {}, inline: [tokenizer], startInline: [(text) => text.indexOf('[^')] }
  }

  reference(token: Token): string {
    const { number, count } = token as unknown as { number: number; count: number }
    const id = idPrefix + idOfReference(number, count)
    const label = escapeHtml(noteWords(this.#language()).note(number))
    return `<sup class="note"><a id="${id}" href="#${idPrefix}${noteId}${number}" aria-label="${label}">${number}</a></sup>`
  }

  list(piece: Piece, markdown: (note: Piece, line: number) => string): string {
    const notes = this.#lists.get(piece) ?? []
    const said = noteWords(this.#language())
    const items = notes.map((note) => {
      const line = note.piece.line - piece.line
      const words: Piece = { ...note.piece, text: wordsOf(note.piece) }
      const before = this.#before.get(note.piece)
      if (before !== undefined) this.#before.set(words, before)
      const inside = markdown(words, line)
      const links = Array.from({ length: note.references }, (_, index) => {
        const label = escapeHtml(said.back(note.number, index + 1))
        const sign = index === 0 ? '↩' : `↩<sup>${index + 1}</sup>`
        return ` <a class="back" href="#${idPrefix}${idOfReference(note.number, index + 1)}" aria-label="${label}">${sign}</a>`
      }).join('')
      const end = inside.endsWith('</p>\n') ? inside.length - '</p>\n'.length : inside.length
      return `<li id="${idPrefix}${noteId}${note.number}" dir="auto" data-line="${line}">${inside.slice(0, end)}${links}${inside.slice(end)}</li>\n`
    })
    return `<ol class="notes" start="${notes[0]?.number ?? 1}" aria-label="${escapeHtml(said.label)}">\n${items.join('')}</ol>\n`
  }

  /** Notes which references are in a piece. */
  #refer(defined: ReadonlyMap<string, Piece>, piece: Piece): Piece {
    if (piece.kind !== 'markdown' || !piece.text.includes('[^') || /^ {0,3}(?:```|~~~)/.test(piece.text)) return piece
    const before = new Map<string, number>()
    let sign = ''
    const text = piece.note === undefined ? piece.text : wordsOf(piece)
    for (const [, words] of text.replace(code, ' ').matchAll(reference)) {
      const label = normal(words!)
      const found = defined.get(label)
      if (found === undefined) continue
      let note = this.#notes.get(label)
      if (note === undefined) {
        note = { piece: found, number: this.#notes.size + 1, references: 0 }
        this.#notes.set(label, note)
      }
      if (!before.has(label)) before.set(label, note.references)
      note.references += 1
      sign += `${idOfReference(note.number, note.references)} `
    }
    if (sign === '') return piece
    const referring = { ...piece, sign: sign + this.#language() }
    this.#before.set(referring, before)
    return referring
  }

  #listsAt(line: number): Piece[] {
    const lists: Piece[] = []
    let group: Note[] = []
    let length = 0
    const end = () => {
      if (group.length === 0) return
      const ids = group.map(({ number }) => `${noteId}${number} `).join('')
      // Also the references in the notes, so that they are found from other ones.
      const more = group.map(({ piece, references }) => `${piece.line - line}/${references} ${piece.sign ?? ''}`)
      const text = group.map(({ piece }) => piece.text).join('\n')
      const list: Piece = { kind: 'notes', line, lines: 0, text, sign: `${ids}${more.join(' ')} ${this.#language()}` }
      this.#lists.set(list, group)
      lists.push(list)
      group = []
      length = 0
    }
    for (const note of this.#notes.values()) {
      group.push(note)
      length += note.piece.text.length
      if (length > listLength) end()
    }
    end()
    return lists
  }
}

function asWritten({ line, lines, text }: Piece): Piece {
  return { kind: 'plain', line, lines, text }
}

function idOfReference(number: number, count: number): string {
  return count === 1 ? `${referenceId}${number}` : `${referenceId}${number}:${count}`
}

function normal(label: string): string {
  return label.toLowerCase()
}

/** Only what the note says, each line of it where it was. */
function wordsOf({ text }: Piece): string {
  return text.replace(/^ {0,3}\[\^[^\]\s]{1,100}\]:[ \t]*/, '').replace(/\n(?: {4}|\t)/g, '\n')
}
