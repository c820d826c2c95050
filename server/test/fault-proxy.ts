import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Conditions } from './proxy/conditions.ts'
import { type Network, ProxyConnection } from './proxy/connection.ts'
import type { Fault, FaultRule, FaultTarget, ProxiedRequest } from './proxy/fault.ts'
import { SeededRandom } from './seeded-random.ts'

export interface FaultProxyOptions {
  /** Where requests go; with several, each request goes to the next one. */
  upstreams: readonly string[]
  /** By default `ENCKE_SEED`, or one by chance. */
  seed?: number
}

/** A proxy in front of `upstream`: `await using proxy = await openFaultProxy(server.url)`. */
export async function openFaultProxy(...upstreams: string[]): Promise<FaultProxy> {
  const proxy = new FaultProxy({ upstreams })
  await proxy.open()
  return proxy
}

/**
 * An HTTP/1.1 proxy that does to chosen requests what networks do, by TCP alone, and forwards the rest as it is.
 * Faults come and go while connections are open. What is drawn by chance follows from `seed`.
 */
export class FaultProxy {
  readonly seed: number
  /** Every request, in the order of arrival. */
  readonly requests: ProxiedRequest[] = []
  readonly #upstreams: URL[]
  readonly #random: SeededRandom
  readonly #conditions: Conditions
  readonly #connections = new Set<ProxyConnection>()
  readonly #server: Server
  #turn = 0
  #url = ''

  constructor({ upstreams, seed }: FaultProxyOptions) {
    this.#random = new SeededRandom(seed)
    this.seed = this.#random.seed
    this.#conditions = new Conditions({ random: this.#random })
    this.#upstreams = upstreams.map((url) => new URL(url))
    this.#server = createServer((client) => this.#accept(client))
  }

  /** Without a slash at the end. */
  get url(): string {
    return this.#url
  }

  /** How many connections of clients are open. */
  get connections(): number {
    return this.#connections.size
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Puts a fault in force: for requests to come and, if it is one of those, for what is open now. */
  inject(fault: Fault, target: FaultTarget = {}): FaultRule {
    return this.#conditions.add(target, fault)
  }

  /** The network is good again, for requests to come. */
  heal(): void {
    this.#conditions.clear()
  }

  /** Cuts what is open now. */
  cut({ path, reset = false }: { path?: string; reset?: boolean } = {}): void {
    for (const connection of [...this.#connections]) {
      if (path === undefined || connection.subject?.path === path) connection.cut({ reset })
    }
  }

  /** The requests for a path. */
  to(path: string): ProxiedRequest[] {
    return this.requests.filter((request) => request.path === path)
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : null
    this.#server.close()
    this.cut()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #accept(client: Socket): void {
    const network: Network = {
      conditions: this.#conditions,
      random: this.#random,
      connect: () => this.#connect(),
      note: (request) => this.requests.push(request),
    }
    const connection = new ProxyConnection({ client, network })
    this.#connections.add(connection)
    void connection.run().finally(() => this.#connections.delete(connection))
  }

  async #connect(): Promise<Socket | null> {
    const { hostname, port } = this.#upstreams[this.#turn++ % this.#upstreams.length]!
    const socket = connect(Number(port), hostname)
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      return null // nobody listens: the client is told 502
    }
  }
}
