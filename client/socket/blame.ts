import type { TransportName } from '../../protocol/transport-name.ts'
import type { JudgedTransport, PathMemory } from './path-memory.ts'
import type { TransportFailure, TransportHost } from './transports/transport.ts'

/** A transport that dies younger than this may be blamed for it; one that lives longer has been useful. */
export const PROBATION_MS = 30_000

/** A stream that dies after a silence of at least this may have been cut for its silence. */
const IDLE_CUT_MS = 3_000
/** It was, when the one before died after about the same silence. */
const ALIKE = 0.25

/** What a stream died of, as long as nobody knows whether the way to the server is to blame. */
type Charge = { kind: 'strike' } | { kind: 'silence'; silentMs: number }

/**
 * Finds out what the way to the server does to streams, and writes it into the memory of it. A stream that failed is
 * only accused at first: it is blamed when the session goes on over another transport. Then it was the way that cut it;
 * else the server was restarted, or the network was gone, and streams will work again.
 */
export class Blame {
  readonly #host: TransportHost
  readonly #memory: PathMemory
  readonly #accused = new Map<JudgedTransport, Charge>()
  /** After how long a silence the last stream died that the session outlived. */
  #cutAfterMs: number | null = null

  constructor({ host, memory }: { host: TransportHost; memory: PathMemory }) {
    this.#host = host
    this.#memory = memory
  }

  /** True when HTTP should go first. */
  get suspectsWebSocket(): boolean {
    return this.#memory.doubts('websocket') || this.#accused.get('websocket')?.kind === 'strike'
  }

  /** A transport that carried the session for `lifeMs` failed, and nobody knows why. */
  died(name: TransportName, failure: TransportFailure, lifeMs: number): void {
    if (!isJudged(name) || !this.#counts(failure)) return
    const { silentMs } = this.#host
    const { keepAliveMs } = this.#memory
    // Where silence is filled already, a much longer one is no rule of the path.
    const wasSilent = silentMs >= IDLE_CUT_MS && (keepAliveMs === null || silentMs < keepAliveMs + IDLE_CUT_MS)
    if (wasSilent) this.#accused.set(name, { kind: 'silence', silentMs })
    else if (lifeMs < PROBATION_MS) this.#accused.set(name, { kind: 'strike' })
  }

  /** A transport could not be opened, and nobody knows why. */
  failed(name: TransportName, failure: TransportFailure): void {
    if (isJudged(name) && this.#counts(failure)) this.#accused.set(name, { kind: 'strike' })
  }

  /** A transport failed while another one works. */
  strike(name: TransportName, failure: TransportFailure): void {
    if (!isJudged(name) || !this.#counts(failure)) return
    this.#accused.delete(name)
    if (failure.kind === 'broken' && failure.hopeless) this.#memory.ban(name)
    else this.#memory.strike(name)
  }

  /** The session lives on over this transport. */
  judge(by: TransportName): void {
    for (const [name, charge] of this.#accused) {
      if (charge.kind === 'silence') this.#silent(charge.silentMs)
      // What works again was not to blame.
      else if (name !== by) this.#memory.strike(name)
    }
    this.#accused.clear()
  }

  /** Everything fails, or the session is over: nobody in particular is to blame. */
  acquit(): void {
    this.#accused.clear()
  }

  /** One such death may be chance, a change of network for instance; two alike are a rule of the path. */
  #silent(silentMs: number): void {
    const before = this.#cutAfterMs
    this.#cutAfterMs = silentMs
    if (before === null || Math.abs(silentMs - before) > before * ALIKE) return
    this.#cutAfterMs = null
    this.#memory.learnSilence(Math.min(silentMs, before))
  }

  /** Nothing is learned from what a server ends, or what happens to a page that nobody looks at. */
  #counts(failure: TransportFailure): boolean {
    return failure.kind === 'broken' && !failure.portal && !this.#host.goingAway && !this.#host.hidden
  }
}

function isJudged(name: TransportName): name is JudgedTransport {
  return name === 'websocket' || name === 'sse'
}
