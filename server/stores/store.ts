/** A document as the list shows it. Times are milliseconds since the epoch. */
export interface DocumentRecord {
  id: string
  /** Id of the document's history (D7). */
  epoch: string
  title: string
  createdAt: number
  updatedAt: number
}

/** One committed batch of a document's log. */
export interface StoredUpdate {
  seq: number
  bytes: Uint8Array
}

/** Everything needed to open a document: the state up to `baseSeq`, and each update after it in order. */
export interface StoredDocument extends DocumentRecord {
  base: Uint8Array | null
  /** The last seq that the base includes; 0 without a base. */
  baseSeq: number
  updates: StoredUpdate[]
}

/**
 * Keeps documents for good. Sees bytes and ids, knows nothing of Yjs, rooms or sockets.
 * A promise that resolves means durable (rule S4): on disk and synced, not merely written.
 * Deleted documents leave a tombstone: their id is refused, never reused silently.
 */
export interface Store {
  /** Makes a document with an empty log. @throws StoreError EXISTS */
  create(id: string, options?: { title?: string }): Promise<DocumentRecord>
  /** The record and the log, or null for an id never seen. @throws StoreError DELETED */
  load(id: string): Promise<StoredDocument | null>
  /** The record without the log. Null for an id never seen or deleted. */
  find(id: string): Promise<DocumentRecord | null>
  /** Newest change first. */
  list(options?: { limit?: number }): Promise<DocumentRecord[]>
  /** Adds one batch to the log, durably, and returns its seq (1, 2, 3 … per document). @throws StoreError UNKNOWN, DELETED */
  append(id: string, bytes: Uint8Array): Promise<number>
  /**
   * Replaces the log up to and including `seq` by `base`, in one transaction.
   * False when another compaction was faster (`fromSeq` is no longer the stored base's seq).
   */
  compact(id: string, options: { base: Uint8Array; seq: number; fromSeq: number }): Promise<boolean>
  rename(id: string, title: string): Promise<DocumentRecord | null>
  /** True when there was such a document. */
  delete(id: string): Promise<boolean>
  /** Waits for what is under way, then lets go of the files. Idempotent. */
  close(): Promise<void>
}

export type StoreErrorCode = 'EXISTS' | 'UNKNOWN' | 'DELETED' | 'UNAVAILABLE'

/** Why a store refused. UNAVAILABLE (disk full, I/O) is worth another try. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
