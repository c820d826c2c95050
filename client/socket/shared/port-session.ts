import { CloseCode } from '../../../protocol/close-code.ts'
import { Gauge } from '../../../protocol/gauge.ts'
import type { ChannelHandlers } from '../channel-table.ts'
import { ChannelTable } from '../channel-table.ts'
import type { SessionChannel, SessionHandle } from '../session-handle.ts'
import { idleState, type SessionState } from '../session-state.ts'
import { noStats, type SessionStats } from '../session-stats.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'

/** What was posted on one channel and waits with the keeper. */
interface Posted {
  readonly gauge: Gauge
  /** Of each message, oldest first. */
  readonly sizes: number[]
}

/**
 * A session that somebody else keeps for this tab: a worker, or another tab. Passes on what is opened, sent and
 * closed, and hears what happens. When the line breaks, every channel is closed with a code worth another try.
 */
export class PortSession implements SessionHandle {
  readonly #line: Line<TabMessage, HostMessage>
  readonly #remember: (memory: string) => void
  readonly #channels = new ChannelTable()
  readonly #listeners = new Set<(state: SessionState) => void>()
  #state: SessionState = idleState
  #sole: SessionIdentity | null = null
  readonly #posted = new Map<number, Posted>()
  /** Handed on, and the keeper does not know it yet. */
  #heardBytes = 0
  #broken = false
  /** Asked for and not yet answered. */
  #stats: PromiseWithResolvers<SessionStats> | null = null

  /** `remember` keeps what the keeper has learned of the way to the server. */
  constructor({
    line,
    remember = () => {},
  }: { line: Line<TabMessage, HostMessage>; remember?: (memory: string) => void }) {
    this.#line = line
    this.#remember = remember
    line.onmessage = (message) => this.#take(message)
  }

  get state(): SessionState {
    return this.#state
  }

  /** The session itself, while this tab is the only one that uses it; else null. */
  get sole(): SessionIdentity | null {
    return this.#sole
  }

  get broken(): boolean {
    return this.#broken
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    const channel = this.#channels.add(handlers)
    const gauge = new Gauge(handlers.drained ? { drained: handlers.drained } : {})
    const sizes: number[] = []
    this.#posted.set(channel, { gauge, sizes })
    this.#line.send({ type: 'open', channel, path, protocols: [...protocols] })
    return {
      send: (bytes) => {
        if (!this.#channels.has(channel)) return
        const copy = bytes.slice() as Uint8Array<ArrayBuffer>
        sizes.push(copy.byteLength)
        gauge.add(copy.byteLength)
        this.#line.send({ type: 'send', channel, bytes: copy }, [copy.buffer])
      },
      close: (code, reason) => {
        if (!this.#channels.delete(channel)) return
        this.#forget(channel)
        this.#line.send({ type: 'close', channel, code, reason })
      },
      get bufferedAmount() {
        return gauge.bytes
      },
      get isBehind() {
        return gauge.isBehind
      },
    }
  }

  retryNow(): void {
    this.#line.send({ type: 'retry' })
  }

  getStats(): Promise<SessionStats> {
    if (this.#broken) return Promise.resolve(noStats)
    if (!this.#stats) {
      this.#stats = Promise.withResolvers()
      this.#line.send({ type: 'stats' })
    }
    return this.#stats.promise
  }

  /** Leaves the keeper; `ended` when the server knows already that the session is over. Idempotent. */
  close({ ended = false } = {}): void {
    if (this.#broken) return
    this.#line.send({ type: 'bye', ended })
    this.break(CloseCode.Normal, 'closed')
  }

  /** The keeper is gone. Idempotent. */
  break(code: number = CloseCode.SessionLost, reason = 'SESSION_UNKNOWN'): void {
    if (this.#broken) return
    this.#broken = true
    this.#line.close()
    this.#stats?.resolve(noStats)
    this.#set({ ...idleState })
    for (const channel of [...this.#posted.keys()]) this.#forget(channel)
    this.#channels.closeAll(code, reason)
  }

  #take(message: HostMessage): void {
    switch (message.type) {
      case 'state':
        this.#sole = message.sole
        this.#set(message.state)
        return
      case 'opened':
        this.#channels.opened(message)
        return
      case 'message':
        this.#heard(message.bytes.byteLength)
        this.#channels.whole(message.channel, message.bytes)
        return
      case 'taken':
        this.#taken(message)
        return
      case 'closed':
        this.#forget(message.channel)
        this.#channels.closed(message)
        return
      case 'stats':
        this.#stats?.resolve(message.stats)
        this.#stats = null
        return
      case 'memory':
        this.#remember(message.memory)
        return
      default:
        message satisfies never
    }
  }

  #taken({ channel, messages }: Extract<HostMessage, { type: 'taken' }>): void {
    const posted = this.#posted.get(channel)
    for (const size of posted?.sizes.splice(0, messages) ?? []) posted?.gauge.remove(size)
  }

  /** Says so once for all that came in one turn. */
  #heard(bytes: number): void {
    if (this.#heardBytes === 0) {
      queueMicrotask(() => {
        if (!this.#broken) this.#line.send({ type: 'heard', bytes: this.#heardBytes })
        this.#heardBytes = 0
      })
    }
    this.#heardBytes += bytes
  }

  #forget(channel: number): void {
    this.#posted.get(channel)?.gauge.close()
    this.#posted.delete(channel)
  }

  #set(state: SessionState): void {
    this.#state = Object.freeze(state)
    for (const listener of this.#listeners) listener(this.#state)
  }
}
