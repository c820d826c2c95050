import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { DocumentRecord } from './document-record.ts'
import type { LinkRecord } from './link-store.ts'
import { MemoryLinks } from './memory-links.ts'
import { MemoryTexts } from './memory-texts.ts'
import { type Store, type StoredDocument, type StoredUpdate, StoreError } from './store.ts'
import type { IndexedText, SearchAnswer } from './text-index.ts'

/** Defaults: the machine's clock, random UUIDs. */
export interface MemoryStoreOptions {
  clock?: Clock
  /** Makes the epoch of a new document. */
  newEpoch?: () => string
}

interface Entry {
  record: DocumentRecord
  base: Uint8Array | null
  baseSeq: number
  updates: StoredUpdate[]
  headSeq: number
}

/**
 * Keeps documents for as long as the process lives: for tests, and for `DATA_DIR=:memory:`.
 * The contract of Store but for durability; it is as large as its documents and has no queue.
 */
export class MemoryStore implements Store {
  readonly #clock: Clock
  readonly #newEpoch: () => string
  /** Null is a tombstone. */
  readonly #entries = new Map<string, Entry | null>()
  readonly #links = new MemoryLinks()
  readonly #texts = new MemoryTexts()
  #closed = false

  constructor({ clock = systemClock, newEpoch = randomUUID }: MemoryStoreOptions = {}) {
    this.#clock = clock
    this.#newEpoch = newEpoch
  }

