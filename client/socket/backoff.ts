import type { Clock } from '../../protocol/clock.ts'

const BASE_MS = 300
const FACTOR = 1.8
const CAP_MS = 20_000
const FLOOR_MS = 50

/** Waits between attempts: random between 50 ms and a cap that grows from 300 ms to 20 s (full jitter, I6). */
export class Backoff {
  readonly #clock: Clock
  #attempts = 0

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Milliseconds until the next attempt. */
  next(): number {
    const cap = Math.min(CAP_MS, BASE_MS * FACTOR ** this.#attempts)
    this.#attempts += 1
    return FLOOR_MS + this.#clock.random() * (cap - FLOOR_MS)
  }

  /** Call when a connection has proven useful, never when it merely opened. */
  reset(): void {
    this.#attempts = 0
  }
}
