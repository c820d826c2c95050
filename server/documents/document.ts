import type { StoredDocument } from '../stores/store.ts'
import type { Knowledge } from './knowledge.ts'
import type { LogEntry } from './log-entry.ts'
import { LogHistory } from './log-history.ts'
import { mergeUpdates } from './merge-updates.ts'

/** Up to here a document goes out as one message, and a difference is worked out on the main thread. */
const SMALL_DOCUMENT_BYTES = 64 * 1024

/** The durable part of a log at one moment. */
export interface LogCut {
  updates: Uint8Array[]
  /** Of the last entry in it. */
  position: number
  /** The seq that the base includes, and the one that a new base may include. */
  fromSeq: number
  seq: number
}

export interface DocumentOptions {
  id: string
  epoch: string
  /** What the updates of `stored` hold. */
  knowledge: Knowledge
  /** Null for a document that nobody has written to. */
  stored: StoredDocument | null
}

/** Entries up to a position as one update. */
interface Merge {
  position: number
  bytes: Uint8Array
}

/**
 * The Yjs state of one text as a log: a base, and the updates since. Holds bytes and never builds a Y.Doc (D2).
 * `knowledge` runs ahead of the log: it has what was taken from members, the log has what was sent to them.
 * All bytes that it hands out are shared: nobody may change them.
 */
export class Document {
  readonly id: string
  readonly knowledge: Knowledge
  /** What the base has taken in and somebody still lacks. */
  readonly history = new LogHistory()
  /** Id of the history (D7). */
  epoch: string
  /** True once the store has a record of it. */
  exists: boolean
  /** The first heading, as the store has it. */
  heading: string
  /** What the text is, as the store has it. */
  mode: string
  /** In parts, each of which needs only those before it. */
  #base: readonly Uint8Array[]
  #baseSeq: number
  #tail: LogEntry[]
  #tailBytes: number
  #position: number
  #merged: Merge | null = null
  #mergedTail: Merge | null = null

  constructor({ id, epoch, knowledge, stored }: DocumentOptions) {
    this.id = id
    this.epoch = epoch
    this.knowledge = knowledge
    this.exists = stored !== null
    this.heading = stored?.heading ?? ''
    this.mode = stored?.mode ?? ''
    this.#base = stored?.base ? [stored.base] : []
    this.#baseSeq = stored?.baseSeq ?? 0
    this.#tail = (stored?.updates ?? []).map(({ seq, bytes }, index) => ({ bytes, position: index + 1, seq }))
    this.#tailBytes = sizeOf(this.#tail.map(({ bytes }) => bytes))
    this.#position = this.#tail.length
  }

  get base(): readonly Uint8Array[] {
    return this.#base
  }

  get baseBytes(): number {
    return sizeOf(this.#base)
  }

  get tail(): readonly LogEntry[] {
    return this.#tail
  }

  get tailBytes(): number {
    return this.#tailBytes
  }

  get isSmall(): boolean {
    return this.baseBytes + this.#tailBytes <= SMALL_DOCUMENT_BYTES
  }

  /** Of the newest entry; 0 for none. */
  get position(): number {
    return this.#position
  }

  /** Base and tail. */
  get updates(): Uint8Array[] {
    return [...this.#base, ...this.#tail.map(({ bytes }) => bytes)]
  }

  /** The same, without what the store does not have yet. */
  get durable(): Uint8Array[] {
    return [...this.#base, ...this.#tail.filter(({ seq }) => seq !== null).map(({ bytes }) => bytes)]
  }

  /** The seq of the last update that the store has; 0 for none. */
  get durableSeq(): number {
    return this.#tail.findLast(({ seq }) => seq !== null)?.seq ?? this.#baseSeq
  }

  /** Adds what is about to be sent to the members. */
  append(bytes: Uint8Array): LogEntry {
    this.#position += 1
    const entry: LogEntry = { bytes, position: this.#position, seq: null }
    this.#tail.push(entry)
    this.#tailBytes += bytes.byteLength
    return entry
  }

  /** Entries after a position, oldest first; null when they are no longer told apart from the base. */
  entriesAfter(position: number): LogEntry[] | null {
    const { entries, from } = this.history
    if (position < from) return null
    // Positions have no hole: the place of an entry follows from its position.
    const tailFrom = from + entries.length
    if (position >= tailFrom) return this.#tail.slice(position - tailFrom)
    return [...entries.slice(position - from), ...this.#tail]
  }

  /** The same, as updates. */
  since(position: number): Uint8Array[] | null {
    return this.entriesAfter(position)?.map(({ bytes }) => bytes) ?? null
  }

  /** Everything as one update. Kept until the next append, and then merged with what is new alone. */
  merged(): Uint8Array {
    this.#merged = this.#extend(this.#merged, () => this.updates)
    return this.#merged.bytes
  }

  /** The tail as one update, kept in the same way. */
  mergedTail(): Uint8Array {
    this.#mergedTail = this.#extend(this.#mergedTail, () => this.#tail.map(({ bytes }) => bytes))
    return this.#mergedTail.bytes
  }

  /** The base and the durable part of the tail; null when that part is empty. */
  cut(): LogCut | null {
    const last = this.#tail.findLast(({ seq }) => seq !== null)
    if (!last) return null
    return { updates: this.durable, position: last.position, fromSeq: this.#baseSeq, seq: last.seq! }
  }

  /** Puts a base in the place of everything up to and including `seq`. */
  replaceBase(base: Uint8Array, seq: number): void {
    this.#base = [base]
    this.#baseSeq = seq
    const isInBase = (entry: LogEntry) => entry.seq !== null && entry.seq <= seq
    const inBase = this.#tail.filter(isInBase)
    this.#tail = this.#tail.slice(inBase.length)
    this.history.keep(inBase, base.byteLength)
    this.#tailBytes = sizeOf(this.#tail.map(({ bytes }) => bytes))
    // The same state in fewer bytes: the next joiner is worth a fresh merge.
    this.#merged = null
    this.#mergedTail = null
  }

  /** Keeps the base in other parts. Together they hold what it held. */
  splitBase(parts: readonly Uint8Array[]): void {
    this.#base = parts
  }

  #extend(merge: Merge | null, all: () => Uint8Array[]): Merge {
    if (merge?.position === this.#position) return merge
    const since = merge && this.since(merge.position)
    const bytes = mergeUpdates(merge && since ? [merge.bytes, mergeUpdates(since)] : all())
    return { position: this.#position, bytes }
  }
}

function sizeOf(updates: readonly Uint8Array[]): number {
  return updates.reduce((sum, bytes) => sum + bytes.byteLength, 0)
}
