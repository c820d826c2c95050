import { UpdateBatch } from './update-batch.ts'

/**
 * What was taken from members and is not durable, oldest first:
 * `committing` is with the store, `queued` was sent to the members and waits for the next commit, `collecting` grows.
 */
export class Backlog {
  #committing: UpdateBatch[] = []
  #queued: UpdateBatch[] = []
  #collecting = new UpdateBatch()
  #byteLength = 0

  get committing(): readonly UpdateBatch[] {
    return this.#committing
  }

  get collecting(): UpdateBatch {
    return this.#collecting
  }

  get byteLength(): number {
    return this.#byteLength
  }

  /** The batch that is durable last; null when everything is. */
  get newest(): UpdateBatch | null {
    if (!this.#collecting.isEmpty) return this.#collecting
    return this.#queued.at(-1) ?? this.#committing.at(-1) ?? null
  }

  get batches(): UpdateBatch[] {
    return [...this.#committing, ...this.#queued, this.#collecting]
  }

  /** The batch for an update that was just taken. */
  collect(byteLength: number): UpdateBatch {
    this.#byteLength += byteLength
    return this.#collecting
  }

  /** Ends the collecting batch: it waits for the next commit. */
  queue(): UpdateBatch {
    const batch = this.#collecting
    this.#collecting = new UpdateBatch()
    this.#queued.push(batch)
    return batch
  }

  /** Everything is for the next commit, also what was in one that failed. */
  commit(): readonly UpdateBatch[] {
    if (!this.#collecting.isEmpty) this.queue()
    this.#committing.push(...this.#queued)
    this.#queued = []
    return this.#committing
  }

  /** The commit went well: takes its batches out. */
  committed(): UpdateBatch[] {
    const batches = this.#committing
    this.#committing = []
    for (const { byteLength } of batches) this.#byteLength -= byteLength
    return batches
  }
}
