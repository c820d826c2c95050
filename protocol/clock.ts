/** Time and chance, passed in everywhere, so that a whole system can run under a seeded scheduler. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back after `delayMs`; the result stops it. Calling that twice, or late, is fine. */
  after(delayMs: number, callback: () => void): () => void
  /** At least 0, below 1. */
  random(): number
}

/** The machine's own clock. Timers do not keep a Node process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer: unknown = setTimeout(callback, delayMs)
    // Browsers return a number; in Node a pending timer must not delay the exit.
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as NodeJS.Timeout).unref()
    return () => clearTimeout(timer as NodeJS.Timeout)
  },
  random: () => Math.random(),
}
