import type { DocumentRecord } from './document-record.ts'
import type { LinkRecord } from './link-store.ts'
import type { StoreErrorCode } from './store.ts'
import { StoreError } from './store.ts'
import type { IndexedText, SearchAnswer } from './text-index.ts'

/** What each thread of a SqliteStore is given at its start. */
export interface SqliteThreadData {
  file: string
  /** The most that the database may grow to. */
  maxBytes: number | null
}

/** One write. `at` is the time in milliseconds, `size` how many bytes of the batch's `bytes` are its own. */
export type WriteRequest =
  | { kind: 'create'; id: string; title: string; epoch: string; at: number; size: 0 }
  | { kind: 'append'; id: string; epoch: string | null; at: number; size: number }
  | { kind: 'compact'; id: string; seq: number; fromSeq: number; size: number }
  | { kind: 'rename'; id: string; title: string; at: number; size: 0 }
  | { kind: 'describe'; id: string; heading: string; mode: string; size: 0 }
  | { kind: 'trash'; id: string; at: number; size: 0 }
  | { kind: 'restore'; id: string; size: 0 }
  | { kind: 'delete'; id: string; at: number; size: 0 }
  | { kind: 'purge'; before: number; at: number; size: 0 }
  | { kind: 'create-link'; link: LinkRecord; hash: Uint8Array; limit: number; size: 0 }
  | { kind: 'delete-link'; documentId: string; id: string; size: 0 }

/** What each kind of write comes back with. */
export interface WriteResults {
  create: DocumentRecord
  append: number
  compact: boolean
  rename: DocumentRecord | null
  describe: boolean
  trash: boolean
  restore: DocumentRecord | null
  delete: boolean
  purge: number
  'create-link': boolean
  'delete-link': boolean
}

/** Writes for one transaction. Their bytes stand one after the other: one buffer to move instead of hundreds. */
export interface WriteBatch {
  requests: WriteRequest[]
  bytes: Uint8Array<ArrayBuffer>
}

/** One read. */
export type ReadRequest =
  | { kind: 'load'; id: string }
  | { kind: 'find'; id: string; trash: boolean }
  | { kind: 'list'; limit: number; trash: boolean }
  | { kind: 'find-link'; hash: Uint8Array }
  | { kind: 'list-links'; id: string }

/** What each kind of read comes back with. */
export interface ReadResults {
  load: LoadedDocument | null
  find: DocumentRecord | null
  list: DocumentRecord[]
  'find-link': LinkRecord | null
  'list-links': LinkRecord[]
}

/** What is asked of the text index. `sweep` forgets what has been deleted. */
export type SearchRequest =
  | { kind: 'index'; id: string; text: IndexedText }
  | { kind: 'unindexed'; after: string; limit: number }
  | { kind: 'search'; query: string; limit: number; trash: boolean }
  | { kind: 'sweep' }

/** What each of them comes back with. */
export interface SearchResults {
  index: boolean
  unindexed: string[]
  search: SearchAnswer
  sweep: number
}

/** A document on its way to the main thread: its updates' bytes one after the other, `sizes[i]` bytes for `seqs[i]`. */
export interface LoadedDocument {
  record: DocumentRecord
  base: Uint8Array<ArrayBuffer> | null
  baseSeq: number
  seqs: number[]
  sizes: number[]
  bytes: Uint8Array<ArrayBuffer>
}

/** An error that can be posted. `RANGE` is a RangeError, everything else a StoreError; `cause` is a text. */
export interface Failure {
  code: StoreErrorCode | 'RANGE'
  message: string
  cause?: string
}

/** How a request ended. */
export type Outcome<Value> = { value: Value } | { failure: Failure }

/** SQLite's primary result codes for a damaged file (SQLITE_CORRUPT, SQLITE_NOTADB). */
const damaged = new Set([11, 26])

/** True for an error that judges one request alone: the transaction around it may go on. */
export function isRefusal(error: unknown): error is StoreError | RangeError {
  return error instanceof StoreError || error instanceof RangeError
}

/** Any error as something that can be posted. */
export function toFailure(error: unknown): Failure {
  if (error instanceof StoreError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.cause instanceof Error ? { cause: error.cause.message } : {}),
    }
  }
  if (error instanceof RangeError) return { code: 'RANGE', message: error.message }
  const { errcode } = error as { errcode?: number }
  const said = error instanceof Error ? error.message : String(error)
  const cause = errcode === undefined ? said : `${said} (SQLite result ${errcode})`
  return errcode !== undefined && damaged.has(errcode & 0xff)
    ? { code: 'CORRUPT', message: 'the database is damaged', cause }
    : { code: 'UNAVAILABLE', message: 'the store cannot write or read', cause }
}

/** The error that a failure stands for. */
export function toError({ code, message, cause }: Failure): StoreError | RangeError {
  if (code === 'RANGE') return new RangeError(message)
  return new StoreError(code, message, cause === undefined ? {} : { cause: new Error(cause) })
}
