import type { Clock } from '../../protocol/clock.ts'

interface Timer {
  at: number
  order: number
  callback: () => void
}

/** A clock that stands still until a test moves it. Timers run in the order of their time, then of their making. */
export class ManualClock implements Clock {
  #now: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor({ now = Date.UTC(2026, 5, 1) }: { now?: number } = {}) {
    this.#now = now
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size
  }

  /** When the next timer is due, milliseconds since the epoch; null when none is waiting. */
  get nextAt(): number | null {
    return this.#next(Number.POSITIVE_INFINITY)?.at ?? null
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#now + delayMs, order: ++this.#order, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  random(): number {
    return 0.5
  }

  /** Moves the clock on, running every timer that is due on the way; 0 runs those that are due now. */
  advance(byMs: number): void {
    const end = this.#now + byMs
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer)
      this.#now = Math.max(this.#now, timer.at)
      timer.callback()
    }
    this.#now = end
  }

  #next(until: number): Timer | null {
    let next: Timer | null = null
    for (const timer of this.#timers) {
      if (timer.at > until) continue
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    }
    return next
  }
}
