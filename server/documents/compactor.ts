import type { Clock } from '../../protocol/clock.ts'
import type { Store } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { CrdtTasks } from './crdt-task.ts'
import type { Document, LogCut } from './document.ts'
import { Knowledge } from './knowledge.ts'
import { outlineOf } from './outline.ts'

/** A tail longer than this, or larger than both of the next two, is worth a compaction. */
const MAX_TAIL_UPDATES = 500
const MAX_TAIL_BYTES = 64 * 1024
const MAX_TAIL_SHARE_OF_BASE = 0.5
/** Rest after a compaction that failed. */
const RETRY_AFTER_MS = 60_000

export interface CompactorOptions {
  document: Document
  /** Updates that the document's knowledge has and its log does not yet. */
  unsent: () => readonly Uint8Array[]
  store: Store
  worker: CrdtTasks
  clock: Clock
  log: Log
  /** A compaction ended, well or badly. */
  ended: () => void
}

/**
 * Keeps the tail of a log short: a worker makes a base of base and tail, the base is checked, the store puts it in their
 * place in one transaction, and then the document does. Whatever fails, the old base stays. One at a time; updates and
 * commits go on meanwhile.
 */
export class Compactor {
  readonly #options: CompactorOptions
  #running: Promise<void> | null = null
  #notBefore = 0
  #closed = false

  constructor(options: CompactorOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#running !== null
  }

  /** Compacts if it is worth it. Cheap when it is not. */
  consider(): void {
    const { document, clock } = this.#options
    const { length } = document.tail
    const maxTailBytes = Math.max(MAX_TAIL_BYTES, document.baseBytes * MAX_TAIL_SHARE_OF_BASE)
    if (length <= MAX_TAIL_UPDATES && document.tailBytes <= maxTailBytes) return
    if (this.#closed || this.#running || clock.now() < this.#notBefore) return
    const cut = document.cut()
    if (!cut) return
    this.#running = this.#compact(cut)
      .catch((error: unknown) => this.#failed(error))
      .then(() => {
        this.#running = null
        this.#options.ended()
      })
  }

  /** Starts no more. Idempotent. */
  close(): void {
    this.#closed = true
  }

  async #compact(cut: LogCut): Promise<void> {
    const { document, store, worker } = this.#options
    const { base, knowledge } = await worker.compact(cut.updates)
    this.#check(new Knowledge(knowledge), cut)
    if (await store.compact(document.id, { base, seq: cut.seq, fromSeq: cut.fromSeq })) {
      document.replaceBase(base, cut.seq)
      return
    }
    // Somebody else was faster: theirs holds as much up to its seq.
    const stored = await store.load(document.id)
    if (stored?.base && stored.baseSeq > cut.fromSeq) document.replaceBase(stored.base, stored.baseSeq)
  }

  /** The worker has compared base and log; this compares the base with what the room has seen go by. */
  #check(knowledge: Knowledge, { position }: LogCut): void {
    const { document, unsent } = this.#options
    for (const update of document.since(position) ?? []) knowledge.add(outlineOf(update))
    for (const update of unsent()) knowledge.add(outlineOf(update))
    if (!knowledge.covers(document.knowledge) || !document.knowledge.hasStructsOf(knowledge)) {
      throw new Error('a base does not hold what the room has seen')
    }
  }

  #failed(error: unknown): void {
    // The document was deleted, or the worker stopped with the server.
    if (this.#closed) return
    const { document, clock, log } = this.#options
    this.#notBefore = clock.now() + RETRY_AFTER_MS
    log.error({ document: document.id, err: error }, 'a compaction failed; the old base stays')
  }
}
