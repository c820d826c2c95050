import { type Awareness, removeAwarenessStates } from 'y-protocols/awareness'
import type { Clock } from '../../protocol/clock.ts'

/** As long as the server shows somebody whose connection is silent. */
const HOLD_MS = 8_000

/**
 * Keeps the others in place while the connection is gone for a moment: y-websocket takes everybody away as soon as a
 * socket closes, and faces and carets would blink whenever a server is restarted.
 * Who has not been heard of again after 8 s has left.
 */
export class HeldPresence {
  readonly #awareness: Awareness
  readonly #clock: Clock
  /** Taken out of sight of whoever takes everybody away. */
  #hidden: [number, Record<string, unknown>][] = []
  /** By client, the clock of what was last heard of it. */
  #held = new Map<number, number>()
  #stopHolding: () => void = () => {}

  constructor({ awareness, clock }: { awareness: Awareness; clock: Clock }) {
    this.#awareness = awareness
    this.#clock = clock
  }

  /** Call before the others are taken away, and `restore` after it, in the same turn. */
  hide(): void {
    const { states, clientID } = this.#awareness
    this.#hidden = [...states].filter(([client]) => client !== clientID)
    for (const [client] of this.#hidden) states.delete(client)
  }

  /** Nobody has left, as far as anybody can tell. */
  restore(): void {
    if (this.#hidden.length === 0) return
    const { states, meta } = this.#awareness
    for (const [client, state] of this.#hidden) {
      states.set(client, state)
      this.#held.set(client, meta.get(client)?.clock ?? 0)
    }
    this.#hidden = []
    this.#stopHolding()
    this.#stopHolding = this.#clock.after(HOLD_MS, () => this.#letGo())
  }

  /** Idempotent. */
  close(): void {
    this.#stopHolding()
    this.#held.clear()
  }

  #letGo(): void {
    const { meta } = this.#awareness
    const gone = [...this.#held].filter(([client, clock]) => (meta.get(client)?.clock ?? 0) <= clock)
    this.#held.clear()
    const clients = gone.map(([client]) => client)
    removeAwarenessStates(this.#awareness, clients, this)
  }
}
