import type { Clock } from '../../protocol/clock.ts'

/** When better transports are tried again, after the session came to rest on a lesser one; up to a quarter later. */
const AFTER_MS = [10_000, 30_000, 120_000, 600_000]
const SPREAD = 0.25
/** The same, when the page or another network is back. */
const SOON_MS = 1_000

/** The times at which better transports are tried: soon at first, then ever more seldom. */
export class Promotion {
  readonly #clock: Clock
  readonly #due: () => boolean
  #tries = 0
  #stop: () => void = () => {}

  /** `due` tries them; false when this is no time for it. */
  constructor({ clock, due }: { clock: Clock; due: () => boolean }) {
    this.#clock = clock
    this.#due = due
  }

  /** Waits for the next time, again and again. */
  start({ soon = false } = {}): void {
    this.stop()
    const delayMs = soon ? SOON_MS : (AFTER_MS[Math.min(this.#tries, AFTER_MS.length - 1)] ?? 0)
    this.#stop = this.#clock.after(delayMs * (1 + SPREAD * this.#clock.random()), () => {
      // First, because what is tried may succeed at once, and stop this.
      this.start()
      if (this.#due()) this.#tries += 1
    })
  }

  /** Begins anew with short times. */
  reset(): void {
    this.#tries = 0
  }

  /** Idempotent. */
  stop(): void {
    this.#stop()
  }
}
