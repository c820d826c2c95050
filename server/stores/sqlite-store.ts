import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../protocol/clock.ts'
import { DataFolder } from './data-folder.ts'
import type { DocumentRecord } from './document-record.ts'
import type { LinkRecord } from './link-store.ts'
import {
  type Outcome,
  type ReadRequest,
  type ReadResults,
  type SearchRequest,
  type SearchResults,
  type SqliteThreadData,
  toError,
  type WriteBatch,
  type WriteRequest,
  type WriteResults,
} from './sqlite-message.ts'
import { SqliteThread } from './sqlite-thread.ts'
import { type Store, type StoredDocument, StoreError } from './store.ts'
import type { IndexedText, SearchAnswer } from './text-index.ts'
import { type Write, WriteQueue, type WriteStats } from './write-queue.ts'

/** Where a SqliteStore lives and what it may use. */
export interface SqliteStoreOptions {
  /** The data folder; made if need be. The database is `encke.sqlite` in it. */
  folder: string
  /** The most that the database may grow to; a write beyond it fails like one on a full disk. No limit by default. */
  maxBytes?: number
  /**
   * Milliseconds from the beginning of one commit to that of the next, at least; 16 by default. A write that comes
   * after a longer silence is committed at once. With 600 edits/s spread over 300 documents, 16 ms in place of 8 take a
   * fifth off the CPU that an edit costs here (most of it is fsync and waking threads) and add 4 ms to its median.
   */
  commitIntervalMs?: number
  /** The machine's own by default. */
  clock?: Clock
  /** Makes the epoch of a new document: a random UUID by default. */
  newEpoch?: () => string
  /** Starts a thread on one of the three bodies beside this file. Tests put a hand on the thread here. */
  startThread?: (body: URL, data: SqliteThreadData) => Worker
}

type WriteOutcome = Outcome<WriteResults[WriteRequest['kind']]>

const noBytes = new Uint8Array(0)

/**
 * Keeps documents in one SQLite database in WAL mode, `synchronous = FULL`: what is acknowledged survives `kill -9`
 * and a power cut. One thread writes, with group commit; another reads, and a third one finds texts,
 * in `search.sqlite`, which can be deleted. The main thread never waits for the disk.
 * A full disk or an I/O error rejects the writes that it met, with UNAVAILABLE, and later writes are tried as usual.
 * A thread that dies rejects what it had not answered, and the next call starts it again.
 */
export class SqliteStore implements Store {
  readonly #folder: DataFolder
  readonly #clock: Clock
  readonly #newEpoch: () => string
  readonly #writer: SqliteThread<WriteBatch, WriteOutcome[]>
  readonly #reader: SqliteThread<ReadRequest, ReadResults[ReadRequest['kind']]>
  readonly #searcher: SqliteThread<SearchRequest, SearchResults[SearchRequest['kind']]>
  readonly #queue: WriteQueue<WriteRequest, WriteOutcome>
  #closing: Promise<void> | null = null

  private constructor(
    folder: DataFolder,
    {
      maxBytes,
      clock = systemClock,
      commitIntervalMs = 16,
      newEpoch = randomUUID,
      startThread = (body, data) => new Worker(body, { workerData: data }),
    }: SqliteStoreOptions,
  ) {
    this.#folder = folder
    this.#clock = clock
    this.#newEpoch = newEpoch
    const data = { file: folder.file('encke.sqlite'), maxBytes: maxBytes ?? null }
    this.#writer = new SqliteThread({ start: () => startThread(threadBody('sqlite-writer'), data), maxCalls: 1 })
    this.#reader = new SqliteThread({ start: () => startThread(threadBody('sqlite-reader'), data), maxCalls: 10_000 })
    this.#searcher = new SqliteThread({ start: () => startThread(threadBody('sqlite-searcher'), data), maxCalls: 256 })
    this.#queue = new WriteQueue({ commit: (writes) => this.#commit(writes), clock, commitIntervalMs })
  }

