import type { Knowledge } from './knowledge.ts'
import type { Outline } from './outline.ts'

/** An update that waits for what stands before it, and whatever its owner wants to remember with it. */
export interface ParkedUpdate<Owner> {
  bytes: Uint8Array
  outline: Outline
  owner: Owner
}

export interface ParkedUpdatesOptions {
  /** Default 256. */
  maxUpdates?: number
  /** Default 4 MiB. */
  maxBytes?: number
}

/** Updates behind a gap, oldest first. Bounded: the oldest give way. */
export class ParkedUpdates<Owner> {
  readonly #maxUpdates: number
  readonly #maxBytes: number
  #parked: ParkedUpdate<Owner>[] = []
  #bytes = 0

  constructor({ maxUpdates = 256, maxBytes = 4 * 1024 * 1024 }: ParkedUpdatesOptions = {}) {
    this.#maxUpdates = maxUpdates
    this.#maxBytes = maxBytes
  }

  get size(): number {
    return this.#parked.length
  }

  /** Parks an update and returns those that had to give way, maybe itself. */
  park(update: ParkedUpdate<Owner>): ParkedUpdate<Owner>[] {
    this.#parked.push(update)
    this.#bytes += update.bytes.byteLength
    const dropped: ParkedUpdate<Owner>[] = []
    while (this.#parked.length > this.#maxUpdates || this.#bytes > this.#maxBytes) {
      const oldest = this.#parked.shift()!
      this.#bytes -= oldest.bytes.byteLength
      dropped.push(oldest)
    }
    return dropped
  }

  /** Takes out one that has no gap in front of it any more; null when there is none. */
  next(knowledge: Knowledge): ParkedUpdate<Owner> | null {
    const index = this.#parked.findIndex(({ outline }) => knowledge.classify(outline) !== 'gap')
    const [update] = index < 0 ? [] : this.#parked.splice(index, 1)
    if (!update) return null
    this.#bytes -= update.bytes.byteLength
    return update
  }
}
