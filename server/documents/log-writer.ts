import type { Clock } from '../../protocol/clock.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { type Store, StoreError } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { Meter } from '../telemetry/meter.ts'
import { Backlog } from './backlog.ts'
import type { Document } from './document.ts'
import type { LogEntry } from './log-entry.ts'
import { mergeUpdates } from './merge-updates.ts'
import type { Seat } from './seat.ts'
import { type Receipt, UpdateBatch } from './update-batch.ts'

/** A commit that takes longer does not hold the broadcast any more, only the acknowledgement. */
const SLOW_COMMIT_MS = 50
const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5_000
/** What may wait for the store; beyond it updates are refused. */
const MAX_UNSAVED_BYTES = 16 * 1024 * 1024

export interface LogWriterOptions {
  document: Document
  store: Store
  clock: Clock
  log: Log
  meter: Meter
  /** Shortest time from one broadcast of so many updates to the next, milliseconds; asked before each. */
  pace: (updates: number) => number
  /** The batch is in the log, as this entry: time to send it to the members. */
  broadcast: (batch: UpdateBatch, entry: LogEntry) => void
  /** Batches became durable, in order; their receipts are settled. */
  saved: (batches: readonly UpdateBatch[]) => void
  /** The store will not take this history: TRASHED, DELETED or EPOCH. True: the reason is gone, try again. */
  refused: (error: StoreError) => Promise<boolean>
}

/**
 * Takes updates to the log and to the members. One flush is one commit and one broadcast (D1): while a commit is in
 * flight the next batch grows, so that a fast writer makes few large commits and an idle room waits for none.
 *
 * ```
 * collecting ──turn──▶ committing ──commit──▶ broadcast, then receipts
 *     │                    └── slower than 50 ms, or failed ──▶ broadcast now, receipts later
 *     └── while that lasts ──▶ broadcast, queued for the next commit
 * ```
 */
export class LogWriter {
  readonly #document: Document
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #meter: Meter
  readonly #options: LogWriterOptions
  readonly #backlog = new Backlog()
  #isLate = false
  #commitAt = 0
  #failures = 0
  #lastBroadcastAt = Number.NEGATIVE_INFINITY
  /** How many updates it carried. */
  #lastUpdates = 0
  #stopTurn: (() => void) | null = null
  #stopTimer: (() => void) | null = null
  #closed = false

  constructor(options: LogWriterOptions) {
    this.#options = options
    this.#document = options.document
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
    this.#meter = options.meter
  }

