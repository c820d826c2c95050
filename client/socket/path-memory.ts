import type { Clock } from '../../protocol/clock.ts'

const FIRST_BAN_MS = 10 * 60_000
const LONGEST_BAN_MS = 24 * 60 * 60_000
/** Strikes further apart than this do not add up. */
const STRIKE_WINDOW_MS = 60_000
const STRIKES = 2

/** What is kept between visits: until when WebSocket is not tried first, and how often that happened. */
interface Memory {
  until: number
  bans: number
}

/** The part of `localStorage` that is needed. */
export type MemoryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Remembers for one server that WebSocket does not come through on this network. Two strikes within a minute ban
 * it, for 10 minutes at first and twice as long each time; never for good, because networks change.
 */
export class PathMemory {
  readonly #key: string
  readonly #clock: Clock
  readonly #storage: MemoryStorage | null
  #memory: Memory
  #strikes: number[] = []

  constructor({ baseUrl, clock, storage }: { baseUrl: string; clock: Clock; storage: MemoryStorage | null }) {
    this.#key = `encke:path:${baseUrl}`
    this.#clock = clock
    this.#storage = storage
    this.#memory = this.#read()
  }

  /** False while WebSocket is banned. */
  get allowsWebSocket(): boolean {
    return this.#clock.now() >= this.#memory.until
  }

  /** Until when WebSocket is banned, milliseconds since the epoch; null while it is not. */
  get bannedUntil(): number | null {
    return this.allowsWebSocket ? null : this.#memory.until
  }

  /** WebSocket failed while something else worked. */
  strike(): void {
    const now = this.#clock.now()
    this.#strikes = [...this.#strikes.filter((at) => now - at < STRIKE_WINDOW_MS), now]
    if (this.#strikes.length < STRIKES) return
    this.#strikes = []
    const banMs = Math.min(LONGEST_BAN_MS, FIRST_BAN_MS * 2 ** this.#memory.bans)
    this.#write({ until: now + banMs, bans: this.#memory.bans + 1 })
  }

  /** WebSocket has been useful for a while. */
  clear(): void {
    this.#strikes = []
    if (this.#memory.until > 0) this.#write({ until: 0, bans: 0 })
  }

  #read(): Memory {
    try {
      const { until, bans } = JSON.parse(this.#storage?.getItem(this.#key) ?? '{}') as Partial<Memory>
      return { until: Number(until) || 0, bans: Number(bans) || 0 }
    } catch {
      // Someone else's value, or storage that the page may not read: as if there were none.
      return { until: 0, bans: 0 }
    }
  }

  #write(memory: Memory): void {
    this.#memory = memory
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(memory))
    } catch {
      // Storage is full or forbidden: what was learned lasts as long as the page.
    }
  }
}
