/** Whose row, of which document, and its place among the rows of its writer. */
export type RowKey = readonly [journal: string, writer: string, seq: number]

/** Some edits that were not durable when they were written down. */
export interface JournalRow {
  readonly journal: string
  /** The tab that wrote it: one opening of the document. */
  readonly writer: string
  /** 0 is the base; edits count from 1. */
  readonly seq: number
  /** The history that these edits build on; null when they build on nothing of the server's. */
  readonly epoch: string | null
  /** How many edits; 0 for a base, which is the whole document: what the edits need to be read. */
  readonly edits: number
  /** A Yjs update. */
  readonly update: Uint8Array
}

/** A text of an earlier history of its document, which nothing is merged into any more. */
export interface EarlierText {
  readonly id: string
  readonly text: string
  /** How many edits in it never became durable. */
  readonly edits: number
  /** Only this tab has it, or the browser keeps it. */
  readonly keptIn: 'tab' | 'browser'
  /** When it was set aside, milliseconds since the epoch. */
  readonly at: number
}

/** What happens to a journal in one step: all of it or nothing. */
export interface JournalChange {
  readonly put?: readonly JournalRow[]
  readonly remove?: readonly RowKey[]
  readonly setAside?: readonly EarlierText[]
  /** Ids of earlier texts that nobody wants any more. */
  readonly letGo?: readonly string[]
}

/** All that is kept of one document. */
export interface JournalContent {
  /** By writer, and in the order in which each wrote. */
  readonly rows: readonly JournalRow[]
  readonly earlier: readonly EarlierText[]
}

/**
 * Where journals are kept, several tabs at the same time. A promise that resolves is a promise that is kept: the change
 * outlives the tab. Rejects with what the browser says, such as a `QuotaExceededError`.
 */
export interface JournalStore {
  read(journal: string): Promise<JournalContent>
  write(journal: string, change: JournalChange): Promise<void>
  /** Everything of one document, whoever wrote it. */
  discard(journal: string): Promise<void>
  /** Resolves when the browser has taken the store away: nothing more can be written. */
  readonly lost: Promise<void>
  /** Idempotent. */
  close(): void
}
