import type { DocumentRecord } from './document-record.ts'
import type { LinkStore } from './link-store.ts'
import type { TextIndex } from './text-index.ts'

/** One committed batch of a document's log. */
export interface StoredUpdate {
  seq: number
  bytes: Uint8Array
}

/**
 * Everything needed to open a document: the state up to `baseSeq`, and each update after it in order.
 * Its bytes belong to the caller: no other array shares their buffers.
 */
export interface StoredDocument extends DocumentRecord {
  base: Uint8Array | null
  /** The last seq that the base includes; 0 without a base. */
  baseSeq: number
  updates: StoredUpdate[]
}

/**
 * Keeps documents for good. Sees bytes and ids, knows nothing of Yjs, rooms or sockets.
 * A promise that resolves means durable (rule S4): on disk and synced, not merely written.
 * Whoever reads after that sees it. Writes to one document take effect in the order of the calls.
 * A document in the trash is kept as it is, hidden and refused until it is restored.
 * Deleted documents leave a tombstone: their id is refused, never reused silently.
 *
 * Every method rejects with StoreError UNAVAILABLE when the disk, the engine or the store's own queue has no room,
 * or after `close()`. A write rejected so may still have been kept: append the same bytes again, Yjs updates are
 * idempotent, and go by the seq that the second try returns. Bytes handed in must not change until the promise settles.
 */
export interface Store extends LinkStore, TextIndex {
  /**
   * Makes a document with an empty log, of a new epoch unless one is given (a room may already have told its members
   * the epoch that an unwritten document will have). @throws StoreError EXISTS (also in the trash), DELETED
   */
  create(id: string, options?: { title?: string; epoch?: string }): Promise<DocumentRecord>
  /** The record and the log, or null for an id never seen. @throws StoreError TRASHED, DELETED, CORRUPT */
  load(id: string): Promise<StoredDocument | null>
  /** The record without the log. Null for an id never seen or deleted, or in the trash; with `trash`, for one that is not. */
  find(id: string, options?: { trash?: boolean }): Promise<DocumentRecord | null>
  /**
   * Newest change first, by id where that is equal; without the trash and the deleted. With `trash` what is in the trash
   * and nothing else, last put there first. 1,000 documents unless told otherwise.
   */
  list(options?: { limit?: number; trash?: boolean }): Promise<DocumentRecord[]>
  /**
   * Adds one batch to the log, durably, and returns its seq (1, 2, 3 … per document).
   * With an `epoch`, a document never seen is created with it in the same transaction, and one of another epoch is
   * refused. Nothing is written when it throws. @throws StoreError UNKNOWN (only without an epoch), TRASHED,
   * DELETED, EPOCH
   */
  append(id: string, bytes: Uint8Array, options?: { epoch?: string }): Promise<number>
  /**
   * Replaces the log up to and including `seq` by `base`, in one transaction.
   * False when another compaction was faster (`fromSeq` is no longer the stored base's seq).
   * @throws StoreError UNKNOWN, TRASHED, DELETED; RangeError (where it would not be false) unless `fromSeq < seq <=` the last seq
   */
  compact(id: string, options: { base: Uint8Array; seq: number; fromSeq: number }): Promise<boolean>
  /** The renamed record; null for an id never seen, in the trash or deleted. */
  rename(id: string, title: string): Promise<DocumentRecord | null>
  /**
   * Keeps what was read in the document: its first heading and its mode, which is no change of it. False for an id never
   * seen, in the trash or deleted.
   */
  describe(id: string, reading: { heading: string; mode: string }): Promise<boolean>
  /** Puts a document into the trash. False for one that is there already, was deleted or never seen. */
  trash(id: string): Promise<boolean>
  /** Takes it out again, as it was; null for one that is not in the trash. */
  restore(id: string): Promise<DocumentRecord | null>
  /** Drops the log and the links, and leaves the tombstone, in the trash or not. True when there was such a document. */
  delete(id: string): Promise<boolean>
  /** Deletes what is in the trash since `before` or longer, 100 documents at a time; how many that were. */
  purge(before: number): Promise<number>
  /** Waits for what is under way, then lets go of the files. Idempotent. */
  close(): Promise<void>
}

/**
 * - `EXISTS`: there is such a document already.
 * - `UNKNOWN`: there never was such a document.
 * - `TRASHED`: there is one, in the trash.
 * - `DELETED`: there was; its tombstone stands.
 * - `EPOCH`: the document has another history (D7) than the caller believes.
 * - `UNAVAILABLE`: disk full, I/O error, too much waiting, or closed. Worth another try, except after `close()`.
 * - `CORRUPT`: what is on disk is not what was written. Not worth another try: restore a backup.
 * - `IN_USE`: another process (or store) has the data folder.
 * - `TOO_NEW`: the database was written by a newer version of Encke.
 */
export type StoreErrorCode =
  | 'EXISTS'
  | 'UNKNOWN'
  | 'TRASHED'
  | 'DELETED'
  | 'EPOCH'
  | 'UNAVAILABLE'
  | 'CORRUPT'
  | 'IN_USE'
  | 'TOO_NEW'

/** Why a store refused. What the operating system or the engine said is the `cause`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
