import type { Clock } from '../../protocol/clock.ts'
import { limits } from '../../protocol/limits.ts'
import type { Outbox } from '../../protocol/outbox.ts'
import type { PathMemory } from './path-memory.ts'
import { afterPatiently } from './patient-timer.ts'
import type { Transport } from './transports/transport.ts'

/** A transport that was asked and brings nothing within this time is suspect; on a slow line it has three round trips. */
const ANSWER_MS = 2_000
const ANSWER_ROUND_TRIPS = 3

/** What was sent and is not acknowledged within this time has not arrived; a slow line has longer for what is large. */
const STALL_MS = 4_000
const STALL_BYTES_PER_MS = 8
const STALL_CHECK_MS = 250

/** After HTTP was seen to work, a suspect transport has this much longer: both may have waited for the same thing. */
const LAST_CHANCE_MS = 250

export interface LivenessOptions {
  clock: Clock
  path: PathMemory
  /** What waits for acknowledgement. */
  outbox: () => Outbox
  rttMs: () => number | null
  /** Asks the server by a plain request. True when it answers. Never rejects. */
  answersHttp: () => Promise<boolean>
  /** `isToBlame` when the server answers by HTTP meanwhile; else it may be the network as a whole. */
  dead: (transport: Transport, isToBlame: boolean) => void
}

/** What waits to be acknowledged, and since when its oldest frame does. */
interface Waiting {
  outbox: Outbox
  acknowledged: number
  since: number
}

/**
 * Watches the stream in use. After 20 s of silence it asks; on a path that was seen to cut silent streams, sooner.
 * A stream that does not answer, or a WebSocket that carries nothing up, is suspect: the server is asked by HTTP,
 * and when that works and the stream still does not, the stream is dead. Any byte of the stream's own counts.
 * Polls need no watch: each of their requests has a deadline.
 */
export class Liveness {
  readonly #options: LivenessOptions
  #transport: Transport | null = null
  #heardAt = 0
  #askedAt = 0
  #suspected = false
  #stop: () => void = () => {}
  #stopStall: (() => void) | null = null

  constructor(options: LivenessOptions) {
    this.#options = options
  }

  /** How long nothing has come down the transport in use, milliseconds. */
  get silentMs(): number {
    return this.#options.clock.now() - this.#heardAt
  }

  /** Something came down `transport`. */
  heard(transport: Transport): void {
    if (transport === this.#transport) this.#heardAt = this.#options.clock.now()
  }

  /** Something is to go up: it has to be acknowledged in time. */
  sent(): void {
    const transport = this.#transport
    const outbox = this.#options.outbox()
    const { acknowledged, last } = outbox
    if (transport?.name !== 'websocket' || last === acknowledged) return
    this.#stopStall ??= this.#expectAcknowledgement(transport, {
      outbox,
      acknowledged,
      since: this.#options.clock.now(),
    })
  }

  /** Watches `transport` from now on, or nothing. */
  watch(transport: Transport | null): void {
    this.#stop()
    this.#stopStall?.()
    this.#stopStall = null
    this.#suspected = false
    this.#transport = transport?.name === 'websocket' || transport?.name === 'sse' ? transport : null
    if (!this.#transport) return
    this.#askedAt = this.#options.clock.now()
    // Before anything that is sent now: what was heard to get here answers none of it.
    this.#heardAt = this.#askedAt - 1
    this.#waitForSilence()
    this.sent()
  }

  /** Asks at once: the page or the network is back, or is said to be gone. */
  ask(): void {
    const transport = this.#transport
    if (!transport || this.#suspected) return
    this.#stop()
    const { clock } = this.#options
    this.#askedAt = clock.now()
    transport.ping()
    this.#stop = afterPatiently(clock, this.#answerMs(), () => {
      if (this.#heardAt >= this.#askedAt) this.#waitForSilence()
      else this.#suspect(transport, () => this.#heardAt >= this.#askedAt)
    })
  }

  #answerMs(): number {
    return Math.max(ANSWER_MS, ANSWER_ROUND_TRIPS * (this.#options.rttMs() ?? 0))
  }

  /** Fills silence where the path does not bear it, and asks when it has lasted too long. */
  #waitForSilence(): void {
    const { clock, path } = this.#options
    const keepAliveMs = path.keepAliveMs
    const limitMs = Math.min(keepAliveMs ?? Number.POSITIVE_INFINITY, limits.suspectAfterMs)
    this.#stop = afterPatiently(clock, Math.max(0, limitMs - this.silentMs), () => {
      if (this.silentMs >= limitMs) this.ask()
      else this.#waitForSilence()
    })
  }

  /** Looks again and again while something waits; what matters is how long the oldest frame has. */
  #expectAcknowledgement(transport: Transport, from: Waiting): () => void {
    const { clock } = this.#options
    return afterPatiently(clock, STALL_CHECK_MS, () => {
      this.#stopStall = null
      const { outbox, acknowledged, since } = from
      // An acknowledgement by POST says nothing of the way down.
      const works = () => outbox.acknowledged > acknowledged && this.#heardAt >= since
      const patienceMs = Math.max(STALL_MS, this.#answerMs() * 2) + outbox.bytes / STALL_BYTES_PER_MS
      if (works() || outbox !== this.#options.outbox()) this.sent()
      else if (clock.now() - since >= patienceMs) this.#suspect(transport, works)
      else this.#stopStall = this.#expectAcknowledgement(transport, from)
    })
  }

  /** Neither proves anything alone: a server that is slow is slow everywhere, and a network that is gone is gone. */
  #suspect(transport: Transport, isAlive: () => boolean): void {
    if (this.#suspected) return
    this.#suspected = true
    this.#stop()
    const isCurrent = () => this.#transport === transport
    void this.#options.answersHttp().then((answers) => {
      if (!isCurrent()) return
      this.#stop = this.#options.clock.after(answers ? LAST_CHANCE_MS : 0, () => {
        if (!isCurrent()) return
        if (isAlive()) this.watch(transport)
        else this.#options.dead(transport, answers)
      })
    })
  }
}
