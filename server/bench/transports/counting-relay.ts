import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A round trip on the network that is simulated, milliseconds: half of it each way. */
export const ROUND_TRIP_MS = 40

export interface CountingRelayOptions {
  /** `http://127.0.0.1:40123` */
  upstream: string
  /** What each direction is delayed by, milliseconds: half of a round trip. */
  delayMs?: number
  /** Takes WebSocket upgrades and never answers them, as some proxies do. */
  swallowUpgrades?: boolean
}

/** An upgrade at the head of what a client sends. */
const upgrade = /^GET [^\r\n]+\r\n(?:[^\r\n]+\r\n)*upgrade: *websocket/i

/** Stands between clients and a server and counts the bytes in both directions, and who arrives when. */
export class CountingRelay {
  /** Bytes from clients to the server: all that TCP carries, TCP's own headers left out. */
  up = 0
  /** Bytes from the server to clients. */
  down = 0
  /** When each connection was begun, milliseconds of `performance.now()`. */
  readonly arrivals: number[] = []
  readonly #options: Required<CountingRelayOptions>
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor({ upstream, delayMs = 0, swallowUpgrades = false }: CountingRelayOptions) {
    this.#options = { upstream, delayMs, swallowUpgrades }
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client))
  }

  /** Where it listens, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Listens; the queue is long enough for a crowd that comes at once. */
  async open(): Promise<this> {
    this.#server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(this.#server, 'listening')
    return this
  }

  /** Idempotent. */
  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(client: Socket): void {
    this.arrivals.push(performance.now())
    const { hostname, port } = new URL(this.#options.upstream)
    const server = connect({ host: hostname, port: Number(port), noDelay: true })
    let swallowed = false
    this.#pipe(client, server, (chunk) => {
      swallowed ||= this.#options.swallowUpgrades && upgrade.test(chunk.toString('latin1', 0, 2048))
      if (!swallowed) this.up += chunk.byteLength
      return !swallowed
    })
    this.#pipe(server, client, (chunk) => {
      this.down += chunk.byteLength
      return true
    })
  }

  #pipe(from: Socket, to: Socket, counts: (chunk: Buffer) => boolean): void {
    const { delayMs } = this.#options
    // Timers of one duration fire in the order in which they were set.
    const later = (act: () => void) => (delayMs > 0 ? void setTimeout(act, delayMs) : act())
    this.#sockets.add(from)
    from.on('data', (chunk: Buffer) => {
      if (counts(chunk)) later(() => to.write(chunk))
    })
    from.on('end', () => later(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      later(() => to.end())
    })
  }
}
