import type { Clock } from '../../protocol/clock.ts'
import { limits } from '../../protocol/limits.ts'
import type { SessionStats } from './session-stats.ts'

const FIRST_BAN_MS = 10 * 60_000
const LONGEST_BAN_MS = 24 * 60 * 60_000
/** Strikes further apart than this do not add up. */
const STRIKE_WINDOW_MS = 120_000
const STRIKES = 2
/** What a network was found to allow, and that a transport was useful, is believed for so long. */
const LESSON_TTL_MS = 24 * 60 * 60_000

/** Of what a path was seen to bear, so much is used. */
const MARGIN = 0.6
const MIN_KEEP_ALIVE_MS = 2_000
const MIN_HOLD_MS = 2_000
const MIN_BATCH_BYTES = 16 * 1024

/** Those that a network may break although it lets them open; polls are ordinary requests. */
export type JudgedTransport = 'websocket' | 'sse'

interface Standing {
  /** Not to be tried before, milliseconds since the epoch. */
  until: number
  bans: number
  strikes: number[]
  /** When it was last seen to be useful. */
  goodAt: number
}

/** What is kept between visits. Lessons are null as long as nothing was learned. */
interface Memory {
  network: string | null
  standings: Record<JudgedTransport, Standing>
  learnedAt: number
  keepAliveMs: number | null
  holdMs: number | null
  batchBytes: number | null
}

/** The part of `localStorage` that is needed. */
export type MemoryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Where the memory of the way to a server is in storage. */
export function memoryKey(baseUrl: string): string {
  return `encke:path:${baseUrl}`
}

export interface PathMemoryOptions {
  baseUrl: string
  clock: Clock
  storage: MemoryStorage | null
  /** The kind of network (`wifi`, `cellular`), where the browser tells. */
  network?: string | null
}

/**
 * What is known of the way to one server: which transports do not come through, how long it may be silent, how long a
 * request may be held, how much a POST may carry. Two strikes within two minutes ban a transport, for 10 minutes at first
 * and twice as long each time. Everything expires, and another kind of network begins anew.
 */
export class PathMemory {
  readonly #key: string
  readonly #clock: Clock
  readonly #storage: MemoryStorage | null
  #memory: Memory

  constructor({ baseUrl, clock, storage, network = null }: PathMemoryOptions) {
    this.#key = memoryKey(baseUrl)
    this.#clock = clock
    this.#storage = storage
    this.#memory = this.#read(network)
  }

  /** False while the transport is banned. */
  allows(name: JudgedTransport): boolean {
    return this.bannedUntil(name) === null
  }

  /** Until when it is banned, milliseconds since the epoch; null while it is not. */
  bannedUntil(name: JudgedTransport): number | null {
    const { until } = this.#memory.standings[name]
    return until > this.#clock.now() ? until : null
  }

  /** True for two minutes after a strike: others go first, and it is only tried beside them. */
  doubts(name: JudgedTransport): boolean {
    return this.#strikes(name).length > 0
  }

  /** True when it was useful here within the last day: it is given more time. */
  trusts(name: JudgedTransport): boolean {
    return this.#clock.now() - this.#memory.standings[name].goodAt < LESSON_TTL_MS
  }

  /** Silence that the path has been seen not to bear is filled after this time; null when nothing was seen. */
  get keepAliveMs(): number | null {
    return this.#lesson('keepAliveMs')
  }

