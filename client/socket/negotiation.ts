import type { TransportName } from '../../protocol/transport-name.ts'
import { Blame, PROBATION_MS } from './blame.ts'
import type { PathMemory } from './path-memory.ts'
import { Promotion } from './promotion.ts'
import { reasonOf, type SessionMeter } from './session-meter.ts'
import { LongPollTransport } from './transports/long-poll.ts'
import { PollTransport } from './transports/poll.ts'
import { SseTransport } from './transports/sse.ts'
import type { Transport, TransportFailure, TransportHost } from './transports/transport.ts'
import { WebSocketTransport } from './transports/websocket.ts'

/** How long WebSocket may take before HTTP is started beside it; longer where it was useful within the last day. */
const HEAD_START_MS = 300
const TRUSTED_HEAD_START_MS = 700
/** The same, where requests were sent to servers that do not know the session: a WebSocket stays with one. */
const STRAYED_HEAD_START_MS = 3_000
/** A WebSocket whose BIND is out has this much longer before another transport is started. */
const BOUND_GRACE_MS = 300
/** A WebSocket that is silent for so long while HTTP works is not waited for; while nothing works, it is. */
const PROOF_MS = 5_000
const LONGEST_PROOF_MS = 20_000
/** How long one may take that is tried beside a transport that works; a stream on a slow line, four round trips. */
const TRIAL_MS: Record<TransportName, number> = { websocket: 8_000, sse: 2_000, 'long-poll': 15_000, poll: 15_000 }
const TRIAL_ROUND_TRIPS = 4
/** A stream that ends is followed by requests at once, unless it lived for less than this. */
const SHORT_LIFE_MS = 1_000
const RESUME_SPREAD_MS = 250
/** The longest that a replaced transport goes on beside its successor. */
const RETIRE_MS = 10_000
/** A stream that could not be replaced before its time is tried again after this. */
const RENEW_AGAIN_MS = 30_000

const rank: Record<TransportName, number> = { websocket: 0, sse: 1, 'long-poll': 2, poll: 3 }

/** What negotiation tells the session. */
export interface NegotiationHandlers {
  /** Every way was tried and none is left, or the session is over. */
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
 *
 *   racing ─→ carried ⇄ carried by a better one, or by another of its kind
 *      ↑         │ it fails
 *      └─────────┴─→ exhausted: nothing is left to try in this round
 */
export class Negotiation {
  readonly #host: TransportHost
  readonly #memory: PathMemory
  readonly #meter: SessionMeter
  readonly #forced: TransportName | null
  readonly #exhausted: (failure: TransportFailure) => void
  readonly #changed: (transport: Transport | null) => void
  readonly #blame: Blame
  readonly #promotion: Promotion
  /** Started and not proven. */
  readonly #trying = new Map<Transport, { use: boolean; stop: () => void }>()
  #active: Transport | null = null
  #activeSince = 0
  /** Carried the session before; ended once the active one has brought something down. */
  #retiring: { transport: Transport; stop: () => void } | null = null
  /** The active one, while another of its kind is tried to take its place. */
  #renewed: Transport | null = null
  /** How often in a row requests were answered by a server that does not know the session. */
  #strayed = 0
  #stops: (() => void)[] = []
  #stopProbation: () => void = () => {}
  #lastFailure: TransportFailure = { kind: 'broken', detail: 'nothing was tried' }

  constructor({ host, memory, meter, forced, exhausted, changed }: NegotiationOptions) {
    this.#host = host
    this.#memory = memory
    this.#meter = meter
    this.#forced = forced
    this.#exhausted = exhausted
    this.#changed = changed
    this.#blame = new Blame({ host, memory })
    this.#promotion = new Promotion({ clock: host.clock, due: () => this.#promote() })
  }

  /** The transport in use. */
  get active(): Transport | null {
    return this.#active
  }

  /** True when nothing is in use and nothing is tried. */
  get isIdle(): boolean {
    return this.#active === null && this.#trying.size === 0
  }

