import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * What becomes of WebSockets: they work · the upgrade is never answered · answered with 403 · they open, and then carry
 * nothing.
 */
export type WebSocketFate = 'work' | 'unanswered' | 'refused' | 'mute'

/**
 * A network between browsers and a server, as good or bad as a test wants it: `await using network = await openNetwork(url)`.
 * Worse than a real one in that it knows what it spoils.
 */
export async function openNetwork(target: string): Promise<Network> {
  const network = new Network(target)
  await network.open()
  return network
}

export class Network {
  webSockets: WebSocketFate = 'work'
  /** Holds event streams back until they end, as a proxy that wants to compress them does. */
  holdsStreams = false
  #servesPagesOnly = false
  /** What was asked for, such as `DELETE /session`, oldest first; WebSockets are not among it. */
  readonly requests: string[] = []
  /** How many WebSockets were asked for. */
  webSocketsAsked = 0
  #target: URL
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()
  #isDown = false

  constructor(target: string) {
    this.#target = new URL(target)
    this.#server = createServer((request, response) => void this.#forward(request, response))
    this.#server.on('connection', (socket) => this.#keep(socket))
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Cuts every connection and takes no other until `mend`. */
  cut(): void {
    this.#isDown = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#isDown = this.#servesPagesOnly = false
  }

  /** From now on it leads to another server. */
  lead(target: string): void {
    this.#target = new URL(target)
  }

  /** Pages can be loaded, and nothing can be edited together: sessions are cut, and none is opened until `mend`. */
  servePagesOnly(): void {
    this.cut()
    this.#isDown = false
    this.#servesPagesOnly = true
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #keep(socket: Duplex): void {
    if (this.#isDown) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => {}) // a network does not care why
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`)
    if (this.#servesPagesOnly && isOfSession(request)) {
      request.destroy()
      return
    }
    const { hostname: host, port } = this.#target
    const forwarded = send({ host, port, method: request.method, path: request.url, headers: request.headers })
    response.on('close', () => forwarded.destroy())
    try {
      const [[answer]] = await Promise.all([
        once(forwarded, 'response') as Promise<[IncomingMessage]>,
        pipeline(request, forwarded),
      ])
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      if (this.holdsStreams && answer.headers['content-type'] === 'text/event-stream') {
        const held = await answer.toArray()
        response.end(Buffer.concat(held))
      } else await pipeline(answer, response)
    } catch {
      // Either side is gone: so is the other.
      response.destroy()
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.webSocketsAsked += 1
    if (this.#servesPagesOnly) {
      socket.destroy()
      return
    }
    switch (this.webSockets) {
      case 'refused':
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        return
      case 'unanswered':
        return
      case 'work':
      case 'mute':
        this.#tunnel(request, socket, { head, mute: this.webSockets === 'mute' })
        return
      default:
        this.webSockets satisfies never
    }
  }

  #tunnel(request: IncomingMessage, socket: Duplex, { head, mute }: { head: Buffer; mute: boolean }): void {
    const { hostname, port } = this.#target
    const upstream: Socket = connect(Number(port), hostname)
    this.#keep(upstream)
    const headers: string[] = []
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      headers.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`)
    }
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    upstream.pipe(socket)
    if (mute) return
    upstream.write(head)
    socket.pipe(upstream)
  }
}

function isOfSession({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/session') || url.startsWith('/sync')
}
