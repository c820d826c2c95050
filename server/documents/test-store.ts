import type { DocumentRecord } from '../stores/document-record.ts'
import type { LinkRecord } from '../stores/link-store.ts'
import type { MemoryStore } from '../stores/memory-store.ts'
import type { Store, StoredDocument } from '../stores/store.ts'
import type { IndexedText, SearchAnswer } from '../stores/text-index.ts'

/** A store whose reads and writes a test can hold back, make fail, or cut off as a crash does. */
export class TestStore implements Store {
  appends = 0
  loads = 0
  compactions = 0
  /** While set, every append and compaction rejects with it. */
  failure: Error | null = null
  readonly #inner: MemoryStore
  #held: PromiseWithResolvers<void> | null = null

  constructor(inner: MemoryStore) {
    this.#inner = inner
  }

  /** From now on loads, appends and compactions wait. */
  hold(): void {
    this.#held ??= Promise.withResolvers<void>()
  }

  release(): void {
    this.#held?.resolve()
    this.#held = null
  }

  /** Nothing reaches what is stored any more, and nobody is told. */
  crash(): void {
    this.#held = Promise.withResolvers<void>()
  }

  create(id: string, options?: { title?: string; epoch?: string }): Promise<DocumentRecord> {
    return this.#inner.create(id, options)
  }

  async load(id: string): Promise<StoredDocument | null> {
    this.loads += 1
    await this.#held?.promise
    return this.#inner.load(id)
  }

  find(id: string, options?: { trash?: boolean }): Promise<DocumentRecord | null> {
    return this.#inner.find(id, options)
  }

  list(options?: { limit?: number; trash?: boolean }): Promise<DocumentRecord[]> {
    return this.#inner.list(options)
  }

  async append(id: string, bytes: Uint8Array, options?: { epoch?: string }): Promise<number> {
    this.appends += 1
    await this.#held?.promise
    if (this.failure) throw this.failure
    return this.#inner.append(id, bytes, options)
  }

  async compact(id: string, options: { base: Uint8Array; seq: number; fromSeq: number }): Promise<boolean> {
    this.compactions += 1
    await this.#held?.promise
    if (this.failure) throw this.failure
    return this.#inner.compact(id, options)
  }

  rename(id: string, title: string): Promise<DocumentRecord | null> {
    return this.#inner.rename(id, title)
  }

  describe(id: string, reading: { heading: string; mode: string }): Promise<boolean> {
    return this.#inner.describe(id, reading)
  }

  indexText(id: string, text: IndexedText): Promise<boolean> {
    return this.#inner.indexText(id, text)
  }

  listUnindexed(options?: { after?: string; limit?: number }): Promise<string[]> {
    return this.#inner.listUnindexed(options)
  }

  search(query: string, options: { limit: number; trash?: boolean }): Promise<SearchAnswer> {
    return this.#inner.search(query, options)
  }

  trash(id: string): Promise<boolean> {
    return this.#inner.trash(id)
  }

  restore(id: string): Promise<DocumentRecord | null> {
    return this.#inner.restore(id)
  }

  delete(id: string): Promise<boolean> {
    return this.#inner.delete(id)
  }

  purge(before: number): Promise<number> {
    return this.#inner.purge(before)
  }

  createLink(link: LinkRecord, options: { hash: Uint8Array; limit: number }): Promise<boolean> {
    return this.#inner.createLink(link, options)
  }

  findLink(hash: Uint8Array): Promise<LinkRecord | null> {
    return this.#inner.findLink(hash)
  }

  listLinks(documentId: string): Promise<LinkRecord[]> {
    return this.#inner.listLinks(documentId)
  }

  deleteLink(documentId: string, linkId: string): Promise<boolean> {
    return this.#inner.deleteLink(documentId, linkId)
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}
