/** No state has this clock. */
const OUTDATED = -1

/** What is looked at of a client: the clock of its newest state. */
interface Clocked {
  readonly clock: number
}

/**
 * What a member that is behind was last told of everybody: a clock for each client, and no queue of states (S10).
 * Bounded by how many were there when it fell behind: who comes and goes meanwhile leaves no trace.
 */
export class PresenceLag {
  /** The member is to be sent everybody, as if it had just come. */
  wantsAll = false
  readonly #told = new Map<number, number>()

  /** `entries` are those who are there; the member has not been told of the news of `missed`, of which some may be gone. */
  constructor(entries: ReadonlyMap<number, Clocked>, missed: Iterable<number>) {
    for (const [clientId, { clock }] of entries) this.#told.set(clientId, clock)
    for (const clientId of missed) this.#told.set(clientId, OUTDATED)
  }

  /** There is more news that the member is not told of. */
  miss(clientIds: Iterable<number>): void {
    for (const clientId of clientIds) if (this.#told.has(clientId)) this.#told.set(clientId, OUTDATED)
  }

  /** Of whom the member has to be told now: whoever came, changed, or is gone. */
  news(entries: ReadonlyMap<number, Clocked>): Set<number> {
    const news = new Set<number>()
    for (const [clientId, { clock }] of entries) {
      if (this.wantsAll || this.#told.get(clientId) !== clock) news.add(clientId)
    }
    for (const clientId of this.#told.keys()) if (!entries.has(clientId)) news.add(clientId)
    return news
  }
}
