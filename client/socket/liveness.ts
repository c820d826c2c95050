import type { Clock } from '../../protocol/clock.ts'
import { limits } from '../../protocol/limits.ts'
import type { Transport } from './transports/transport.ts'

/** A transport that was asked and brings nothing within this time is dead. */
const ANSWER_MS = 2_000

/** A timer that fires this late has slept, with the machine: data may be waiting behind it. */
const OVERDUE_MS = 1_000

/**
 * Watches one stream: after 20 s of silence it asks, and after 2 s more without an answer it says that the
 * transport is dead. Any byte counts. Polls need no watch: each of their requests has a deadline.
 */
export class Liveness {
  readonly #clock: Clock
  readonly #dead: (transport: Transport) => void
  #transport: Transport | null = null
  #heardAt = 0
  #stop: () => void = () => {}

  constructor({ clock, dead }: { clock: Clock; dead: (transport: Transport) => void }) {
    this.#clock = clock
    this.#dead = dead
  }

  /** Something came down. */
  heard(): void {
    this.#heardAt = this.#clock.now()
  }

  /** Watches `transport` from now on, or nothing. */
  watch(transport: Transport | null): void {
    this.#stop()
    this.#transport = transport?.name === 'websocket' || transport?.name === 'sse' ? transport : null
    if (!this.#transport) return
    this.heard()
    this.#waitForSilence(limits.suspectAfterMs)
  }

  /** Asks at once: the page or the network is back. */
  ask(): void {
    const transport = this.#transport
    if (!transport) return
    this.#stop()
    const askedAt = this.#clock.now()
    transport.ping()
    this.#stop = this.#clock.after(ANSWER_MS, () => {
      if (this.#heardAt >= askedAt) this.#waitForSilence(limits.suspectAfterMs)
      else if (this.#clock.now() - askedAt > ANSWER_MS + OVERDUE_MS) this.ask()
      else this.#dead(transport)
    })
  }

  #waitForSilence(delayMs: number): void {
    this.#stop = this.#clock.after(delayMs, () => {
      const silentMs = this.#clock.now() - this.#heardAt
      if (silentMs < limits.suspectAfterMs) this.#waitForSilence(limits.suspectAfterMs - silentMs)
      else this.ask()
    })
  }
}