  /**
   * Opens the data folder, makes or migrates the database, and is ready for reads and writes.
   * @throws StoreError UNAVAILABLE (the folder or database cannot be made, read or written), IN_USE, TOO_NEW, CORRUPT
   */
  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const store = new SqliteStore(await DataFolder.open(options.folder), options)
    try {
      // The first answer of the writer says that the database is there and up to date; a reader needs it so.
      await store.#commit([])
      store.#reader.warm()
      return store
    } catch (error) {
      await store.close()
      throw error
    }
  }

  /** How many transactions and writes there were since it was opened: group commit at work. */
  get stats(): WriteStats {
    return this.#queue.stats
  }

  async create(
    id: string,
    { title = '', epoch = this.#newEpoch() }: { title?: string; epoch?: string } = {},
  ): Promise<DocumentRecord> {
    return this.#write({ kind: 'create', id, title, epoch, at: this.#clock.now(), size: 0 })
  }

  async load(id: string): Promise<StoredDocument | null> {
    const document = await this.#read({ kind: 'load', id })
    if (!document) return null
    const { record, base, baseSeq, seqs, sizes, bytes } = document
    let offset = 0
    const updates = seqs.map((seq, index) => {
      const start = offset
      offset += sizes[index]!
      // A copy each: views of one buffer would keep all of it alive, and moving one to a thread would empty the rest.
      return { seq, bytes: bytes.slice(start, offset) }
    })
    return { ...record, base, baseSeq, updates }
  }

  async find(id: string, { trash = false }: { trash?: boolean } = {}): Promise<DocumentRecord | null> {
    return this.#read({ kind: 'find', id, trash })
  }

  async list({ limit = 1000, trash = false }: { limit?: number; trash?: boolean } = {}): Promise<DocumentRecord[]> {
    return this.#read({ kind: 'list', limit, trash })
  }

  async append(id: string, bytes: Uint8Array, { epoch }: { epoch?: string } = {}): Promise<number> {
    const request = { kind: 'append', id, epoch: epoch ?? null, at: this.#clock.now(), size: bytes.length } as const
    return this.#write(request, bytes)
  }

  async compact(
    id: string,
    { base, seq, fromSeq }: { base: Uint8Array; seq: number; fromSeq: number },
  ): Promise<boolean> {
    return this.#write({ kind: 'compact', id, seq, fromSeq, size: base.length }, base)
  }

  async rename(id: string, title: string): Promise<DocumentRecord | null> {
    return this.#write({ kind: 'rename', id, title, at: this.#clock.now(), size: 0 })
  }

  async describe(id: string, { heading, mode }: { heading: string; mode: string }): Promise<boolean> {
    return this.#write({ kind: 'describe', id, heading, mode, size: 0 })
  }

  async trash(id: string): Promise<boolean> {
    return this.#write({ kind: 'trash', id, at: this.#clock.now(), size: 0 })
  }

  async restore(id: string): Promise<DocumentRecord | null> {
    return this.#write({ kind: 'restore', id, size: 0 })
  }

  async delete(id: string): Promise<boolean> {
    const isDeleted = await this.#write({ kind: 'delete', id, at: this.#clock.now(), size: 0 })
    if (isDeleted) await this.#sweep()
    return isDeleted
  }

  async purge(before: number): Promise<number> {
    const deleted = await this.#write({ kind: 'purge', before, at: this.#clock.now(), size: 0 })
    if (deleted > 0) await this.#sweep()
    return deleted
  }

  async indexText(id: string, text: IndexedText): Promise<boolean> {
    return this.#find({ kind: 'index', id, text })
  }

  async listUnindexed({ after = '', limit = 100 }: { after?: string; limit?: number } = {}): Promise<string[]> {
    return this.#find({ kind: 'unindexed', after, limit })
  }

  async search(query: string, { limit, trash = false }: { limit: number; trash?: boolean }): Promise<SearchAnswer> {
    return this.#find({ kind: 'search', query, limit, trash })
  }

  async createLink(link: LinkRecord, { hash, limit }: { hash: Uint8Array; limit: number }): Promise<boolean> {
    return this.#write({ kind: 'create-link', link, hash, limit, size: 0 })
  }

  async findLink(hash: Uint8Array): Promise<LinkRecord | null> {
    return this.#read({ kind: 'find-link', hash })
  }

  async listLinks(documentId: string): Promise<LinkRecord[]> {
    return this.#read({ kind: 'list-links', id: documentId })
  }

  async deleteLink(documentId: string, linkId: string): Promise<boolean> {
    return this.#write({ kind: 'delete-link', documentId, id: linkId, size: 0 })
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue.drained()
    // The readers first: the last connection to close checkpoints and removes the WAL, and a reader may not write.
    await this.#searcher.close()
    await this.#reader.close()
    await this.#writer.close()
    this.#folder.close()
  }

  async #write<Kind extends WriteRequest['kind']>(
    request: Extract<WriteRequest, { kind: Kind }>,
    bytes: Uint8Array = noBytes,
  ): Promise<WriteResults[Kind]> {
    this.#assertOpen()
    const outcome = await this.#queue.add(request, bytes)
    if ('failure' in outcome) throw toError(outcome.failure)
    return outcome.value as WriteResults[Kind]
  }

  async #read<Kind extends ReadRequest['kind']>(
    request: Extract<ReadRequest, { kind: Kind }>,
  ): Promise<ReadResults[Kind]> {
    this.#assertOpen()
    return (await this.#reader.call(request)) as ReadResults[Kind]
  }

  async #find<Kind extends SearchRequest['kind']>(
    request: Extract<SearchRequest, { kind: Kind }>,
  ): Promise<SearchResults[Kind]> {
    this.#assertOpen()
    return (await this.#searcher.call(request)) as SearchResults[Kind]
  }

  /** The document is deleted whether or not its text could be forgotten: a thread that cannot does so when it starts. */
  async #sweep(): Promise<void> {
    await this.#find({ kind: 'sweep' }).catch(() => {})
  }

  #assertOpen(): void {
    if (this.#closing) throw new StoreError('UNAVAILABLE', 'the store is closed')
  }

  #commit(writes: Write<WriteRequest>[]): Promise<WriteOutcome[]> {
    const bytes = new Uint8Array(writes.reduce((sum, write) => sum + write.bytes.length, 0))
    let offset = 0
    for (const write of writes) {
      bytes.set(write.bytes, offset)
      offset += write.bytes.length
    }
    return this.#writer.call({ requests: writes.map(({ request }) => request), bytes }, [bytes.buffer])
  }
}

/** The file of a thread's body: `.ts` where Node strips types, `.js` in an emitted package. */
function threadBody(name: string): URL {
  return new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
}
