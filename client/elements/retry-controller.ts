import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'

const FIRST_DELAY_MS = 1_000
const MAX_DELAY_MS = 60_000

/**
 * Has its host updated once more, for a part of it that did not load and is asked for with each update: the network, or
 * the server, was away just then. Each time after twice as long, from a second to a minute.
 */
export class RetryController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #clock: Clock
  #delayMs = FIRST_DELAY_MS
  #stopTimer: (() => void) | null = null

  constructor(host: ReactiveControllerHost, { clock }: { clock: Clock }) {
    this.#host = host
    this.#clock = clock
    host.addController(this)
  }

  /** One more update is wanted. */
  ask(): void {
    if (this.#stopTimer !== null) return
    this.#stopTimer = this.#clock.after(this.#delayMs, () => {
      this.#stopTimer = null
      this.#host.requestUpdate()
    })
    this.#delayMs = Math.min(this.#delayMs * 2, MAX_DELAY_MS)
  }

  hostDisconnected(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }
}
