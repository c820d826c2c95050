import { type CometSocket, createCometSocket } from '../../../client/socket/comet-socket.ts'
import type { SimClock } from './sim-clock.ts'
import { SimNetwork } from './sim-network.ts'
import type { SimServer } from './sim-server.ts'

/** One socket's life, as the client saw it. */
export interface ClientChannel {
  name: string
  sent: number
  /** What came down, in order. */
  received: string[]
  /** The close code, once it is closed. */
  closed: number | null
}

/** A person at a page: always has a socket open, and says the next number every now and then. */
export class SimClient {
  readonly channels: ClientChannel[] = []
  readonly network: SimNetwork
  readonly page = { hidden: false, back: () => {} }
  readonly #name: string
  readonly #clock: SimClock
  readonly #Socket: ReturnType<typeof createCometSocket>
  #socket: CometSocket | null = null
  #talking = true

  constructor({ name, clock, server }: { name: string; clock: SimClock; server: SimServer }) {
    this.#name = name
    this.#clock = clock
    this.network = new SimNetwork({ clock, server })
    const { page } = this
    this.#Socket = createCometSocket({
      clock,
      fetch: this.network.fetch,
      WebSocket: this.network.WebSocket,
      page: {
        get hidden() {
          return page.hidden
        },
        storage: null,
        subscribe: ({ back }) => {
          page.back = back
          return () => {}
        },
      },
    })
    this.#connect()
    this.#talk()
  }

  /** The newest channel. */
  get channel(): ClientChannel {
    return this.channels.at(-1)!
  }

  get transport(): string | null {
    return this.#Socket.pool().session('http://sim').state.transport
  }

  /** Says no more; what it has said goes on its way. */
  hush(): void {
    this.#talking = false
  }

  #connect(): void {
    const name = `${this.#name}-${this.channels.length + 1}`
    const channel: ClientChannel = { name, sent: 0, received: [], closed: null }
    this.channels.push(channel)
    const socket = new this.#Socket(`ws://sim/sync/${name}`)
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }) => channel.received.push(Buffer.from(data as ArrayBuffer).toString())
    socket.onclose = ({ code }) => {
      channel.closed = code
      this.#socket = null
      this.#clock.after(200, () => this.#connect())
    }
    this.#socket = socket
  }

  #talk(): void {
    this.#clock.after(20 + this.#clock.random() * 380, () => {
      if (!this.#talking) return
      if (this.#socket?.readyState === 1) {
        this.channel.sent += 1
        this.#socket.send(Buffer.from(String(this.channel.sent)))
      }
      this.#talk()
    })
  }
}
