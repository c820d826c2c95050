import { encodeFrame } from '../../../protocol/codec.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { Header } from '../../../protocol/header.ts'
import { EventParser } from '../event-parser.ts'
import { failureOf, identityHeaders, Uplink } from '../uplink.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** The server sends two canaries 400 ms apart; nearer than this, something on the way held the first one back. */
const MIN_CANARY_GAP_MS = 200

/** What came down is acknowledged after this time, if no POST was due before. */
const ACK_DELAY_MS = 1_000

/** A PING is answered this seldom: the answer is a request. */
const PONG_EVERY_MS = 15_000

/**
 * Server-sent events down, POST up. Read with fetch: an EventSource dies for good on a 502 and sends no header.
 * Proven when two events arrive as far apart as they were sent; a buffering proxy delivers them together.
 */
export class SseTransport implements Transport {
  readonly name = 'sse'
  readonly #host: TransportHost
  readonly #uplink: Uplink
  readonly #abort = new AbortController()
  #generation = 0
  #used = false
  #bound = false
  #firstAt: number | null = null
  #proven = false
  #pongAt = 0
  #stopAck: (() => void) | null = null
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
    this.#uplink = new Uplink({ host, onFailed: (failure) => this.#fail(failure) })
  }

  get bound(): boolean {
    return this.#bound
  }

  start({ use }: { use: boolean }): void {
    this.#used = use
    void this.#run()
  }

  use(): void {
    if (this.#bound || this.#over) return
    this.#used = this.#bound = true
    const { received } = this.#host
    const bind = { session: '', secret: '', generation: this.#generation, after: received, use: true }
    this.#uplink.control(encodeFrame({ type: FrameType.Bind, ...bind }))
  }

  wake(): void {
    if (!this.#bound) return
    const { outbox, received } = this.#host
    if (outbox.last > outbox.acknowledged) this.#uplink.wake()
    else if (received > this.#uplink.told) {
      this.#stopAck ??= this.#host.clock.after(ACK_DELAY_MS, () => {
        this.#stopAck = null
        this.#uplink.wake()
      })
    }
  }

  ping(): void {
    if (this.#bound) this.#uplink.control(encodeFrame({ type: FrameType.Pong, token: 0 }))
  }

  /** Answers the server's PING, but not each one. */
  answer(token: number): void {
    const now = this.#host.clock.now()
    if (!this.#bound || now - this.#pongAt < PONG_EVERY_MS) return
    this.#pongAt = now
    this.#uplink.control(encodeFrame({ type: FrameType.Pong, token }))
  }

  close(): void {
    this.#over = true
    this.#stopAck?.()
    this.#abort.abort()
    this.#uplink.close()
  }

  async #run(): Promise<void> {
    const host = this.#host
    // A session that is still to be opened, or that has edits waiting, begins with a POST.
    if (this.#used && !(await this.#uplink.open())) return
    if (this.#over) return
    this.#generation = host.nextGeneration()
    try {
      const response = await host.fetch(`${host.baseUrl}/session/sse`, {
        headers: {
          ...identityHeaders(host),
          accept: 'text/event-stream',
          [Header.Generation]: String(this.#generation),
          [Header.After]: String(host.received),
          ...(this.#used ? {} : { [Header.Probe]: '1' }),
        },
        signal: this.#abort.signal,
        cache: 'no-store',
      })
      const failure = failureOf(response)
      if (failure || !response.body) {
        void response.body?.cancel()
        this.#fail(failure ?? { kind: 'broken', detail: 'no body' })
        return
      }
      await this.#read(response.body)
      this.#fail({ kind: 'broken', detail: 'the stream ended' })
    } catch (error) {
      this.#fail({ kind: 'broken', detail: String(error) })
    }
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    if (this.#used) this.#bound = true
    const parser = new EventParser()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#over) return
      for (const { data } of parser.push(value)) {
        this.#canary()
        if (!this.#host.deliver(bytesOfBase64(data), this)) {
          throw new Error('a gap in the sequence')
        }
        if (this.#over) return
      }
    }
  }

  #canary(): void {
    if (this.#proven) return
    const now = this.#host.clock.now()
    if (this.#firstAt === null) this.#firstAt = now
    else if (!this.#used) this.#host.measuredGap(now - this.#firstAt)
    // Used at once means that nothing else is there to fall back to: the first event is proof enough.
    if (!this.#used && now - this.#firstAt < MIN_CANARY_GAP_MS) return
    this.#proven = true
    this.#host.proven(this)
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.close()
    this.#host.failed(this, failure)
  }
}

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
