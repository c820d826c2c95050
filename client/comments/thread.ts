import type { Author, Message } from './message.ts'

/** What people say about a piece of the text. A new object whenever it changes; never without a message. */
export interface Thread {
  readonly id: string
  /** Where: what `createAnchor` made, or anything that another client wrote. */
  readonly anchor: string
  /** The words that it was about when it began; empty if unknown. */
  readonly quote: string
  /** In the order in which they were said; at least one. */
  readonly messages: readonly Message[]
  /** Who has settled it, and when; null while it is open. */
  readonly resolved: { readonly by: Author; readonly at: number } | null
}

/** The longest quote that is kept, in UTF-16 units; a longer one is cut and ends in an ellipsis. */
export const MAX_QUOTE_LENGTH = 300

/** The beginning of a piece of text, as it is kept with a thread. */
export function quoteOf(text: string): string {
  if (text.length < MAX_QUOTE_LENGTH) return text.toWellFormed()
  return `${text.slice(0, MAX_QUOTE_LENGTH - 1).toWellFormed()}…`
}

/** True when a quote holds all the words that it was made of. */
export function isWholeQuote(quote: string): boolean {
  return quote.length < MAX_QUOTE_LENGTH
}