  async create(
    id: string,
    { title = '', epoch = this.#newEpoch() }: { title?: string; epoch?: string } = {},
  ): Promise<DocumentRecord> {
    this.#assertOpen()
    if (this.#entries.get(id)) throw new StoreError('EXISTS', `document ${id} exists already`)
    this.#live(id)
    return { ...this.#add(id, title, epoch).record }
  }

  async load(id: string): Promise<StoredDocument | null> {
    const entry = this.#live(id)
    if (!entry) return null
    return {
      ...entry.record,
      base: entry.base?.slice() ?? null,
      baseSeq: entry.baseSeq,
      updates: entry.updates.map(({ seq, bytes }) => ({ seq, bytes: bytes.slice() })),
    }
  }

  async find(id: string, { trash = false }: { trash?: boolean } = {}): Promise<DocumentRecord | null> {
    this.#assertOpen()
    const entry = this.#entries.get(id)
    return entry && isTrashed(entry) === trash ? { ...entry.record } : null
  }

  async list({ limit = 1000, trash = false }: { limit?: number; trash?: boolean } = {}): Promise<DocumentRecord[]> {
    this.#assertOpen()
    const entries = [...this.#entries.values()].filter((entry) => entry !== null && isTrashed(entry) === trash)
    const records = entries.map((entry) => ({ ...entry!.record }))
    const at = (record: DocumentRecord) => record.trashedAt ?? record.updatedAt
    return records.sort((a, b) => at(b) - at(a) || (a.id < b.id ? -1 : 1)).slice(0, limit)
  }

  async append(id: string, bytes: Uint8Array, { epoch }: { epoch?: string } = {}): Promise<number> {
    let entry = this.#live(id)
    if (!entry) {
      if (epoch === undefined) throw new StoreError('UNKNOWN', `there is no document ${id}`)
      entry = this.#add(id, '', epoch)
    } else if (epoch !== undefined && entry.record.epoch !== epoch) {
      throw new StoreError('EPOCH', `document ${id} has epoch ${entry.record.epoch}, not ${epoch}`)
    }
    entry.headSeq += 1
    entry.updates.push({ seq: entry.headSeq, bytes: bytes.slice() })
    this.#touch(entry)
    return entry.headSeq
  }

  async compact(
    id: string,
    { base, seq, fromSeq }: { base: Uint8Array; seq: number; fromSeq: number },
  ): Promise<boolean> {
    const entry = this.#live(id)
    if (!entry) throw new StoreError('UNKNOWN', `there is no document ${id}`)
    if (entry.baseSeq !== fromSeq) return false
    if (!(seq > fromSeq && seq <= entry.headSeq)) {
      throw new RangeError(`cannot compact ${id} from ${fromSeq} to ${seq}: its log ends at ${entry.headSeq}`)
    }
    entry.base = base.slice()
    entry.baseSeq = seq
    entry.updates = entry.updates.filter((update) => update.seq > seq)
    return true
  }

  async rename(id: string, title: string): Promise<DocumentRecord | null> {
    const entry = this.#listed(id)
    if (!entry) return null
    entry.record.title = title
    this.#touch(entry)
    return { ...entry.record }
  }

  async describe(id: string, reading: { heading: string; mode: string }): Promise<boolean> {
    const entry = this.#listed(id)
    if (!entry) return false
    Object.assign(entry.record, { heading: reading.heading, mode: reading.mode })
    return true
  }

  async trash(id: string): Promise<boolean> {
    const entry = this.#listed(id)
    if (!entry) return false
    entry.record.trashedAt = this.#clock.now()
    return true
  }

  async restore(id: string): Promise<DocumentRecord | null> {
    this.#assertOpen()
    const entry = this.#entries.get(id)
    if (!entry || !isTrashed(entry)) return null
    entry.record.trashedAt = null
    return { ...entry.record }
  }

  async delete(id: string): Promise<boolean> {
    this.#assertOpen()
    if (!this.#entries.get(id)) return false
    this.#bury(id)
    return true
  }

  async purge(before: number): Promise<number> {
    this.#assertOpen()
    const old = [...this.#entries.values()].filter((entry) => (entry?.record.trashedAt ?? Infinity) <= before)
    const now = old.slice(0, 100)
    for (const entry of now) this.#bury(entry!.record.id)
    return now.length
  }

  async indexText(id: string, text: IndexedText): Promise<boolean> {
    this.#assertOpen()
    return this.#entries.get(id)?.record.epoch === text.epoch && this.#texts.index(id, text)
  }

  async listUnindexed({ after = '', limit = 100 }: { after?: string; limit?: number } = {}): Promise<string[]> {
    this.#assertOpen()
    const entries = [...this.#entries.values()].filter((entry) => entry !== null && !isTrashed(entry))
    const unread = entries.filter((entry) => entry!.headSeq > 0 && !this.#texts.has(entry!.record.id, entry!.headSeq))
    const ids = unread.map((entry) => entry!.record.id).filter((id) => id > after)
    return ids.sort().slice(0, limit)
  }

  async search(query: string, { limit, trash = false }: { limit: number; trash?: boolean }): Promise<SearchAnswer> {
    const records = await this.list({ limit: Infinity, trash })
    const unread = records.filter(({ id }) => this.#entries.get(id)!.headSeq > 0 && !this.#texts.has(id)).length
    return { ...this.#texts.search(query, { records, limit }), unread }
  }

  async createLink(link: LinkRecord, options: { hash: Uint8Array; limit: number }): Promise<boolean> {
    this.#live(link.documentId)
    return this.#links.create(link, options)
  }

  async findLink(hash: Uint8Array): Promise<LinkRecord | null> {
    this.#assertOpen()
    return this.#links.find(hash)
  }

  async listLinks(documentId: string): Promise<LinkRecord[]> {
    this.#assertOpen()
    return this.#links.list(documentId)
  }

  async deleteLink(documentId: string, linkId: string): Promise<boolean> {
    this.#assertOpen()
    return this.#links.delete(documentId, linkId)
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreError('UNAVAILABLE', 'the store is closed')
  }

  #live(id: string): Entry | undefined {
    this.#assertOpen()
    const entry = this.#entries.get(id)
    if (entry === null) throw new StoreError('DELETED', `document ${id} was deleted`)
    if (entry && isTrashed(entry)) throw new StoreError('TRASHED', `document ${id} is in the trash`)
    return entry
  }

  /** The entry of what the list shows. */
  #listed(id: string): Entry | null {
    this.#assertOpen()
    const entry = this.#entries.get(id)
    return entry && !isTrashed(entry) ? entry : null
  }

  #add(id: string, title: string, epoch: string): Entry {
    const now = this.#clock.now()
    const record = { id, epoch, title, heading: '', mode: '', createdAt: now, updatedAt: now, trashedAt: null }
    const entry: Entry = { record, base: null, baseSeq: 0, updates: [], headSeq: 0 }
    this.#entries.set(id, entry)
    return entry
  }

  #bury(id: string): void {
    this.#entries.set(id, null)
    this.#links.delete(id)
    this.#texts.delete(id)
  }

  #touch({ record }: Entry): void {
    record.updatedAt = Math.max(record.updatedAt, this.#clock.now())
  }
}

function isTrashed({ record }: Entry): boolean {
  return record.trashedAt !== null
}
