import type { Clock } from '../../../protocol/clock.ts'

interface Timer {
  due: number
  run: () => void
}

/**
 * A clock whose timers also run when it is nudged. A browser lets the timers of a page that is hidden run once a
 * second, later once a minute; messages of other pages come at once, and who sends them may be looked at.
 */
export class NudgedClock implements Clock {
  readonly #clock: Clock
  readonly #timers = new Set<Timer>()

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  random(): number {
    return this.#clock.random()
  }

  after(delayMs: number, callback: () => void): () => void {
    const stop = () => {
      this.#timers.delete(timer)
      stopTimer()
    }
    const timer: Timer = {
      due: this.now() + delayMs,
      run: () => {
        stop()
        callback()
      },
    }
    this.#timers.add(timer)
    const stopTimer = this.#clock.after(delayMs, timer.run)
    return stop
  }

  /** Runs what is overdue, in its order. */
  nudge(): void {
    const now = this.now()
    const overdue = [...this.#timers].filter(({ due }) => due <= now).sort((one, other) => one.due - other.due)
    for (const timer of overdue) if (this.#timers.has(timer)) timer.run()
  }
}