  /** True when everything taken is durable. */
  get isIdle(): boolean {
    return this.#backlog.newest === null
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Bytes that were taken and are not durable. */
  get unsavedBytes(): number {
    return this.#backlog.byteLength
  }

  /** Batches that the members have been sent and the store has not taken yet. */
  get sentEarly(): UpdateBatch[] {
    return this.#backlog.batches.filter(({ entry }) => entry !== null)
  }

  /** Updates that were taken and are not in the log yet. */
  get unsent(): Uint8Array[] {
    return this.#backlog.batches.filter(({ entry }) => entry === null).flatMap(({ updates }) => updates)
  }

  /**
   * Takes an update, which nobody may change from now on.
   * @throws ProtocolError STORE_UNAVAILABLE when too much waits for the store
   */
  take(update: Uint8Array, author: Seat | null, receipt: Receipt | null): void {
    if (this.#closed) throw new ProtocolError('STORE_UNAVAILABLE', 'the document is being closed')
    const { byteLength } = this.#backlog
    if (byteLength > 0 && byteLength + update.byteLength > MAX_UNSAVED_BYTES) {
      throw new ProtocolError('STORE_UNAVAILABLE', `${byteLength} bytes wait for the store`)
    }
    const batch = this.#backlog.collect(update.byteLength)
    if (batch.isEmpty) batch.beganAt = this.#clock.now()
    batch.add(update, author)
    if (receipt) batch.receipts.push(receipt)
    this.#schedule()
  }

  /** Settles the receipt of an update that brought nothing new, once everything taken before it is durable. */
  settleAfter(receipt: Receipt): void {
    const { newest } = this.#backlog
    const batch = newest ?? new UpdateBatch()
    batch.receipts.push(receipt)
    if (newest) return
    batch.settle()
    this.#options.saved([batch])
  }

  /** Resolves when everything taken so far is durable. @throws Error when the writer is closed before */
  async durable(): Promise<void> {
    await this.#backlog.newest?.durable()
  }

  /** What is not durable by now will not be. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopTurn?.()
    this.#stopTimer?.()
    const error = new Error(`document ${this.#document.id} was closed before its last updates were durable`)
    for (const batch of this.#backlog.batches) batch.abandon(error)
  }

  get #isCommitting(): boolean {
    return this.#backlog.committing.length > 0
  }

  #schedule(): void {
    if (this.#closed || this.#stopTurn || (this.#isCommitting && !this.#isLate)) return
    const waitMs = this.#lastBroadcastAt + this.#options.pace(this.#lastUpdates) - this.#clock.now()
    const turn = () => {
      this.#stopTurn = null
      if (this.#isCommitting) this.#broadcastLate()
      // A retry may have taken everything along before this turn came.
      else if (!this.isIdle) this.#commit()
    }
    if (waitMs > 0) {
      this.#stopTurn = this.#clock.after(waitMs, turn)
    } else {
      // Behind the input of this turn of the event loop, and behind nothing else.
      const immediate = setImmediate(turn)
      this.#stopTurn = () => clearImmediate(immediate)
    }
  }

  #commit(): void {
    const bytes = mergeUpdates(this.#backlog.commit().map((batch) => batch.bytes))
    this.#commitAt = this.#clock.now()
    this.#stopTimer = this.#clock.after(SLOW_COMMIT_MS, () => this.#broadcastLate())
    this.#store.append(this.#document.id, bytes, { epoch: this.#document.epoch }).then(
      (seq) => this.#committed(seq),
      (error: unknown) => this.#failed(error),
    )
  }

  /** The store keeps us waiting: members do not wait with us. */
  #broadcastLate(): void {
    this.#isLate = true
    for (const batch of this.#backlog.committing) if (!batch.entry) this.#broadcast(batch, false)
    if (!this.#backlog.collecting.isEmpty) this.#broadcast(this.#backlog.queue(), false)
  }

  #broadcast(batch: UpdateBatch, isDurable: boolean): void {
    this.#lastBroadcastAt = this.#clock.now()
    this.#lastUpdates = batch.updates.length
    const entry = this.#document.append(batch.bytes)
    batch.entry = entry
    batch.wasSentEarly = !isDurable
    this.#options.broadcast(batch, entry)
  }

  #committed(seq: number): void {
    if (this.#closed) return
    this.#meter.committed({ tookMs: this.#clock.now() - this.#commitAt, failed: false })
    this.#stopTimer?.()
    if (this.#failures > 0) this.#log.info({ document: this.#document.id }, 'the store takes updates again')
    this.#failures = 0
    this.#isLate = false
    this.#document.exists = true
    const batches = this.#backlog.committed()
    for (const batch of batches) {
      if (!batch.entry) this.#broadcast(batch, true)
      if (batch.entry) batch.entry.seq = seq
      batch.settle()
    }
    if (!this.isIdle) this.#schedule()
    this.#options.saved(batches)
  }

  #failed(error: unknown): void {
    if (this.#closed) return
    this.#meter.committed({ tookMs: this.#clock.now() - this.#commitAt, failed: true })
    this.#stopTimer?.()
    if (error instanceof StoreError && ['TRASHED', 'DELETED', 'EPOCH'].includes(error.code)) {
      this.#options.refused(error).then(
        (again) => again && this.#retry(),
        (cause: unknown) => this.#failed(cause),
      )
      return
    }
    this.#failures += 1
    if (this.#failures === 1) {
      this.#log.error({ document: this.#document.id, err: error }, 'the store does not take updates; they are kept')
    }
    this.#broadcastLate()
    const ceilingMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures)
    const delayMs = FIRST_RETRY_MS + this.#clock.random() * (ceilingMs - FIRST_RETRY_MS)
    this.#stopTimer = this.#clock.after(delayMs, () => this.#retry())
  }

  #retry(): void {
    if (!this.#closed) this.#commit()
  }
}
