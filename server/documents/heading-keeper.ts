import type { Clock } from '../../protocol/clock.ts'
import type { Store } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { CrdtTasks } from './crdt-task.ts'
import type { Document } from './document.ts'

/** While people write, the heading is read this long after a change, and that much longer for each whole MiB of the log. */
const DELAY_MS = 1_000
const DELAY_MS_PER_MIB = 4_000
const MAX_DELAY_MS = 30_000
/** Rest after a failure. */
const RETRY_AFTER_MS = 10_000

export interface HeadingKeeperOptions {
  document: Document
  store: Store
  worker: CrdtTasks
  clock: Clock
  log: Log
  /** Nobody waits for somebody else to stop typing. */
  isDeserted: () => boolean
}

/**
 * Keeps the first heading of a text beside its record, so that lists can call a document by it that nobody has named.
 * Late by a second or some, and at once when the last member has left; a server that is killed may miss the last one
 * until the next change.
 */
export class HeadingKeeper {
  readonly #options: HeadingKeeperOptions
  #stopTimer: (() => void) | null = null
  #running = false
  /** Something has changed since the text was read. */
  #stale = false
  #closed = false

  constructor(options: HeadingKeeperOptions) {
    this.#options = options
  }

  /** The document has changed, and the store has it. */
  changed(): void {
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
    return Math.min(MAX_DELAY_MS, DELAY_MS + DELAY_MS_PER_MIB * mebibytes)
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#running) return
    if (delayMs === 0) {
      this.#stopTimer?.()
      this.#run()
    } else {
      // The first change of many sets the time: a heading is not put off for as long as somebody types.
      this.#stopTimer ??= this.#options.clock.after(delayMs, () => this.#run())
    }
  }

  #run(): void {
    this.#stopTimer = null
    this.#stale = false
    this.#running = true
    void this.#keep()
      .then(
        () => 0,
        (error: unknown) => this.#failed(error),
      )
      .then((restMs) => {
        this.#running = false
        if (this.#stale) this.#schedule(Math.max(restMs, this.#options.isDeserted() ? 0 : this.#delayMs))
      })
  }

  async #keep(): Promise<void> {
    const { document, store, worker } = this.#options
    const heading = await worker.heading(document.durable)
    if (heading === document.heading) return
    if (await store.setHeading(document.id, heading)) document.heading = heading
  }

  #failed(err: unknown): number {
    const { document, log, isDeserted } = this.#options
    if (!this.#closed) log.debug({ document: document.id, err }, 'the heading of a document could not be kept')
    // Where nobody is left, the next one who changes something brings the next try.
    this.#stale ||= !isDeserted()
    return RETRY_AFTER_MS
  }
}
