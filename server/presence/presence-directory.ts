import type { Clock } from '../../protocol/clock.ts'
import { type Person, peopleOf } from './people.ts'
import { PresenceTable } from './presence-table.ts'

/** How many documents' versions are remembered after everybody has left. */
const MAX_VERSIONS = 10_000

/** Who is in some documents at one moment. */
export interface PresenceSnapshot {
  /** Grows with every change in these documents, also across a restart. */
  version: number
  documents: Record<string, Person[]>
}

/** Somebody who wants news of some documents. */
export interface PresenceSubscriber {
  /** The people of this document changed. */
  changed(documentId: string): void
  /** The directory is closing: there will be no more news. */
  closed(): void
}

export interface PresenceDirectoryOptions {
  clock: Clock
  /** Streams and held polls at one time. */
  maxSubscribers?: number
}

/**
 * Who is in which document of this node, for those who have not opened it: the presence channel.
 * Hands each room its presence table and reads along; knows nothing of awareness, HTTP or the store.
 */
export class PresenceDirectory {
  readonly #clock: Clock
  readonly #maxSubscribers: number
  readonly #tables = new Map<string, PresenceTable>()
  /** Documents in which somebody is. */
  readonly #people = new Map<string, Person[]>()
  /** The version of each document's last change, oldest change first. */
  readonly #versions = new Map<string, number>()
  /** No document's version is lower: those forgotten, and those of the process before this one. */
  #floor: number
  #version: number
  readonly #subscribers = new Map<string, Set<PresenceSubscriber>>()
  readonly #everybody = new Set<PresenceSubscriber>()
  #closed = false

  constructor({ clock, maxSubscribers = 5_000 }: PresenceDirectoryOptions) {
    this.#clock = clock
    this.#maxSubscribers = maxSubscribers
    this.#version = this.#floor = clock.now()
  }

  /** True when no subscriber is taken any more. */
  get full(): boolean {
    return this.#closed || this.#everybody.size >= this.#maxSubscribers
  }

  /** How many subscribe or wait at the moment. */
  get subscribers(): number {
    return this.#everybody.size
  }

  /** A presence table for the document's room. The room closes it; a newer table of the same document replaces it. */
  table(documentId: string): PresenceTable {
    const table = new PresenceTable({ clock: this.#clock, onChange: () => this.#changed(documentId, table) })
    this.#tables.set(documentId, table)
    return table
  }

  /** Who is in these documents now; an empty list for one that nobody is in, whether it exists or not. */
  snapshot(documents: Iterable<string>): PresenceSnapshot {
    const entries: [string, Person[]][] = []
    let version = this.#floor
    for (const documentId of documents) {
      entries.push([documentId, this.#people.get(documentId) ?? []])
      version = Math.max(version, this.#versions.get(documentId) ?? 0)
    }
    // Not by assignment: `__proto__` is a document like any other.
    return { version, documents: Object.fromEntries(entries) }
  }

  /**
   * Tells the subscriber of every change in these documents, until the result is called (idempotent).
   * @throws Error when the directory is `full`: ask first
   */
  subscribe(documents: Iterable<string>, subscriber: PresenceSubscriber): () => void {
    if (this.full) throw new Error('the presence directory is full')
    const ids = new Set(documents)
    this.#everybody.add(subscriber)
    for (const id of ids) {
      const subscribers = this.#subscribers.get(id)
      if (subscribers) subscribers.add(subscriber)
      else this.#subscribers.set(id, new Set([subscriber]))
    }
    return () => {
      this.#everybody.delete(subscriber)
      for (const id of ids) {
        const subscribers = this.#subscribers.get(id)
        subscribers?.delete(subscriber)
        if (subscribers?.size === 0) this.#subscribers.delete(id)
      }
    }
  }

  /**
   * The snapshot of these documents once its version is another than `after`: at once, after a change, or
   * unchanged after `waitMs`, when the signal aborts or the directory closes. Never rejects for these.
   * @throws Error when the directory is `full` and there is something to wait for
   */
  async waitFor(
    documents: readonly string[],
    { after, waitMs, signal }: { after: number; waitMs: number; signal?: AbortSignal },
  ): Promise<PresenceSnapshot> {
    const current = this.snapshot(documents)
    if (current.version !== after || waitMs <= 0 || signal?.aborted) return current
    const { promise, resolve } = Promise.withResolvers<void>()
    const unsubscribe = this.subscribe(documents, { changed: () => resolve(), closed: () => resolve() })
    const stopTimer = this.#clock.after(waitMs, resolve)
    const onAbort = (): void => resolve()
    signal?.addEventListener('abort', onAbort, { once: true })
    await promise
    signal?.removeEventListener('abort', onAbort)
    stopTimer()
    unsubscribe()
    return this.snapshot(documents)
  }

  /** Ends every subscription. Tables belong to their rooms. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const subscriber of [...this.#everybody]) subscriber.closed()
    this.#everybody.clear()
    this.#subscribers.clear()
  }

  #changed(documentId: string, table: PresenceTable): void {
    // The room was unloaded and loaded again: the old one has nothing more to say.
    if (this.#tables.get(documentId) !== table) return
    if (table.closed) this.#tables.delete(documentId)
    const before = this.#people.get(documentId) ?? []
    const people = peopleOf(table.entries(), before, this.#clock.now())
    if (JSON.stringify(before) === JSON.stringify(people)) return
    if (people.length > 0) this.#people.set(documentId, people)
    else this.#people.delete(documentId)
    this.#advance(documentId)
    for (const subscriber of [...(this.#subscribers.get(documentId) ?? [])]) subscriber.changed(documentId)
  }

  #advance(documentId: string): void {
    // Milliseconds as a start, so that a restarted server does not give out a version a second time.
    this.#version = Math.max(this.#version + 1, this.#clock.now())
    this.#versions.delete(documentId)
    this.#versions.set(documentId, this.#version)
    if (this.#versions.size <= MAX_VERSIONS) return
    for (const [oldest, version] of this.#versions) {
      this.#versions.delete(oldest)
      this.#floor = version
      return
    }
  }
}
