import { encodeUpdate } from '../../protocol/message.ts'
import type { Document } from './document.ts'
import { mergeUpdates } from './merge-updates.ts'

/** What one message of a large document carries, about: proof of life on a slow line. */
export const PART_BYTES = 256 * 1024

/** A tail, ready to be sent. All bytes are shared. */
export interface TailMessages {
  /** Updates, encoded as messages. */
  messages: readonly Uint8Array[]
  /** What follows them, as an update. */
  rest: Uint8Array
}

/**
 * The tail of a document in parts, for whoever is sent all of it. The tail only grows until a base takes its place: a
 * part that is full is merged and encoded once.
 */
export class TailParts {
  readonly #document: Document
  #base: readonly Uint8Array[] = []
  #messages: Uint8Array[] = []
  /** How many entries of the tail are in them. */
  #entries = 0
  /** The entries from `#entries` up to `through`, merged. */
  #rest: { through: number; update: Uint8Array } | null = null

  constructor({ document }: { document: Document }) {
    this.#document = document
  }

  get(): TailMessages {
    const { base, tail } = this.#document
    if (this.#base !== base) this.#begin(base)
    let bytes = 0
    for (let index = this.#entries; index < tail.length; index++) {
      bytes += tail[index]!.bytes.byteLength
      if (bytes < PART_BYTES) continue
      this.#messages = [...this.#messages, encodeUpdate(this.#merge(this.#entries, index + 1))]
      this.#entries = index + 1
      this.#rest = null
      bytes = 0
    }
    return { messages: this.#messages, rest: this.#restUntil(tail.length) }
  }

  #restUntil(through: number): Uint8Array {
    const known = this.#rest
    if (known?.through === through) return known.update
    const update = known
      ? mergeUpdates([known.update, this.#merge(known.through, through)])
      : this.#merge(this.#entries, through)
    this.#rest = { through, update }
    return update
  }

  #merge(from: number, to: number): Uint8Array {
    return mergeUpdates(this.#document.tail.slice(from, to).map(({ bytes }) => bytes))
  }

  #begin(base: readonly Uint8Array[]): void {
    this.#base = base
    this.#messages = []
    this.#entries = 0
    this.#rest = null
  }
}
