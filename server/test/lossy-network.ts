import type { SessionPoolOptions } from '../../client/socket/session-pool.ts'
import type { SeededRandom } from './seeded-random.ts'

export interface LossyNetworkOptions {
  random: SeededRandom
  /** The part of all requests that never arrive, and again of those whose answer never comes back. */
  loss: number
  /** A WebSocket is cut after this many messages at the most, counted in both directions. */
  messagesPerSocket: number
}

/**
 * `fetch` and `WebSocket` over a network that loses: requests before they arrive, answers after the server has acted,
 * streams in the middle, sockets at any moment. Whole again after `heal`.
 */
export class LossyNetwork implements Pick<SessionPoolOptions, 'fetch' | 'WebSocket'> {
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket
  /** What has been lost so far: requests, answers, streams and sockets. */
  losses = 0
  readonly #random: SeededRandom
  #loss: number

  constructor({ random, loss, messagesPerSocket }: LossyNetworkOptions) {
    this.#random = random
    this.#loss = loss
    this.fetch = (input, init) => this.#fetch(input, init)
    const network = this
    this.WebSocket = class extends WebSocket {
      #left = random.integer(2, messagesPerSocket)

      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        this.addEventListener('message', () => this.#count())
      }

      override send(data: Parameters<WebSocket['send']>[0]): void {
        super.send(data)
        this.#count()
      }

      #count(): void {
        this.#left -= 1
        if (this.#left !== 0 || !network.#isLossy) return
        network.losses += 1
        this.close()
      }
    }
  }

  /** From now on nothing is lost. */
  heal(): void {
    this.#loss = 0
  }

  get #isLossy(): boolean {
    return this.#loss > 0
  }

  async #fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    if (this.#loses()) throw new TypeError('the request was lost')
    const response = await fetch(input, init)
    if (response.headers.get('content-type') === 'text/event-stream') return this.#withCuts(response)
    if (!this.#loses()) return response
    await response.arrayBuffer()
    throw new TypeError('the answer was lost')
  }

  #withCuts(response: Response): Response {
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        if (this.#loses()) controller.error(new TypeError('the stream was cut'))
        else controller.enqueue(chunk)
      },
    })
    return new Response(response.body!.pipeThrough(cut), response)
  }

  #loses(): boolean {
    if (this.#random.next() >= this.#loss) return false
    this.losses += 1
    return true
  }
}