  /** How long a request may be held, at most `byServer`; 0 when it may not be held at all. */
  holdMs(byServer: number): number {
    return Math.min(byServer, this.#lesson('holdMs') ?? byServer)
  }

  /** What a POST may carry. */
  get batchBytes(): number {
    return this.#lesson('batchBytes') ?? limits.batchTargetBytes
  }

  /** All that is believed now, for `SessionStats`. */
  get learned(): SessionStats['memory'] {
    return {
      webSocketBannedUntil: this.bannedUntil('websocket'),
      sseBannedUntil: this.bannedUntil('sse'),
      keepAliveMs: this.#lesson('keepAliveMs'),
      holdMs: this.#lesson('holdMs'),
      batchBytes: this.#lesson('batchBytes'),
    }
  }

  /** It failed while something else worked. */
  strike(name: JudgedTransport): void {
    const strikes = [...this.#strikes(name), this.#clock.now()]
    if (strikes.length >= STRIKES) this.ban(name)
    else this.#stand(name, { strikes })
  }

  /** It was seen not to work here. */
  ban(name: JudgedTransport): void {
    const { bans } = this.#memory.standings[name]
    const banMs = Math.min(LONGEST_BAN_MS, FIRST_BAN_MS * 2 ** bans)
    this.#stand(name, { strikes: [], until: this.#clock.now() + banMs, bans: bans + 1 })
  }

  /** It has been useful for a while. */
  useful(name: JudgedTransport): void {
    this.#stand(name, { ...noStanding(), goodAt: this.#clock.now() })
  }

  /** The path cut a stream that had been silent for so long. */
  learnSilence(silentMs: number): void {
    this.#learn({ keepAliveMs: Math.max(MIN_KEEP_ALIVE_MS, Math.round(silentMs * MARGIN)) })
  }

  /** The path cut a request that had been held for so long. */
  learnHold(heldMs: number): void {
    const holdMs = Math.round(heldMs * MARGIN)
    this.#learn({ holdMs: holdMs < MIN_HOLD_MS ? 0 : holdMs })
  }

  /** A body was too large for something on the way. False when it cannot be smaller. */
  learnTooLarge(): boolean {
    if (this.batchBytes <= MIN_BATCH_BYTES) return false
    this.#learn({ batchBytes: Math.max(MIN_BATCH_BYTES, this.batchBytes / 2) })
    return true
  }

  /** The kind of network; with another one all is forgotten. True when it was. */
  networkIs(network: string | null): boolean {
    if (network === this.#memory.network) return false
    this.#write({ ...nothing(), network })
    return true
  }

  #strikes(name: JudgedTransport): number[] {
    const now = this.#clock.now()
    return this.#memory.standings[name].strikes.filter((at) => now - at < STRIKE_WINDOW_MS)
  }

  #lesson(name: 'keepAliveMs' | 'holdMs' | 'batchBytes'): number | null {
    return this.#clock.now() - this.#memory.learnedAt < LESSON_TTL_MS ? this.#memory[name] : null
  }

  #learn(lesson: Partial<Memory>): void {
    // What has expired does not live on with what is new.
    const known = {
      keepAliveMs: this.#lesson('keepAliveMs'),
      holdMs: this.#lesson('holdMs'),
      batchBytes: this.#lesson('batchBytes'),
    }
    this.#write({ ...this.#memory, ...known, ...lesson, learnedAt: this.#clock.now() })
  }

  #stand(name: JudgedTransport, standing: Partial<Standing>): void {
    const standings = { ...this.#memory.standings, [name]: { ...this.#memory.standings[name], ...standing } }
    this.#write({ ...this.#memory, standings })
  }

  #read(network: string | null): Memory {
    try {
      const memory = parse(JSON.parse(this.#storage?.getItem(this.#key) ?? 'null'))
      if (memory.network === network) return memory
    } catch {
      // Someone else's value, or storage that the page may not read: as if there were none.
    }
    return { ...nothing(), network }
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

function noStanding(): Standing {
  return { until: 0, bans: 0, strikes: [], goodAt: Number.NEGATIVE_INFINITY }
}

function nothing(): Memory {
  const standings = { websocket: noStanding(), sse: noStanding() }
  return { network: null, standings, learnedAt: 0, keepAliveMs: null, holdMs: null, batchBytes: null }
}

/** Whatever is found in storage, with everything in its place. */
function parse(value: unknown): Memory {
  const found = (value ?? {}) as Partial<Memory>
  const standing = (name: JudgedTransport): Standing => {
    const { until, bans, strikes, goodAt } = found.standings?.[name] ?? {}
    return {
      until: numberOf(until) ?? 0,
      bans: numberOf(bans) ?? 0,
      strikes: Array.isArray(strikes) ? strikes.filter((at) => numberOf(at) !== null) : [],
      goodAt: numberOf(goodAt) ?? Number.NEGATIVE_INFINITY,
    }
  }
  return {
    network: typeof found.network === 'string' ? found.network : null,
    standings: { websocket: standing('websocket'), sse: standing('sse') },
    learnedAt: numberOf(found.learnedAt) ?? 0,
    keepAliveMs: numberOf(found.keepAliveMs),
    holdMs: numberOf(found.holdMs),
    batchBytes: numberOf(found.batchBytes),
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
