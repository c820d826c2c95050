import type { Clock } from '../../protocol/clock.ts'
import type { Store } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { CrdtTasks } from './crdt-task.ts'
import type { Document } from './document.ts'
import { keepDigest } from './keep-digest.ts'

/** The text is read this long after a change, and that much longer for each whole MiB of the log. */
const DELAY_MS = 1_000
const DELAY_MS_PER_MIB = 4_000
/** While people go on writing it doubles with each reading, up to this: most of what is read then has been read before. */
const MAX_DELAY_MS = 30_000
/** So long after a reading the next change is news again. */
const QUIET_MS = 5_000
/** Rest after a failure. */
const RETRY_AFTER_MS = 10_000

export interface DigestKeeperOptions {
  document: Document
  store: Store
  worker: CrdtTasks
  clock: Clock
  log: Log
  /** Nobody waits for somebody else to stop typing. */
  isDeserted: () => boolean
}

/**
 * Keeps what can be read in a document beside its record: the first heading, so that lists can call a document by it that
 * nobody has named; the mode; and the text itself for those who search. A second after a change, ever later while people
 * go on writing, and at once when the last member has left; what a server that is killed has missed, `TextReader` or the next change makes good.
 */
export class DigestKeeper {
  readonly #options: DigestKeeperOptions
  #stopTimer: (() => void) | null = null
  #running = false
  /** Something has changed since the text was read. */
  #stale = false
  #readAt = Number.NEGATIVE_INFINITY
  /** Readings since it was quiet. */
  #readings = 0
  #closed = false

  constructor(options: DigestKeeperOptions) {
    this.#options = options
  }

  /** The document has changed, and the store has it. */
  changed(): void {
    if (!this.#stale && this.#options.clock.now() - this.#readAt > QUIET_MS) this.#readings = 0
    this.#stale = true
    this.#schedule(this.#options.isDeserted() ? 0 : this.#delayMs)
  }

  /** The last member has left: what waits is done now. */
  hurry(): void {
    if (this.#stale) this.#schedule(0)
  }

  /** Starts no more; what is under way goes on, and concerns nobody. Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopTimer?.()
  }

  get #delayMs(): number {
    const { document } = this.#options
    const mebibytes = Math.floor((document.baseBytes + document.tailBytes) / (1024 * 1024))
    return Math.min(MAX_DELAY_MS, (DELAY_MS + DELAY_MS_PER_MIB * mebibytes) * 2 ** Math.max(0, this.#readings - 1))
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#running) return
    if (delayMs === 0) {
      this.#stopTimer?.()
      this.#run()
    } else {
      // The first change of many sets the time: reading is not put off for as long as somebody types.
      this.#stopTimer ??= this.#options.clock.after(delayMs, () => this.#run())
    }
  }

  #run(): void {
    this.#stopTimer = null
    this.#stale = false
    this.#running = true
    const { document, store, worker, clock } = this.#options
    this.#readAt = clock.now()
    this.#readings += 1
    void keepDigest(document, { store, worker, updates: document.durable, seq: document.durableSeq })
      .then(
        () => 0,
        (error: unknown) => this.#failed(error),
      )
      .then((restMs) => {
        this.#running = false
        if (this.#stale) this.#schedule(Math.max(restMs, this.#options.isDeserted() ? 0 : this.#delayMs))
      })
  }

  #failed(err: unknown): number {
    const { document, log, isDeserted } = this.#options
    if (!this.#closed) log.debug({ document: document.id, err }, 'what was read in a document could not be kept')
    // Where nobody is left, the next one who changes something brings the next try.
    this.#stale ||= !isDeserted()
    return RETRY_AFTER_MS
  }
}
