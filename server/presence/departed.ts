/** What is remembered of a client that left: the clocks its states were sent under, and when it went. */
export interface Departure {
  firstClock: number
  /** The clock of the message that said it is gone. */
  clock: number
  /** Position in the order of arrivals and departures. */
  turn: number
}

/**
 * Clients that left a room not long ago, the newest thousand. A client that comes back needs a clock past its
 * old ones, and a repetition of its old state by somebody else must not bring it back to life.
 */
export class Departed {
  readonly #max: number
  readonly #departures = new Map<number, Departure>()

  constructor({ max = 1_024 }: { max?: number } = {}) {
    this.#max = max
  }

  get(clientId: number): Departure | undefined {
    return this.#departures.get(clientId)
  }

  /** Forgets the one that left first when there are too many. */
  add(clientId: number, departure: Departure): void {
    this.#departures.delete(clientId)
    this.#departures.set(clientId, departure)
    if (this.#departures.size <= this.#max) return
    for (const oldest of this.#departures.keys()) {
      this.#departures.delete(oldest)
      return
    }
  }

  /** The client is back; the result is what was remembered of it. */
  take(clientId: number): Departure | undefined {
    const departure = this.#departures.get(clientId)
    this.#departures.delete(clientId)
    return departure
  }
}
