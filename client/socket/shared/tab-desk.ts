import { CloseCode } from '../../../protocol/close-code.ts'
import type { SessionChannel, SessionHandle } from '../session-handle.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'

/** What waits for a tab that is frozen is kept up to here; past it its channels are closed, with a code worth another try. */
const MAX_UNHEARD_BYTES = 32 * 1024 * 1024

export interface TabDeskOptions {
  line: Line<HostMessage, TabMessage>
  session: SessionHandle
  /** The tab has left, or was found to be gone. Called once. `ended` when it has ended the session on the server. */
  left: (how: { ended: boolean }) => void
  /** The session itself, while no other tab uses it. */
  sole?: () => SessionIdentity | null
  /** The tab is looked at, or not. */
  hidden?: (hidden: boolean) => void
}

/** Serves one tab from a session that is kept here. What the tab had open is closed when it goes. */
export class TabDesk {
  readonly #line: Line<HostMessage, TabMessage>
  readonly #session: SessionHandle
  readonly #left: TabDeskOptions['left']
  readonly #sole: () => SessionIdentity | null
  readonly #hidden: (hidden: boolean) => void
  readonly #channels = new Map<number, SessionChannel>()
  readonly #stopState: () => void
  /** By channel: messages that wait no longer, and the tab does not know it yet. */
  readonly #taken = new Map<number, number>()
  #unheardBytes = 0
  #over = false

  constructor({ line, session, left, sole = () => null, hidden = () => {} }: TabDeskOptions) {
    this.#line = line
    this.#session = session
    this.#left = left
    this.#sole = sole
    this.#hidden = hidden
    line.onmessage = (message) => this.#take(message)
    this.#stopState = session.subscribe(() => this.tellState())
    this.tellState()
  }

  /** Lets the tab keep what was learned of the way to the server. */
  remember(memory: string): void {
    if (!this.#over) this.#line.send({ type: 'memory', memory })
  }

  /** Lets the tab know how the session stands. */
  tellState(): void {
    if (!this.#over) this.#line.send({ type: 'state', state: this.#session.state, sole: this.#sole() })
  }

  /** The tab is gone: its channels are closed. Idempotent. */
  close({ ended = false } = {}): void {
    if (this.#over) return
    this.#over = true
    this.#stopState()
    for (const channel of this.#channels.values()) channel.close(1000, 'the tab is gone')
    this.#channels.clear()
    this.#line.close()
    this.#left({ ended })
  }

  #take(message: TabMessage): void {
    if (this.#over) return
    switch (message.type) {
      case 'open':
        this.#open(message)
        return
      case 'send':
        this.#channels.get(message.channel)?.send(message.bytes)
        return
      case 'close':
        this.#channels.get(message.channel)?.close(message.code, message.reason)
        this.#channels.delete(message.channel)
        return
      case 'heard':
        this.#unheardBytes -= message.bytes
        return
      case 'retry':
        this.#session.retryNow()
        return
      case 'stats':
        void this.#session.getStats().then((stats) => this.#line.send({ type: 'stats', stats }))
        return
      case 'page':
        this.#hidden(message.hidden)
        return
      case 'bye':
        this.close(message)
        return
      case 'hello':
        return
      default:
        message satisfies never
    }
  }

  #open({ channel, path, protocols }: Extract<TabMessage, { type: 'open' }>): void {
    this.#channels.set(
      channel,
      this.#session.open(path, protocols, {
        opened: (protocol) => this.#line.send({ type: 'opened', channel, protocol }),
        message: (bytes) => {
          // The assembler made this array for us alone; it can be handed over.
          const whole = bytes as Uint8Array<ArrayBuffer>
          const { byteLength } = whole
          this.#line.send({ type: 'message', channel, bytes: whole }, [whole.buffer])
          this.#unheard(byteLength)
        },
        taken: () => this.#tellTaken(channel),
        closed: (code, reason) => {
          this.#channels.delete(channel)
          this.#line.send({ type: 'closed', channel, code, reason })
        },
      }),
    )
  }

  #unheard(bytes: number): void {
    this.#unheardBytes += bytes
    if (this.#unheardBytes <= MAX_UNHEARD_BYTES) return
    for (const [number, channel] of this.#channels) {
      channel.close(CloseCode.Normal, 'the tab takes nothing')
      this.#line.send({ type: 'closed', channel: number, code: CloseCode.SessionLost, reason: 'SESSION_OVERFLOW' })
    }
    this.#channels.clear()
  }

  /** Says so once for all that were taken in one turn. */
  #tellTaken(channel: number): void {
    if (this.#taken.size === 0) {
      queueMicrotask(() => {
        const taken = [...this.#taken]
        this.#taken.clear()
        if (this.#over) return
        for (const [channel, messages] of taken) this.#line.send({ type: 'taken', channel, messages })
      })
    }
    this.#taken.set(channel, (this.#taken.get(channel) ?? 0) + 1)
  }
}
