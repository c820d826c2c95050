import type { Doc } from 'yjs'

/** How a document stands when its journal asks. */
export interface JournalView {
  readonly doc: Doc
  /** How many edits this tab has made or brought back, and how many of them are durable. */
  readonly made: number
  readonly saved: number
  /** The history of the document on the server; null before it has told. */
  readonly serverEpoch: string | null
  /** The history that the text is part of; null while it is part of none. */
  readonly boundEpoch: string | null
  readonly isConnected: boolean
  /** The text of the server is in the document. */
  readonly isSynced: boolean
}

/** All limits of a journal. */
export const journalLimits = {
  /** While there is a connection, so long edits may become durable before they are written down, milliseconds. */
  settleMs: 100,
  /** With a connection, edits that are unsafe for so long have what is needed to read them written as well, milliseconds. */
  baseAfterMs: 2_000,
  /** A document of more bytes is not written; its edits are, and are read when the server's text is there. */
  maxBaseBytes: 16 * 1024 * 1024,
  /** So many rows of edits are merged into one. */
  maxRows: 200,
  /** More bytes of edits of one tab are not kept. */
  maxBytes: 32 * 1024 * 1024,
  /** From a write that failed to the next, milliseconds. */
  retryMs: 15_000,
  /** A write that takes longer is not to be relied on, milliseconds. */
  patienceMs: 5_000,
} as const
