import { mergeUpdates } from 'yjs'

/** Edits as one update. */
export interface EditBatch {
  readonly update: Uint8Array
  /** How many edits it is. */
  readonly edits: number
  /** Which of this tab's edits the last one is, counted from 1: it is durable once so many are. */
  readonly upTo: number
  /** The history that they build on; null when they build on nothing of the server's. */
  readonly epoch: string | null
}

/** So many are kept one by one before they are merged. */
const MAX_BATCHES = 64

/**
 * Edits that are to be written down, oldest first, unless they become durable before. Bounded in number: past 64 they
 * are merged into one.
 */
export class PendingEdits {
  #batches: EditBatch[] = []

  get isEmpty(): boolean {
    return this.#batches.length === 0
  }

  get bytes(): number {
    return this.#batches.reduce((sum, { update }) => sum + update.byteLength, 0)
  }

  add(batch: EditBatch): void {
    this.#batches.push(batch)
    if (this.#batches.length >= MAX_BATCHES) this.#batches = [mergeBatches(this.#batches)]
  }

  /** So many edits of this tab are durable: there is no need to write those down. */
  saved(upTo: number): void {
    this.#batches = this.#batches.filter((batch) => batch.upTo > upTo)
  }

  /** All of them as one, and none is pending any more; null when none was. */
  take(): EditBatch | null {
    const batches = this.#batches
    this.#batches = []
    return batches.length > 0 ? mergeBatches(batches) : null
  }

  /** What was taken could not be written. */
  putBack(batch: EditBatch): void {
    this.#batches.unshift(batch)
  }
}

/** Several in order, at least one, as one. */
export function mergeBatches(batches: readonly EditBatch[]): EditBatch {
  const last = batches.at(-1)!
  if (batches.length === 1) return last
  return {
    update: mergeUpdates(batches.map(({ update }) => update)),
    edits: batches.reduce((sum, { edits }) => sum + edits, 0),
    upTo: last.upTo,
    epoch: batches.findLast(({ epoch }) => epoch !== null)?.epoch ?? null,
  }
}