  /** Begins a round; what is under way is ended. */
  start(): void {
    this.stop()
    if (this.#forced) this.#try(this.#forced, { use: true })
    else if (this.#blame.suspectsWebSocket || !this.#memory.allows('websocket')) this.#startHttp()
    else {
      const webSocket = this.#try('websocket', { use: true })
      this.#later(this.#headStartMs(), () => this.#startHttp(webSocket))
    }
  }

  /** Ends everything quietly. Idempotent. */
  stop(): void {
    this.#promotion.stop()
    this.#stopProbation()
    for (const stop of this.#stops) stop()
    this.#stops = []
    for (const transport of [...this.#trying.keys()]) this.#drop(transport, 'stopped')
    this.#retire()
    if (this.#active) this.#close(this.#active, 'stopped')
    this.#active = this.#renewed = null
  }

  /** The page or the network is back: what did not work may work now. */
  hurry(): void {
    this.#promotion.reset()
    if (this.#active && this.#active.name !== 'websocket' && !this.#forced) this.#promotion.start({ soon: true })
  }

  /** `transport` brought something down. */
  delivered(transport: Transport): void {
    if (transport === this.#active) this.#retire()
  }

  /** Bytes came through `transport` in both directions. */
  proven(transport: Transport): void {
    const trial = this.#trying.get(transport)
    if (!trial) return
    trial.stop()
    this.#trying.delete(transport)
    this.#meter.proven(transport)
    const before = this.#active
    if (before && !this.#replaces(transport, before)) {
      this.#close(transport, 'a better one works')
      return
    }
    this.#blame.judge(transport.name)
    this.#active = transport
    this.#activeSince = this.#host.clock.now()
    this.#renewed = null
    if (!transport.bound) transport.use()
    if (before) this.#replace(before)
    for (const other of [...this.#trying.keys()]) {
      if (rank[other.name] > rank[transport.name]) this.#drop(other, 'a better one works')
    }
    this.#watchProbation(transport.name)
    transport.wake()
    this.#changed(transport)
    if (!this.#forced) this.#seekBetter(transport)
  }

  /** `transport`, in use, has carried its share: another of its kind takes its place while it still works. */
  renew(transport: Transport): void {
    if (transport !== this.#active || this.#renewed) return
    this.#renewed = transport
    this.#try(transport.name, { use: false })
  }

  /** `transport`, in use, is silent. `isToBlame` when the server was just seen to answer by HTTP. */
  died(transport: Transport, isToBlame: boolean): void {
    if (transport !== this.#active) return
    const failure: TransportFailure = { kind: 'broken', detail: 'silence' }
    this.#close(transport, failure.detail)
    if (isToBlame) this.#blame.strike(transport.name, failure)
    this.#release()
    if (isToBlame && !this.#forced) this.#startHttp()
    this.#endRound(transport.name, failure)
  }

  /** `transport` is over. */
  failed(transport: Transport, failure: TransportFailure): void {
    this.#meter.dropped(transport, reasonOf(failure))
    const trial = this.#trying.get(transport)
    trial?.stop()
    this.#trying.delete(transport)
    if (transport === this.#retiring?.transport) this.#retire()
    else if (trial && !trial.use && this.#active) this.#trialFailed(transport.name, failure)
    else if (!trial && transport !== this.#active) return
    else if (failure.kind === 'unknown-session' || failure.kind === 'refused') {
      // The server that had the session is gone, or refuses it: that is what ended its streams.
      this.#blame.acquit()
      if (failure.kind === 'unknown-session' && transport.name !== 'websocket') this.#strayed += 1
      this.stop()
      this.#exhausted(failure)
    } else if (trial) this.#raceFailed(transport.name, failure)
    else this.#activeFailed(transport.name, failure)
  }

  /** One that was only tried. The active one will find out by itself if the session is over. */
  #trialFailed(name: TransportName, failure: TransportFailure): void {
    const renewed = this.#renewed
    if (renewed?.name === name) {
      this.#renewed = null
      this.#later(RENEW_AGAIN_MS, () => this.renew(renewed))
      return
    }
    this.#blame.strike(name, failure)
    if (name === 'websocket' && this.#active && rank[this.#active.name] > rank.sse) this.#probe('sse')
  }

  #raceFailed(name: TransportName, failure: TransportFailure): void {
    if (this.#active) this.#blame.strike(name, failure)
    else this.#blame.failed(name, failure)
    if (!this.#forced) {
      if (name === 'websocket') this.#startHttp()
      else this.#startPoll(name, failure)
    }
    this.#endRound(name, failure)
  }

  #activeFailed(name: TransportName, failure: TransportFailure): void {
    const lifeMs = this.#host.clock.now() - this.#activeSince
    this.#blame.died(name, failure, lifeMs)
    this.#release()
    const isAskedToWait = this.#host.goingAway || (failure.kind === 'broken' && failure.retryAfterMs !== undefined)
    if (!this.#forced && !isAskedToWait) {
      this.#startPoll(name, failure)
      if (name === 'sse' && lifeMs > SHORT_LIFE_MS) {
        // Not at once: all streams of a server that died end at the same moment.
        this.#later(this.#host.clock.random() * RESUME_SPREAD_MS, () => this.#startHttp())
        return
      }
    }
    this.#endRound(name, failure)
  }

  /** Nothing carries the session now. */
  #release(): void {
    this.#stopProbation()
    this.#promotion.stop()
    this.#active = this.#renewed = null
    this.#changed(null)
  }

  #endRound(name: TransportName, failure: TransportFailure): void {
    this.#lastFailure = failure
    if (this.#active || this.#trying.size > 0) return
    // With HTTP down as well it is the network, and nobody else is to blame.
    if (name !== 'websocket') this.#blame.acquit()
    this.stop()
    this.#exhausted(this.#lastFailure)
  }

  #headStartMs(): number {
    if (this.#strayed > 1) return STRAYED_HEAD_START_MS
    return this.#memory.trusts('websocket') ? TRUSTED_HEAD_START_MS : HEAD_START_MS
  }

  /** HTTP opens or resumes the session: long-poll delivers at once, an event stream is tried beside it. */
  #startHttp(webSocket: Transport | null = null): void {
    if (this.#active || [...this.#trying.keys()].some(({ name }) => rank[name] > rank.sse)) return
    if (webSocket?.bound && this.#trying.has(webSocket)) {
      this.#later(BOUND_GRACE_MS, () => this.#startHttp())
      return
    }
    this.#try(this.#memory.holdMs(this.#host.holdMs) > 0 ? 'long-poll' : 'poll', { use: true })
  }

  /** POST works and held requests do not: the last resort asks again and again. */
  #startPoll(name: TransportName, failure: TransportFailure): void {
    const isHopeless = failure.kind === 'broken' && failure.hopeless
    if (name === 'long-poll' && isHopeless && !this.#active) this.#try('poll', { use: true })
  }

  /** The session rests on a lesser transport: an event stream is tried at once, WebSocket after a while. */
  #seekBetter({ name }: Transport): void {
    this.#promotion.stop()
    if (name === 'websocket') return
    if (rank[name] > rank.sse) this.#probe('sse')
    this.#promotion.start()
  }

  /** One at a time: which of two was bound last would be chance. False while nobody looks at the page. */
  #promote(): boolean {
    const active = this.#active
    if (!active || this.#host.hidden) return false
    if (this.#memory.allows('websocket')) this.#probe('websocket')
    else if (rank[active.name] > rank.sse && this.#memory.allows('sse')) this.#probe('sse')
    // Requests that could not be held may be held by now; that lesson expires.
    else if (active.name === 'poll' && this.#memory.holdMs(this.#host.holdMs) > 0) this.#probe('long-poll')
    return true
  }

  #probe(name: TransportName): void {
    if ([...this.#trying.keys()].some((transport) => transport.name === name)) return
    if ((name === 'websocket' || name === 'sse') && !this.#memory.allows(name)) return
    this.#try(name, { use: false })
  }

  /** Better than the one before, or another of its kind. One that was bound before it cannot have the downlink. */
  #replaces(transport: Transport, before: Transport): boolean {
    if (transport.generation < before.generation) return false
    return rank[transport.name] < rank[before.name] || (this.#renewed === before && transport.name === before.name)
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

  #watchProbation(name: TransportName): void {
    this.#stopProbation()
    if (name !== 'websocket' && name !== 'sse') return
    this.#stopProbation = this.#host.clock.after(PROBATION_MS, () => {
      this.#memory.useful(name)
      this.#strayed = 0
      if (name === 'websocket') this.#promotion.reset()
    })
  }

  #try(name: TransportName, { use }: { use: boolean }): Transport {
    const transport = this.#make(name)
    const trial = { use, stop: this.#proofDeadline(transport, use) }
    this.#trying.set(transport, trial)
    this.#meter.tried(transport)
    transport.start({ use })
    return transport
  }

  /** Those that must work because nothing else may have deadlines of their own, but for WebSocket. */
  #proofDeadline(transport: Transport, use: boolean): () => void {
    const { clock, rttMs } = this.#host
    const fail = () => {
      transport.close()
      this.failed(transport, { kind: 'broken', detail: 'no proof in time' })
    }
    if (!use) return clock.after(Math.max(TRIAL_MS[transport.name], TRIAL_ROUND_TRIPS * (rttMs ?? 0)), fail)
    if (transport.name !== 'websocket') return () => {}
    let stop = clock.after(PROOF_MS, () => {
      if (this.#active) fail()
      else stop = clock.after(LONGEST_PROOF_MS - PROOF_MS, fail)
    })
    return () => stop()
  }

  #drop(transport: Transport, reason: string): void {
    this.#trying.get(transport)?.stop()
    this.#trying.delete(transport)
    this.#close(transport, reason)
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
