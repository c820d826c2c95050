import { Hono } from 'hono'
import type { WebSocket } from 'ws'
import type { Member } from '../../documents/member.ts'
import type { Documents } from '../../documents/membership.ts'
import { answerErrors } from '../../http/errors.ts'
import { Realtime } from '../../http/realtime.ts'
import { SocketSession } from '../../sessions/socket-session.ts'
import { silentLog } from '../../telemetry/log.ts'
import { ReadyFrames } from '../../transports/ready-frames.ts'
import { SocketLine } from '../../transports/socket-line.ts'
import type { SimClock } from './sim-clock.ts'
import type { SimResponse } from './sim-response.ts'

/** One channel as the server saw it. */
export interface ServerChannel {
  member: Member
  /** What came up, in order. */
  received: string[]
  /** How many messages went down. */
  sent: number
  open: boolean
}

/** The real routes, sessions and transports, over documents that count messages instead of editing. */
export class SimServer {
  /** By the name that a client gave its channel. */
  readonly channels = new Map<string, ServerChannel>()
  readonly #clock: SimClock
  #realtime: Realtime
  #app: Hono
  #life = 0

  constructor({ clock }: { clock: SimClock }) {
    this.#clock = clock
    this.#realtime = this.#start()
    this.#app = this.#mount()
  }

  get sessions(): number {
    return this.#realtime.sessions.size
  }

  /** The process dies and is started again: it remembers no session. */
  crash(): void {
    this.#life += 1
    for (const channel of this.channels.values()) channel.open = false
    this.#realtime = this.#start()
    this.#app = this.#mount()
  }

  /** Sends the next number down a channel. */
  send(name: string): void {
    const channel = this.channels.get(name)
    if (!channel?.open) return
    channel.sent += 1
    channel.member.send(Buffer.from(String(channel.sent)))
  }

  async handle(
    url: string,
    { method, headers, body }: RequestInit & { headers: Record<string, string> },
    { outgoing, signal }: { outgoing: SimResponse; signal: AbortSignal },
  ): Promise<Response> {
    const request = new Request(url, { method: method ?? 'GET', headers, signal })
    const incoming = (async function* () {
      if (body) yield Buffer.from(body as Uint8Array)
    })()
    return await this.#app.fetch(request, { incoming, outgoing })
  }

  acceptSocket(socket: WebSocket): void {
    const line = new SocketLine({ socket, stream: null, frames: new ReadyFrames() })
    new SocketSession({ socket, line, sessions: this.#realtime.sessions, clock: this.#clock, log: silentLog })
  }

  #mount(): Hono {
    const app = new Hono()
    app.onError(answerErrors(silentLog))
    app.route('/', this.#realtime.app)
    return app
  }

  #start(): Realtime {
    const life = this.#life
    const documents: Documents = {
      join: async (name, member) => {
        const channel: ServerChannel = { member, received: [], sent: 0, open: true }
        this.channels.set(name, channel)
        // What the process before goes on to do is not seen by anybody.
        const alive = () => life === this.#life
        return {
          receive: (message) => alive() && channel.received.push(Buffer.from(message).toString()),
          interrupt: () => {},
          suspend: () => {},
          resume: () => {},
          drained: () => {},
          leave: () => {
            channel.open = false
          },
        }
      },
    }
    return new Realtime({ documents, clock: this.#clock, log: silentLog })
  }
}
