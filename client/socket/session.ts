import type { Clock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { FrameType, type SequencedFrame } from '../../protocol/frame.ts'
import { type ChannelHandlers, ChannelTable } from './channel-table.ts'
import { Dialogue } from './dialogue.ts'
import { sendFarewell } from './farewell.ts'
import { Liveness } from './liveness.ts'
import { Negotiation } from './negotiation.ts'
import type { Page } from './page.ts'
import { PathMemory } from './path-memory.ts'
import { Recovery } from './recovery.ts'
import type { SessionChannel, SessionHandle } from './session-handle.ts'
import { SessionMeter } from './session-meter.ts'
import type { SessionOptions } from './session-options.ts'
import { idleState, type SessionState } from './session-state.ts'
import type { SessionStats } from './session-stats.ts'
import { SseTransport } from './transports/sse.ts'
import type { SessionIdentity, Transport, TransportFailure, TransportHost } from './transports/transport.ts'
import { WebSocketTransport } from './transports/websocket.ts'
import { pingByPost } from './uplink.ts'

/** A session without channels is kept this long, for the next one. */
const LINGER_MS = 2_000

/** What waits is kept up to here; past it the session ends, and the document's own state says what is missing. */
const MAX_BYTES = 32 * 1024 * 1024

/**
 * One browser's connection to one server. Channels stay open while transports come and go; each message arrives
 * once and in order (I1). Where that cannot be kept (the server forgot the session), every channel is closed with
 * a code (I5), and whoever needs it opens a new one.
 */
export class Session implements SessionHandle {
  readonly #clock: Clock
  readonly #page: Page
  readonly #baseUrl: string
  readonly #fetch: typeof fetch
  readonly #recovery: Recovery
  readonly #negotiation: Negotiation
  readonly #host: TransportHost
  readonly #liveness: Liveness
  readonly #memory: PathMemory
  readonly #meter: SessionMeter
  readonly #channels = new ChannelTable()
  readonly #listeners = new Set<(state: SessionState) => void>()
  readonly #stopPage: () => void
  #dialogue = this.#newDialogue()
  #state: SessionState = idleState
  /** Of outboxes that are gone. */
  #resent = 0
  #stopRetry: () => void = () => {}
  #stopLinger: () => void = () => {}
  #stopExpiry: () => void = () => {}

  constructor({ baseUrl, clock, page, transport, fetch, WebSocket }: SessionOptions) {
    this.#baseUrl = baseUrl
    this.#clock = clock
    this.#page = page
    this.#fetch = (...args) => fetch(...args)
    this.#recovery = new Recovery({ clock })
    this.#memory = new PathMemory({ baseUrl, clock, storage: page.storage, network: page.network ?? null })
    this.#liveness = new Liveness({
      clock,
      path: this.#memory,
      outbox: () => this.#dialogue.outbox,
      rttMs: () => this.#state.rttMs,
      answersHttp: () => this.#answersHttp(),
      dead: (transport, isToBlame) => this.#negotiation.died(transport, isToBlame),
    })
    this.#host = this.#makeHost({ WebSocket })
    this.#meter = new SessionMeter({ clock })
    this.#negotiation = new Negotiation({
      host: this.#host,
      memory: this.#memory,
      meter: this.#meter,
      forced: transport,
      exhausted: (failure) => this.#exhausted(failure),
      changed: (active) => this.#changed(active),
    })
    this.#stopPage = page.subscribe({
      gone: () => this.#farewell(),
      kept: () => this.#pause(),
      back: () => this.#comeBack(),
      // A stream without a network is not closed by itself, and would be taken for alive until it had been silent for long.
      lost: () => this.#liveness.ask(),
    })
  }

  get state(): SessionState {
    return this.#state
  }

  /** Null until the server has named the session. Whoever has it can end the session. */
  get identity(): SessionIdentity | null {
    return this.#dialogue.identity
  }

  /** Calls back after each change of `state`. The result ends that. */
  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens a channel; connects if need be. */
  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    this.#stopLinger()
    const { lanes } = this.#dialogue
    const channel = this.#channels.add(handlers)
    const lane = lanes.open(channel, handlers)
    lanes.push({ type: FrameType.Open, channel, path, protocols: [...protocols] })
    if (this.#state.phase === 'idle') this.#connect()
    return {
      send: (bytes) => {
        if (this.#channels.has(channel)) lane.push(bytes.slice())
      },
      close: (code, reason) => {
        if (!this.#channels.delete(channel)) return
        lanes.end({ type: FrameType.Close, channel, code, reason })
        this.#lingerWhenEmpty()
      },
      get bufferedAmount() {
        return lane.bytes
      },
      get isBehind() {
        return lane.isBehind
      },
    }
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    const { phase } = this.#state
    if (phase !== 'waiting' && !(phase === 'reconnecting' && this.#negotiation.isIdle)) return
    this.#stopRetry()
    this.#attempt()
  }

  /** How it has fared so far. Never rejects. */
  async getStats(): Promise<SessionStats> {
    return {
      transport: this.#state.transport,
      retransmittedFrames: this.#resent + this.#dialogue.outbox.resent,
      bufferedBytes: this.#dialogue.bytes,
      memory: this.#memory.learned,
      ...this.#meter.counted,
    }
  }

  /** Leaves the server, which may know already (`ended`), and closes every channel. Idempotent. */
  close({ ended = false } = {}): void {
    this.#stopPage()
    if (!ended) this.#farewell()
    this.#lose(CloseCode.Normal, 'closed')
    this.#listeners.clear()
  }

  #connect(): void {
    const delayMs = this.#recovery.beforeOpening()
    if (delayMs > 0) {
      this.#wait(delayMs)
      return
    }
    this.#set({ phase: 'connecting' })
    // Whatever is opened and sent in the same turn travels in the first request.
    queueMicrotask(() => {
      if (this.#state.phase === 'connecting') this.#attempt()
    })
  }

  #attempt(): void {
    const again =
      this.#dialogue.identity !== null || this.#state.phase === 'waiting' || this.#state.phase === 'reconnecting'
    this.#set({ phase: again ? 'reconnecting' : 'connecting', transport: null, retryAt: null })
    this.#negotiation.start()
  }

  #changed(active: Transport | null): void {
    this.#meter.carried(active)
    this.#recovery.carried(active !== null)
    if (active) {
      this.#stopExpiry()
      this.#stopExpiry = () => {}
      this.#liveness.watch(active)
      this.#set({ phase: 'live', transport: active.name, retryAt: null, offline: false })
    } else {
      this.#detached()
      this.#set({ phase: 'reconnecting', transport: null, retryAt: null })
    }
  }

  /** The server keeps a session without a transport for a time; after it, the channels are closed. */
  #detached(): void {
    this.#liveness.watch(null)
    this.#stopExpiry()
    this.#stopExpiry = this.#clock.after(this.#dialogue.ttlMs, () => this.#lose(CloseCode.Unreachable, 'UNREACHABLE'))
  }

  #exhausted(failure: TransportFailure): void {
    this.#liveness.watch(null)
    switch (failure.kind) {
      case 'unknown-session':
        // The channels' owners open new ones, if they want.
        this.#recovery.forgotten()
        this.#lose(CloseCode.SessionLost, 'SESSION_UNKNOWN')
        return
      case 'refused':
        this.#lose(failure.code, failure.reason)
        return
      case 'broken':
      case 'ended':
      case 'superseded':
        this.#set({ offline: failure.kind === 'broken' && failure.portal === true })
        this.#wait(this.#recovery.afterFailure(failure))
        return
      default:
        failure satisfies never
    }
  }

  #wait(delayMs: number): void {
    this.#set({ phase: 'waiting', transport: null, retryAt: this.#clock.now() + delayMs })
    this.#stopRetry()
    this.#stopRetry = this.#clock.after(delayMs, () => this.#attempt())
  }

  /** True when a plain request is answered by the server. */
  async #answersHttp(): Promise<boolean> {
    const { signal } = this.#dialogue
    const failure = await pingByPost(this.#host, signal)
    const { active } = this.#negotiation
    if (failure?.kind === 'unknown-session' && active && !signal.aborted) this.#negotiation.failed(active, failure)
    return failure === null
  }

  /** The page is put aside and may come back as it is: what is open would keep it from being kept. */
  #pause(): void {
    if (this.#state.phase === 'idle') return
    this.#farewell({ forGood: false })
    this.#stopRetry()
    this.#negotiation.stop()
    this.#changed(null)
  }

  /** The page or the network is back. */
  #comeBack(): void {
    this.#memory.networkIs(this.#page.network ?? null)
    this.#liveness.ask()
    this.#negotiation.hurry()
    this.retryNow()
  }

  /** The session is over; whoever needs a channel opens a new one. */
  #lose(code: number, reason: string): void {
    this.#negotiation.stop()
    this.#liveness.watch(null)
    for (const stop of [this.#stopRetry, this.#stopLinger, this.#stopExpiry]) stop()
    this.#recovery.carried(false)
    this.#resent += this.#dialogue.outbox.resent
    this.#dialogue.end()
    this.#dialogue = this.#newDialogue()
    this.#set({ ...idleState })
    this.#channels.closeAll(code, reason)
  }

  #newDialogue(): Dialogue {
    return new Dialogue({ wake: () => this.#wake() })
  }

  /** There is something to send. */
  #wake(): void {
    const dialogue = this.#dialogue
    this.#negotiation.active?.wake()
    this.#liveness.sent()
    if (dialogue.bytes <= MAX_BYTES) return
    // Not within the call of whoever sends.
    queueMicrotask(() => {
      if (dialogue === this.#dialogue) this.#lose(CloseCode.SessionLost, 'SESSION_OVERFLOW')
    })
  }

  #deliver(bytes: Uint8Array, transport: Transport | null): boolean {
    if (transport) this.#liveness.heard(transport)
    const dialogue = this.#dialogue
    const whole = dialogue.take(bytes, {
      sequenced: (frame) => this.#take(frame),
      ping: (token) => {
        if (transport instanceof WebSocketTransport || transport instanceof SseTransport) transport.answer(token)
      },
      pong: (token) => {
        if (transport instanceof WebSocketTransport) transport.answered(token)
      },
    })
    // A message may have ended the session.
    if (dialogue !== this.#dialogue) return true
    if (transport) this.#negotiation.delivered(transport)
    this.#negotiation.active?.wake()
    return whole
  }

  #take(frame: SequencedFrame): void {
    this.#recovery.delivered()
    switch (frame.type) {
      case FrameType.Opened:
        this.#channels.opened(frame)
        return
      case FrameType.Message:
      case FrameType.Fragment:
        this.#channels.message(frame)
        return
      case FrameType.Close:
        this.#dialogue.lanes.drop(frame.channel)
        this.#channels.closed(frame)
        this.#lingerWhenEmpty()
        return
      case FrameType.GoAway:
        this.#recovery.goAway(frame.spreadMs)
        return
      case FrameType.Open:
        return
      default:
        frame satisfies never
    }
  }

  #lingerWhenEmpty(): void {
    this.#stopLinger()
    if (this.#channels.size > 0) return
    this.#stopLinger = this.#clock.after(LINGER_MS, () => {
      // Whoever closed the last channel may have sent something large just before.
      if (this.#state.phase === 'live' && !this.#dialogue.outbox.isEmpty) {
        this.#lingerWhenEmpty()
        return
      }
      this.#farewell()
      this.#lose(CloseCode.Normal, 'unused')
    })
  }

  #farewell({ forGood = true } = {}): void {
    const { identity, outbox } = this.#dialogue
    if (identity) sendFarewell({ fetch: this.#fetch, baseUrl: this.#baseUrl, identity, outbox, forGood })
  }

  #set(change: Partial<SessionState>): void {
    this.#state = Object.freeze({ ...this.#state, ...change })
    for (const listener of this.#listeners) listener(this.#state)
  }

  #makeHost({ WebSocket }: { WebSocket: typeof globalThis.WebSocket }): TransportHost {
    const session = this
    return {
      clock: this.#clock,
      baseUrl: this.#baseUrl,
      fetch: this.#fetch,
      WebSocket,
      get identity() {
        return session.#dialogue.identity
      },
      get nonce() {
        return session.#dialogue.nonce
      },
      get outbox() {
        return session.#dialogue.outbox
      },
      get received() {
        return session.#dialogue.received
      },
      get hidden() {
        return session.#page.hidden
      },
      get holdMs() {
        return session.#dialogue.holdMs
      },
      path: this.#memory,
      get rttMs() {
        return session.#state.rttMs
      },
      get silentMs() {
        return session.#liveness.silentMs
      },
      get goingAway() {
        return session.#recovery.goingAway
      },
      nextGeneration: () => this.#dialogue.nextGeneration(),
      deliver: (batch, transport) => this.#deliver(batch, transport),
      proven: (transport) => this.#negotiation.proven(transport),
      spent: (transport) => this.#negotiation.renew(transport),
      failed: (transport, failure) => this.#negotiation.failed(transport, failure),
      measured: (rttMs) => {
        this.#meter.measured(rttMs)
        this.#set({ rttMs: Math.round(rttMs) })
      },
      // Counted by the meter, which stands between this and each transport.
      sent: () => {},
      measuredGap: () => {},
    }
  }
}
