import { EventEmitter } from 'node:events'
import type { Clock } from '../../../protocol/clock.ts'

/** How often a proxy that holds a stream back is asked whether it still does, milliseconds. */
const HOLD_CHECK_MS = 250

export interface SimResponseOptions {
  clock: Clock
  /** How long the next bytes take, milliseconds. */
  delay: () => number
  /** True while something on the way holds the stream back. */
  isHeld: () => boolean
}

/** Node's raw response, as far as an event stream needs one: what is written arrives in order, later, or never. */
export class SimResponse extends EventEmitter {
  readonly socket = { setNoDelay: () => {} }
  /** True once the server has begun to write by itself. */
  streaming = false
  readonly #options: SimResponseOptions
  readonly #body: ReadableStream<Uint8Array>
  readonly #queue: (() => void)[] = []
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #pumping = false
  #over = false

  constructor(options: SimResponseOptions) {
    super()
    this.#options = options
    this.#body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller
      },
    })
  }

  /** What the client gets. */
  get response(): Response {
    return new Response(this.#body, { headers: { 'content-type': 'text/event-stream' } })
  }

  writeHead(): void {
    this.streaming = true
  }

  write(text: string): boolean {
    this.#later(() => this.#controller?.enqueue(new TextEncoder().encode(text)))
    return true
  }

  end(): void {
    this.#later(() => this.#finish((controller) => controller.close()))
  }

  destroy(): void {
    this.cut()
  }

  /** The line is cut: neither side hears more of the other. */
  cut(): void {
    if (this.#over) return
    this.#finish((controller) => controller.error(new TypeError('the network failed')))
    this.#options.clock.after(1, () => this.emit('close'))
  }

  #finish(how: (controller: ReadableStreamDefaultController<Uint8Array>) => void): void {
    if (this.#over) return
    this.#over = true
    if (this.#controller) how(this.#controller)
  }

  #later(action: () => void): void {
    this.#queue.push(action)
    if (this.#pumping) return
    this.#pumping = true
    this.#options.clock.after(this.#options.delay(), () => this.#pump())
  }

  #pump(): void {
    if (this.#over) return
    const { clock, delay, isHeld } = this.#options
    if (isHeld()) {
      clock.after(HOLD_CHECK_MS, () => this.#pump())
      return
    }
    this.#queue.shift()?.()
    this.#pumping = this.#queue.length > 0
    if (this.#pumping) clock.after(delay() / 4, () => this.#pump())
  }
}
