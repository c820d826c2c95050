import { WebSocket as NodeWebSocket } from 'ws'
import type { SessionPoolOptions } from '../../client/socket/session-pool.ts'

/**
 * `fetch` and `WebSocket` of a machine that can stop reading: what comes stays in the network, until that is full and
 * the server cannot get rid of anything more.
 */
export class PausableNetwork implements Required<Pick<SessionPoolOptions, 'fetch' | 'WebSocket'>> {
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket
  readonly #sockets = new Set<NodeWebSocket>()
  #paused: PromiseWithResolvers<void> | null = null

  constructor() {
    const network = this
    this.fetch = (input, init) => this.#fetch(input, init)
    this.WebSocket = class extends NodeWebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        network.#sockets.add(this)
        this.on('open', () => network.#paused && this.pause())
        this.on('close', () => network.#sockets.delete(this))
        // Without a listener an error would be thrown; the socket closes, and whoever uses it hears that.
        this.on('error', () => {})
      }
    } as unknown as typeof WebSocket
  }

  /** From now on nothing is read. */
  pause(): void {
    this.#paused ??= Promise.withResolvers()
    for (const socket of this.#sockets) socket.pause()
  }

  /** Reads on. */
  resume(): void {
    this.#paused?.resolve()
    this.#paused = null
    for (const socket of this.#sockets) socket.resume()
  }

  async #fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    const response = await fetch(input, init)
    await this.#paused?.promise
    const gate = new TransformStream<Uint8Array, Uint8Array>({
      transform: async (chunk, controller) => {
        await this.#paused?.promise
        controller.enqueue(chunk)
      },
    })
    return response.body ? new Response(response.body.pipeThrough(gate), response) : response
  }
}
