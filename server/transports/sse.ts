import type { ServerResponse } from 'node:http'
import type { Clock } from '../../protocol/clock.ts'
import { type Transport, unheard } from './transport.ts'

/** A reader that takes nothing for this long is gone. */
const WRITE_DEADLINE_MS = 10_000

/** Some proxies hold a response back until it has about 1 KB; a comment this long gets it moving. */
const PRELUDE = `:${' '.repeat(2048)}\n\n`

/**
 * A session's frames as server-sent events: `id` is the number of the last frame, `data` the batch in base64.
 * Writes to the raw response: framework helpers hide back-pressure and dead readers.
 */
export class SseTransport implements Transport {
  readonly name = 'sse'
  readonly coalesceMs = 0
  onDrain = unheard
  onClose = unheard
  readonly #response: ServerResponse
  readonly #clock: Clock
  #full = false
  #closed = false
  #stopDeadline: () => void = unheard

  constructor({
    response,
    clock,
    headers,
  }: { response: ServerResponse; clock: Clock; headers: Record<string, string> }) {
    this.#response = response
    this.#clock = clock
    response.on('close', () => this.#ended())
    response.on('drain', () => this.#drained())
    response.writeHead(200, {
      ...headers,
      // Exactly this, without parameters: some proxies flush at once only on the bare type.
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    response.socket?.setNoDelay(true)
    response.write(PRELUDE)
  }

  get writable(): boolean {
    return !this.#closed && !this.#full
  }

  send(batch: Uint8Array, through: number): void {
    if (this.#closed) return
    const data = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength).toString('base64')
    if (this.#response.write(`id: ${through}\ndata: ${data}\n\n`) || this.#full) return
    this.#full = true
    this.#expectProgress(this.#unsentBytes)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopDeadline()
    this.#response.end()
  }

  /** What is handed over to the system little by little is on a slow line, not on a dead one. */
  #expectProgress(unsentBytes: number): void {
    this.#stopDeadline = this.#clock.after(WRITE_DEADLINE_MS, () => {
      if (this.#unsentBytes < unsentBytes) {
        this.#expectProgress(this.#unsentBytes)
        return
      }
      this.#response.destroy()
      this.#ended()
    })
  }

  get #unsentBytes(): number {
    return this.#response.writableLength
  }

  #drained(): void {
    this.#stopDeadline()
    if (!this.#full) return
    this.#full = false
    if (!this.#closed) this.onDrain()
  }

  #ended(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopDeadline()
    this.onClose()
  }
}
