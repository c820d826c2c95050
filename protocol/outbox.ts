import { batchInPieces, joined } from './batch.ts'
import { encodeInPieces } from './codec.ts'
import type { SequencedFrame } from './frame.ts'

/** One batch cut from an outbox. */
export class OutboxBatch {
  /** What follows each other on the line; payloads are shared, and nobody may change them. */
  readonly pieces: readonly Uint8Array[]
  /** The number of its last sequenced frame. */
  readonly through: number

  constructor({ pieces, through }: Pick<OutboxBatch, 'pieces' | 'through'>) {
    this.pieces = pieces
    this.through = through
  }

  /** A copy in one piece. */
  get bytes(): Uint8Array {
    return joined(this.pieces)
  }
}

/** Where an outbox finds its frames. */
export interface FrameSource {
  readonly isEmpty: boolean
  /** The next frame to be sent; null when there is none. */
  next(): SequencedFrame | null
}

/** So much may be on its way at the most; then the other side has to acknowledge something first (S11). */
export const MAX_WINDOW_BYTES = 2 * 1024 * 1024

interface KeptFrame {
  pieces: readonly Uint8Array[]
  byteLength: number
}

const nothing: FrameSource = { isEmpty: true, next: () => null }

/**
 * The sequenced frames of one direction that the other side has not acknowledged.
 * Nothing leaves it before it is acknowledged (I2); what was sent may be sent again, under the same numbers.
 * Takes a frame from its source only when it is about to be sent.
 */
export class Outbox {
  /** How far it may be ahead of what is acknowledged. */
  windowBytes = MAX_WINDOW_BYTES
  readonly #source: FrameSource
  /** Payloads are kept as they came: on a server one is the same for many clients. */
  #frames: KeptFrame[] = []
  #acknowledged = 0
  #bytes = 0
  /** The highest number that was ever put in a batch. */
  #cut = 0
  #resent = 0

  constructor({ source = nothing }: { source?: FrameSource } = {}) {
    this.#source = source
  }

  /** True when everything was sent and acknowledged. */
  get isEmpty(): boolean {
    return this.#frames.length === 0 && this.#source.isEmpty
  }

  /** True while frames wait that were not taken from the source. */
  get hasMore(): boolean {
    return !this.#source.isEmpty
  }

  /** The number of the newest frame; 0 before the first. */
  get last(): number {
    return this.#acknowledged + this.#frames.length
  }

  /** Frames up to this number have arrived over there. */
  get acknowledged(): number {
    return this.#acknowledged
  }

  /** What is kept, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many frames were put in a batch that had been in one before. */
  get resent(): number {
    return this.#resent
  }

  /** Takes a frame and returns its number. */
  push(frame: SequencedFrame): number {
    const { head, body } = encodeInPieces(frame)
    const pieces = body ? [head, body] : [head]
    const byteLength = head.byteLength + (body?.byteLength ?? 0)
    this.#frames.push({ pieces, byteLength })
    this.#bytes += byteLength
    return this.last
  }

  /** Forgets frames up to `received`. False when that is a number never given out. */
  acknowledge(received: number): boolean {
    if (received > this.last) return false
    const count = received - this.#acknowledged
    if (count <= 0) return true
    for (const frame of this.#frames.splice(0, count)) this.#bytes -= frame.byteLength
    this.#acknowledged = received
    return true
  }

  /**
   * The frames after number `after`, until the batch is past `targetBytes`; `control` goes in front.
   * Null when there is nothing in sequence to send. Numbers already acknowledged are skipped.
   */
  batch(after: number, targetBytes: number, control: readonly Uint8Array[] = []): OutboxBatch | null {
    const start = Math.max(after, this.#acknowledged) - this.#acknowledged
    let end = start
    let size = 0
    while (size < targetBytes && (end < this.#frames.length || this.#fetch())) {
      size += this.#frames[end]?.byteLength ?? 0
      end += 1
    }
    if (end === start) return null
    const first = this.#acknowledged + start + 1
    const through = this.#acknowledged + end
    this.#resent += Math.max(0, Math.min(this.#cut, through) - first + 1)
    this.#cut = Math.max(this.#cut, through)
    const frames = [...control]
    for (let index = start; index < end; index++) frames.push(...this.#frames[index]!.pieces)
    return new OutboxBatch({ pieces: batchInPieces(first, frames), through })
  }
  #fetch(): boolean {
    const frame = this.#bytes < this.windowBytes ? this.#source.next() : null
    if (frame) this.push(frame)
    return frame !== null
  }
}
