import type { TransportName } from '../../protocol/transport-name.ts'
import type { PathMemory } from './path-memory.ts'
import { reasonOf, type SessionMeter } from './session-meter.ts'
import { LongPollTransport } from './transports/long-poll.ts'
import { PollTransport } from './transports/poll.ts'
import { SseTransport } from './transports/sse.ts'
import type { Transport, TransportFailure, TransportHost } from './transports/transport.ts'
import { WebSocketTransport } from './transports/websocket.ts'

/** How long WebSocket may take before HTTP is started beside it. */
const HEAD_START_MS = 300
/** A WebSocket whose BIND is out has this much longer before another transport takes its place. */
const BOUND_GRACE_MS = 1_000
/** A transport that has not proven itself by then will not. */
const PROOF_DEADLINE_MS = 5_000
/** When better transports are tried again, after the session came to rest on a lesser one. */
const PROMOTE_AFTER_MS = [10_000, 30_000, 120_000, 600_000]
/** A transport that dies younger than this scores a strike. */
const PROBATION_MS = 30_000

/** The longest that a replaced transport goes on beside its successor. */
const RETIRE_MS = 2_000

const rank: Record<TransportName, number> = { websocket: 0, sse: 1, 'long-poll': 2, poll: 3 }

/** What negotiation tells the session. */
export interface NegotiationHandlers {
  /** Every way was tried and none is left. `null` when nothing was learned but that the network is down. */
  exhausted: (failure: TransportFailure) => void
  /** The transport in use has changed. */
  changed: (transport: Transport | null) => void
}

export interface NegotiationOptions extends NegotiationHandlers {
  host: TransportHost
  memory: PathMemory
  /** Is told of what becomes of each transport. */
  meter: SessionMeter
  /** Only this one, if given. */
  forced: TransportName | null
}

/**
 * Which transport carries the session. WebSocket has a head start of 300 ms; then HTTP opens the session and
 * long-poll delivers at once, while an event stream is tried beside it. The best proven one wins, and takes over
 * while the other still works. A transport is blamed only when another one works at the same moment.
 */
export class Negotiation {
  readonly #host: TransportHost
  readonly #memory: PathMemory
  readonly #meter: SessionMeter
  readonly #forced: TransportName | null
  readonly #exhausted: (failure: TransportFailure) => void
  readonly #changed: (transport: Transport | null) => void
  /** Started and not proven. */
  readonly #trying = new Map<Transport, () => void>()
  #active: Transport | null = null
  /** Carried the session before; ended once the active one has brought something down. */
  #retiring: { transport: Transport; stop: () => void } | null = null
  #activeSince = 0
  #stops: (() => void)[] = []
  #promotions = 0
  #stopPromotion: () => void = () => {}
  /** WebSocket failed, or died young, and nothing else has worked since: HTTP goes first. */
  #webSocketFailed = false
  #lastFailure: TransportFailure = { kind: 'broken', detail: 'nothing was tried' }

  constructor({ host, memory, meter, forced, exhausted, changed }: NegotiationOptions) {
    this.#host = host
    this.#memory = memory
    this.#meter = meter
    this.#forced = forced
    this.#exhausted = exhausted
    this.#changed = changed
  }

  /** The transport in use. */
  get active(): Transport | null {
    return this.#active
  }

  /** Begins a round; what is under way is ended. */
  start(): void {
    this.stop()
    if (this.#forced) {
      this.#try(this.#make(this.#forced), { use: true })
    } else if (this.#memory.allowsWebSocket && !this.#webSocketFailed) {
      const webSocket = this.#make('websocket')
      this.#try(webSocket, { use: true })
      this.#later(HEAD_START_MS, () => this.#startHttp(webSocket))
    } else this.#startHttp(null)
  }

