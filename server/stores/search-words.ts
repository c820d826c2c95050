import { isRandomId } from '../../protocol/document-id.ts'
import { fold } from './fold.ts'

/** What a query asks for: pieces between spaces, folded, and those of them in which there are letters, as tokens. */
export interface SearchWords {
  pieces: readonly string[]
  words: readonly (readonly string[])[]
}

/** Scripts that part no words: each of their characters is a token. */
const unparted =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}'
const unpartedCharacter = new RegExp(`[${unparted}]`, 'gu')
const startsUnparted = new RegExp(`^[${unparted}]`, 'u')
const token = /[\p{L}\p{N}\p{Co}]+/gu

/** A text as indexes keep it and queries ask for it. */
export function searchable(text: string): string {
  return text.normalize('NFC').toWellFormed()
}

/** A folded text in which what is one token has spaces around it. */
export function partTokens(folded: string): string {
  return folded.replace(unpartedCharacter, ' $& ')
}

/** Reads a query: words in any order, each of them, or how it begins. Nothing in it is a sign with a meaning. */
export function parseSearch(query: string): SearchWords {
  const pieces = fold(searchable(query)).split(/\s+/u).filter(Boolean)
  const words = pieces.map((piece) => partTokens(piece).match(token) ?? []).filter((tokens) => tokens.length > 0)
  return { pieces, words }
}

/** Whether what a document is called, or its id, has every piece in it; of a random id only its beginning counts. */
export function isCalled({ id, name }: { id: string; name: string }, { pieces }: SearchWords): boolean {
  const folded = fold(searchable(isRandomId(id) ? name : `${id} ${name}`))
  return pieces.length > 0 && pieces.every((piece) => folded.includes(piece) || id.startsWith(piece))
}

/** Finds a word, its tokens one after the other, in a folded text, where a word begins. */
export function wordPattern(tokens: readonly string[]): RegExp {
  const start = startsUnparted.test(tokens[0] ?? '') ? '' : '(?<![\\p{L}\\p{N}\\p{Co}])'
  // Tokens have letters and digits alone: nothing in them has to be escaped.
  return new RegExp(start + tokens.join('[^\\p{L}\\p{N}\\p{Co}]*'), 'gu')
}
