import type { LogEntry } from './log-entry.ts'
import { mergeUpdates } from './merge-updates.ts'
import type { Seat } from './seat.ts'

/** An update of a member that is to be counted once it is durable. */
export interface Receipt {
  seat: Seat
  number: number
  /** It answers SyncStep1: what the member sent before, and the room could not keep, is in it. */
  isAnswer: boolean
}

/** Updates on their way to the log: collected, sent to the members and committed together (D1). */
export class UpdateBatch {
  readonly updates: Uint8Array[] = []
  /** Who made each of them; null for one that is by nobody in the room. */
  readonly #makers: (Seat | null)[] = []
  /** Whose updates they are. */
  readonly authors = new Set<Seat>()
  /** To be settled with the batch: its own updates, and those that brought nothing new meanwhile. */
  readonly receipts: Receipt[] = []
  /** Where it stands in the log, once it has been sent to the members. */
  entry: LogEntry | null = null
  /** It was sent before it was durable: plain authors are still to get it back. */
  wasSentEarly = false
  byteLength = 0
  /** When the first of its updates came. */
  beganAt = 0
  #merged: Uint8Array | null = null
  readonly #durable: PromiseWithResolvers<void>[] = []

  get isEmpty(): boolean {
    return this.updates.length === 0
  }

  /** Null for an update that is by nobody in the room. */
  add(update: Uint8Array, author: Seat | null): void {
    this.updates.push(update)
    this.#makers.push(author)
    this.byteLength += update.byteLength
    if (author) this.authors.add(author)
  }

  /** The one who made all of it; null for several, or nobody. */
  get soleAuthor(): Seat | null {
    const [author = null] = this.#makers
    return this.#makers.every((maker) => maker === author) ? author : null
  }

  /** All updates as one. Asked for once the batch is complete. */
  get bytes(): Uint8Array {
    this.#merged ??= mergeUpdates(this.updates)
    return this.#merged
  }

  /** What others than this author made of it, as one update; null when they made none. */
  without(author: Seat): Uint8Array | null {
    const others = this.updates.filter((_, index) => this.#makers[index] !== author)
    return others.length === 0 ? null : mergeUpdates(others)
  }

  /** Resolves with `settle`, rejects with `abandon`. */
  durable(): Promise<void> {
    const waiting = Promise.withResolvers<void>()
    this.#durable.push(waiting)
    return waiting.promise
  }

  settle(): void {
    for (const { resolve } of this.#durable.splice(0)) resolve()
    for (const { seat, number, isAnswer } of this.receipts) {
      if (isAnswer) seat.receipts.settleAnswer(number)
      else seat.receipts.settle(number)
    }
  }

  abandon(error: Error): void {
    for (const { reject } of this.#durable.splice(0)) reject(error)
  }
}
