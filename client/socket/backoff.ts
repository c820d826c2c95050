import type { Clock } from '../../protocol/clock.ts'

const BASE_MS = 1_000
const FACTOR = 1.7
const CAP_MS = 20_000
const FLOOR_MS = 50

/** Waits between attempts: random between 50 ms and a cap that grows from 1 s to 20 s (full jitter, I6). */
export class Backoff {
  readonly #clock: Clock
  #attempts = 0

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Milliseconds until the next attempt; `capMs` where a shorter wait does no harm, from which later ones go on growing. */
  next({ capMs = CAP_MS } = {}): number {
    const cap = Math.min(capMs, BASE_MS * FACTOR ** this.#attempts)
    this.#attempts = Math.log(cap / BASE_MS) / Math.log(FACTOR) + 1
    return FLOOR_MS + this.#clock.random() * (cap - FLOOR_MS)
  }

  /** Call when a connection has been useful for a while, never when it merely opened. */
  reset(): void {
    this.#attempts = 0
  }
}
