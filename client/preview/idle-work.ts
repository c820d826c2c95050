/** Least time, in milliseconds, that is worth beginning another piece of work in. */
const worthwhileMs = 3
/** A busy page does not put it off for longer, milliseconds. */
const withinMs = 1_000
/** Where the browser has no idle time to give (Safari), this much at once, milliseconds. */
const sliceMs = 6

/**
 * Work in small steps, done when the browser has nothing better to do. At most one turn waits at any time.
 * Owns it: `close` ends it, and is idempotent.
 */
export class IdleWork {
  readonly #step: () => boolean
  #cancel: (() => void) | null = null

  /** @param step does a little; false when nothing is left */
  constructor(step: () => boolean) {
    this.#step = step
  }

  /** There is work. */
  start(): void {
    this.#cancel ??= whenIdle((timeLeft) => {
      this.#cancel = null
      do {
        if (!this.#step()) return
      } while (timeLeft() > worthwhileMs)
      this.start()
    })
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}

/** Calls once the browser is idle, with how many milliseconds it stays so. Returns what cancels it. */
export function whenIdle(call: (timeLeft: () => number) => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback((deadline) => call(() => deadline.timeRemaining()), { timeout: withinMs })
    return () => cancelIdleCallback(id)
  }
  const id = setTimeout(() => {
    const end = performance.now() + sliceMs
    call(() => end - performance.now())
  }, 30)
  return () => clearTimeout(id)
}