  /** Ends everything quietly. Idempotent. */
  stop(): void {
    this.#stopPromotion()
    for (const stop of this.#stops) stop()
    this.#stops = []
    for (const [transport, stopDeadline] of this.#trying) {
      stopDeadline()
      this.#close(transport, 'stopped')
    }
    this.#trying.clear()
    this.#retire()
    if (this.#active) this.#close(this.#active, 'stopped')
    this.#active = null
  }

  /** `transport` brought something down. */
  delivered(transport: Transport): void {
    if (transport === this.#active) this.#retire()
  }

  /** Bytes came through `transport` in both directions. */
  proven(transport: Transport): void {
    this.#trying.get(transport)?.()
    this.#trying.delete(transport)
    this.#meter.proven(transport)
    const before = this.#active
    if (before && rank[before.name] <= rank[transport.name]) {
      this.#close(transport, 'a better one works')
      return
    }
    this.#active = transport
    this.#activeSince = this.#host.clock.now()
    if (!transport.bound) transport.use()
    if (before) this.#replace(before)
    for (const other of [...this.#trying.keys()]) {
      if (rank[other.name] > rank[transport.name]) this.#drop(other)
    }
    if (transport.name === 'websocket') this.#later(PROBATION_MS, () => this.#memory.clear())
    else if (this.#webSocketFailed) {
      this.#webSocketFailed = false
      this.#memory.strike()
    }
    transport.wake()
    this.#changed(transport)
    if (!this.#forced) this.#seekBetter(transport)
  }

  /** `transport` is over. */
  failed(transport: Transport, failure: TransportFailure): void {
    this.#meter.dropped(transport, reasonOf(failure))
    this.#trying.get(transport)?.()
    this.#trying.delete(transport)
    this.#lastFailure = failure
    if (failure.kind === 'unknown-session' || failure.kind === 'refused') {
      this.stop()
      this.#exhausted(failure)
      return
    }
    if (transport === this.#retiring?.transport) {
      this.#retire()
      return
    }
    if (transport === this.#active) {
      const young = this.#host.clock.now() - this.#activeSince < PROBATION_MS
      if (transport.name === 'websocket' && young) this.#webSocketFailed = true
      this.#active = null
      this.#changed(null)
      // POST works and held requests do not: the last resort asks again and again.
      if (transport.name === 'long-poll' && !this.#forced) this.#try(this.#make('poll'), { use: true })
    } else if (transport.name === 'websocket' && failure.kind === 'broken') {
      if (this.#active) this.#memory.strike()
      else this.#webSocketFailed = true
      if (!this.#forced && !this.#active) this.#startHttp(null)
    }
    if (!this.#active && this.#trying.size === 0) {
      // With HTTP down as well it is the network, and WebSocket is not to blame.
      if (transport.name !== 'websocket') this.#webSocketFailed = false
      this.stop()
      this.#exhausted(this.#lastFailure)
    }
  }

  /** HTTP opens or resumes the session: long-poll delivers at once, an event stream is tried beside it. */
  #startHttp(webSocket: Transport | null): void {
    if (this.#active || [...this.#trying.keys()].some(({ name }) => name === 'long-poll')) return
    if (webSocket?.bound && this.#trying.has(webSocket)) {
      this.#later(BOUND_GRACE_MS, () => this.#startHttp(null))
      return
    }
    this.#try(this.#make('long-poll'), { use: true })
  }

  /** The session rests on a lesser transport: an event stream is tried at once, WebSocket after a while. */
  #seekBetter(transport: Transport): void {
    this.#stopPromotion()
    if (transport.name === 'long-poll' || transport.name === 'poll') this.#probe('sse')
    if (transport.name === 'websocket') return
    const afterMs = PROMOTE_AFTER_MS[Math.min(this.#promotions, PROMOTE_AFTER_MS.length - 1)] ?? 0
    this.#stopPromotion = this.#host.clock.after(afterMs * (0.75 + this.#host.clock.random() / 2), () => {
      this.#promotions += 1
      if (!this.#host.hidden && this.#memory.allowsWebSocket) this.#probe('websocket')
      if (this.#active) this.#seekBetter(this.#active)
    })
  }

  /** The old transport goes on until the new one is seen to deliver: neither direction pauses (I3). */
  #replace(transport: Transport): void {
    this.#retire()
    this.#retiring = { transport, stop: this.#host.clock.after(RETIRE_MS, () => this.#retire()) }
  }

  #retire(): void {
    this.#retiring?.stop()
    if (this.#retiring) this.#close(this.#retiring.transport, 'replaced')
    this.#retiring = null
  }

  #probe(name: TransportName): void {
    if ([...this.#trying.keys()].some((transport) => transport.name === name)) return
    this.#try(this.#make(name), { use: false })
  }

  #try(transport: Transport, options: { use: boolean }): void {
    const stopDeadline = this.#host.clock.after(PROOF_DEADLINE_MS, () => {
      transport.close()
      this.failed(transport, { kind: 'broken', detail: 'no proof in time' })
    })
    this.#trying.set(transport, stopDeadline)
    this.#meter.tried(transport)
    transport.start(options)
  }

  #drop(transport: Transport): void {
    this.#trying.get(transport)?.()
    this.#trying.delete(transport)
    this.#close(transport, 'a better one works')
  }

  #close(transport: Transport, reason: string): void {
    transport.close()
    this.#meter.dropped(transport, reason)
  }

  #later(delayMs: number, callback: () => void): void {
    this.#stops.push(this.#host.clock.after(delayMs, callback))
  }

  #make(name: TransportName): Transport {
    const options = { host: this.#meter.host(this.#host, name) }
    switch (name) {
      case 'websocket':
        return new WebSocketTransport(options)
      case 'sse':
        return new SseTransport(options)
      case 'long-poll':
        return new LongPollTransport(options)
      case 'poll':
        return new PollTransport(options)
      default:
        throw new TypeError(`no transport is called ${String(name satisfies never)}`)
    }
  }
}
