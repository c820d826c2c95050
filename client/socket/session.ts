import { decodeBatch } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { fragment } from '../../protocol/fragment.ts'
import { type ControlFrame, FrameType, type SequencedFrame } from '../../protocol/frame.ts'
import { Header } from '../../protocol/header.ts'
import { Inbox } from '../../protocol/inbox.ts'
import { limits } from '../../protocol/limits.ts'
import { Outbox } from '../../protocol/outbox.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { Backoff } from './backoff.ts'
import { type ChannelHandlers, ChannelTable } from './channel-table.ts'
import { Liveness } from './liveness.ts'
import { Negotiation } from './negotiation.ts'
import type { Page } from './page.ts'
import { PathMemory } from './path-memory.ts'
import type { SessionChannel, SessionHandle } from './session-handle.ts'
import { SessionMeter } from './session-meter.ts'
import { idleState, type SessionState } from './session-state.ts'
import type { SessionStats } from './session-stats.ts'
import { SseTransport } from './transports/sse.ts'
import type { SessionIdentity, Transport, TransportFailure, TransportHost } from './transports/transport.ts'
import { WebSocketTransport } from './transports/websocket.ts'

/** A session without channels is kept this long, for the next one. */
const LINGER_MS = 2_000

/** Browsers allow this much for all requests that outlive a page. */
const FAREWELL_BYTES = 48 * 1024

