import type { DocumentRecord } from './document-record.ts'
import type { Excerpt } from './excerpt.ts'

/** The text of a document, as of one seq of its log. */
export interface IndexedText {
  epoch: string
  seq: number
  text: string
}

/** A document that a search found. */
export interface FoundDocument extends DocumentRecord {
  /** Where in its text; null when only its name was found. */
  found: Excerpt | null
}

/** What a search found. */
export interface SearchAnswer {
  /** How many documents there are, those included that are not among `documents`. */
  total: number
  /** Those that are called so, newest change first; then those whose text says so, the best first. */
  documents: FoundDocument[]
  /** Documents whose text has not been read yet. */
  unread: number
}

/**
 * Finds documents by their texts. It can be made anew from the documents at any time: what it keeps is not durable as
 * they are, and not of the same moment. A deleted document is gone from it for good; one in the trash is found there.
 * Rejects as Store does.
 */
export interface TextIndex {
  /**
   * Keeps the text of a document, in place of what it had. False when there is none of this epoch, or the index has
   * the text of this seq, or a later one.
   */
  indexText(id: string, text: IndexedText): Promise<boolean>
  /** Ids, in order, of documents whose newest text the index does not have. 100 unless told otherwise. */
  listUnindexed(options?: { after?: string; limit?: number }): Promise<string[]>
  /**
   * Documents whose name or id has every word of the query in it, or whose text has, there as a word or how one begins;
   * whatever the case, the accents and the signs between them. Nothing is found by a query without words.
   */
  search(query: string, options: { limit: number; trash?: boolean }): Promise<SearchAnswer>
}
