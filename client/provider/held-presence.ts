import { type Awareness, removeAwarenessStates } from 'y-protocols/awareness'
import type { Clock } from '../../protocol/clock.ts'

/** How long somebody who is still there may take to come back to the server after us. */
const HOLD_MS = 8_000

/**
 * Keeps the others in place while the connection is gone: y-websocket takes everybody away as soon as a socket closes,
 * and faces and carets would blink whenever a server is restarted.
 * Nobody can be seen to leave through a connection that is away. Once it is back, who has not been heard of for 8 s
 * has left.
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
  }

  /** The connection is back, and those who are still there will be heard of. */
  back(): void {
    this.#stopHolding()
    if (this.#held.size > 0) this.#stopHolding = this.#clock.after(HOLD_MS, () => this.#letGo())
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