export interface SessionOptions {
  /** `https://host`, without a slash at the end. */
  baseUrl: string
  clock: Clock
  page: Page
  /** Only this transport, if given. */
  transport: TransportName | null
  fetch: typeof fetch
  WebSocket: typeof WebSocket
}

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
  readonly #backoff: Backoff
  readonly #negotiation: Negotiation
  readonly #host: TransportHost
  readonly #liveness: Liveness
  readonly #memory: PathMemory
  readonly #meter: SessionMeter
  readonly #channels = new ChannelTable()
  readonly #listeners = new Set<(state: SessionState) => void>()
  readonly #stopPage: () => void
  #outbox = new Outbox()
  #inbox = new Inbox()
  #identity: SessionIdentity | null = null
  #nonce = ''
  #generation = 0
  #holdMs: number = limits.holdMs
  #ttlMs: number = limits.sessionTtlMs
  #state: SessionState = idleState
  #spreadMs: number | null = null
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
    this.#backoff = new Backoff({ clock })
    this.#liveness = new Liveness({
      clock,
      dead: (transport) => {
        transport.close()
        this.#negotiation.failed(transport, { kind: 'broken', detail: 'silence' })
      },
    })
    this.#host = this.#makeHost({ WebSocket })
    this.#memory = new PathMemory({ baseUrl, clock, storage: page.storage })
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
      back: () => {
        this.retryNow()
        this.#liveness.ask()
      },
      // A stream without a network is not closed by itself, and would be taken for alive until it had been silent for long.
      lost: () => this.#liveness.ask(),
    })
  }

  get state(): SessionState {
    return this.#state
  }

  /** Calls back after each change of `state`. The result ends that. */
  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens a channel; connects if need be. */
  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    this.#stopLinger()
    const channel = this.#channels.add(handlers)
    this.#push({ type: FrameType.Open, channel, path, protocols: [...protocols] })
    if (this.#state.phase === 'idle') this.#connect()
    const session = this
    return {
      send: (bytes) => {
        if (!this.#channels.has(channel)) return
        for (const frame of fragment(channel, bytes)) this.#push(frame)
      },
      close: (code, reason) => {
        if (!this.#channels.delete(channel)) return
        this.#push({ type: FrameType.Close, channel, code, reason })
        this.#lingerWhenEmpty()
      },
      get bufferedAmount() {
        return session.#outbox.bytes
      },
    }
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#state.phase !== 'waiting') return
    this.#stopRetry()
    this.#attempt()
  }

  /** How it has fared so far. Never rejects. */
  async getStats(): Promise<SessionStats> {
    return {
      transport: this.#state.transport,
      retransmittedFrames: this.#resent + this.#outbox.resent,
      bufferedBytes: this.#outbox.bytes,
      memory: { webSocketBannedUntil: this.#memory.bannedUntil },
      ...this.#meter.counted,
    }
  }

  /** Leaves the server and closes every channel. Idempotent. */
  close(): void {
    this.#stopPage()
    this.#farewell()
    this.#lose(CloseCode.Normal, 'closed')
    this.#listeners.clear()
  }

  #connect(): void {
    this.#nonce = nonce()
    this.#set({ phase: 'connecting' })
    // Whatever is opened and sent in the same turn travels in the first request.
    queueMicrotask(() => {
      if (this.#state.phase === 'connecting') this.#attempt()
    })
  }

  #attempt(): void {
    const again = this.#identity !== null || this.#state.phase === 'waiting' || this.#state.phase === 'reconnecting'
    this.#set({ phase: again ? 'reconnecting' : 'connecting', transport: null, retryAt: null })
    this.#negotiation.start()
  }

  #changed(active: Transport | null): void {
    this.#meter.carried(active)
    if (active) {
      this.#stopExpiry()
      this.#stopExpiry = () => {}
      this.#liveness.watch(active)
      this.#set({ phase: 'live', transport: active.name, retryAt: null })
    } else {
      this.#detached()
      this.#set({ phase: 'reconnecting', transport: null, retryAt: null })
    }
  }

  /** The server keeps a session without a transport for a time; after it, the channels are closed. */
  #detached(): void {
    this.#liveness.watch(null)
    this.#stopExpiry()
    this.#stopExpiry = this.#clock.after(this.#ttlMs, () => this.#lose(CloseCode.Unreachable, 'UNREACHABLE'))
  }

  #exhausted(failure: TransportFailure): void {
    this.#liveness.watch(null)
    if (failure.kind !== 'broken' && failure.kind !== 'superseded') {
      // The channels' owners open new ones, if they want.
      if (failure.kind === 'unknown-session') this.#lose(CloseCode.SessionLost, 'SESSION_UNKNOWN')
      else this.#lose(failure.code, failure.reason)
      return
    }
    const delayMs = this.#spreadMs === null ? this.#backoff.next() : this.#clock.random() * this.#spreadMs
    this.#spreadMs = null
    this.#set({ phase: 'waiting', transport: null, retryAt: this.#clock.now() + delayMs })
    this.#stopRetry()
    this.#stopRetry = this.#clock.after(delayMs, () => this.#attempt())
  }

  /** The session is over; whoever needs a channel opens a new one. */
  #lose(code: number, reason: string): void {
    this.#negotiation.stop()
    this.#liveness.watch(null)
    for (const stop of [this.#stopRetry, this.#stopLinger, this.#stopExpiry]) stop()
    this.#identity = null
    this.#resent += this.#outbox.resent
    this.#outbox = new Outbox()
    this.#inbox = new Inbox()
    this.#set({ ...idleState })
    this.#channels.closeAll(code, reason)
  }

  #push(frame: SequencedFrame): void {
    this.#outbox.push(frame)
    this.#negotiation.active?.wake()
  }

  #deliver(bytes: Uint8Array, transport: Transport | null): boolean {
    this.#liveness.heard()
    const outbox = this.#outbox
    const whole = this.#inbox.take(decodeBatch(bytes), {
      sequenced: (frame) => this.#take(frame),
      control: (frame) => this.#control(frame, transport),
    })
    // A message may have ended the session.
    if (outbox !== this.#outbox) return true
    if (transport) this.#negotiation.delivered(transport)
    this.#negotiation.active?.wake()
    return whole
  }

  #control(frame: ControlFrame, transport: Transport | null): void {
    switch (frame.type) {
      case FrameType.Ack:
        this.#outbox.acknowledge(frame.received)
        return
      case FrameType.Ping:
        if (transport instanceof WebSocketTransport || transport instanceof SseTransport) transport.answer(frame.token)
        return
      case FrameType.Pong:
        if (transport instanceof WebSocketTransport) transport.answered(frame.token)
        return
      case FrameType.Welcome:
        this.#identity ??= { id: frame.session, secret: frame.secret }
        this.#holdMs = frame.holdMs
        this.#ttlMs = frame.ttlMs
        this.#outbox.acknowledge(frame.received)
        return
      case FrameType.Bind:
        return
      default:
        frame satisfies never
    }
  }

  #take(frame: SequencedFrame): void {
    // Only useful life resets the backoff: a server that accepts and then fails is still waited for.
    this.#backoff.reset()
    switch (frame.type) {
      case FrameType.Opened:
        this.#channels.opened(frame)
        return
      case FrameType.Message:
      case FrameType.Fragment:
        this.#channels.message(frame)
        return
      case FrameType.Close:
        this.#channels.closed(frame)
        this.#lingerWhenEmpty()
        return
      case FrameType.GoAway:
        this.#spreadMs = frame.spreadMs
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
      this.#farewell()
      this.#lose(CloseCode.Normal, 'unused')
    })
  }

  /** Tells the server that nobody will come back, with what it does not have yet, in one request. */
  #farewell(): void {
    if (!this.#identity) return
    const { id, secret } = this.#identity
    const batch = this.#outbox.batch(this.#outbox.acknowledged, FAREWELL_BYTES)
    const body = batch && batch.bytes.byteLength <= FAREWELL_BYTES ? batch.bytes : null
    this.#fetch(`${this.#baseUrl}/session`, {
      method: 'DELETE',
      headers: { [Header.Session]: `${id}.${secret}` },
      body: body as Uint8Array<ArrayBuffer> | null,
      keepalive: true,
    }).catch(() => {
      // The server is away: it forgets the session by itself.
    })
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
        return session.#identity
      },
      get nonce() {
        return session.#nonce
      },
      get outbox() {
        return session.#outbox
      },
      get received() {
        return session.#inbox.received
      },
      get hidden() {
        return session.#page.hidden
      },
      get holdMs() {
        return session.#holdMs
      },
      nextGeneration: () => ++this.#generation,
      deliver: (batch, transport) => this.#deliver(batch, transport),
      proven: (transport) => this.#negotiation.proven(transport),
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

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
