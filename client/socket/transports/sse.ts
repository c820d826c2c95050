import { encodeFrame } from '../../../protocol/codec.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { Header } from '../../../protocol/header.ts'
import { failureOf } from '../answer-failure.ts'
import { EventParser } from '../event-parser.ts'
import { afterPatiently } from '../patient-timer.ts'
import { identityHeaders, Uplink } from '../uplink.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** The server sends two canaries 400 ms apart; nearer than this, something on the way held the first one back. */
const MIN_CANARY_GAP_MS = 200

/** A stream that has to work, because nothing else may, has so long to bring its first event. */
const FIRST_EVENT_MS = 15_000

/** What came down is acknowledged after this time, if no POST was due before. */
const ACK_DELAY_MS = 1_000
/** And after this much at once: the server sends only so far ahead of what is acknowledged (S11). */
const ACK_BYTES = 64 * 1024

/** A PING is answered this seldom: the answer is a request. */
const PONG_EVERY_MS = 15_000

/** Browsers keep all of a response that is still being read, and some proxies cut old ones: a new stream takes over. */
const SPENT_BYTES = 4 * 1024 * 1024
const SPENT_AFTER_MS = 240_000
const SPENT_SPREAD_MS = 60_000

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
  #bytes = 0
  #owedBytes = 0
  #spent = false
  #stopAck: (() => void) | null = null
  #stopAge: () => void = () => {}
  #stopFirst: () => void = () => {}
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
    this.#uplink = new Uplink({ host, onFailed: (failure) => this.#fail(failure) })
  }

  get generation(): number {
    return this.#generation
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
    if (!outbox.isEmpty) this.#uplink.wake()
    else if (received > this.#uplink.told) {
      this.#stopAck ??= this.#host.clock.after(ACK_DELAY_MS, () => {
        this.#stopAck = null
        this.#uplink.wake()
      })
    }
  }

  /** The question goes by POST, the answer comes down the stream: both are shown to work. */
  ping(): void {
    const token = this.#host.clock.now() % 1_000_000
    if (this.#bound) this.#uplink.control(encodeFrame({ type: FrameType.Ping, token }))
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
    this.#stopAge()
    this.#stopFirst()
    this.#abort.abort()
    this.#uplink.close()
  }

  async #run(): Promise<void> {
    const { clock } = this.#host
    // A session that is still to be opened, or that has edits waiting, begins with a POST.
    if (this.#used && !(await this.#uplink.open())) return
    if (this.#over) return
    this.#generation = this.#host.nextGeneration()
    const ageMs = SPENT_AFTER_MS + clock.random() * SPENT_SPREAD_MS
    this.#stopAge = clock.after(ageMs, () => this.#wear(SPENT_BYTES))
    if (this.#used) this.#stopFirst = afterPatiently(clock, FIRST_EVENT_MS, () => this.#abort.abort())
    try {
      const response = await this.#fetch()
      const failure = failureOf(response, clock.now())
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

  #fetch(): Promise<Response> {
    const host = this.#host
    return host.fetch(`${host.baseUrl}/session/sse`, {
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
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    if (this.#used) this.#bound = true
    const parser = new EventParser()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#over) return
      for (const { data } of parser.push(value)) {
        this.#stopFirst()
        this.#canary()
        if (this.#over) return
        const batch = bytesOfBase64(data)
        if (!this.#host.deliver(batch, this)) {
          throw new Error('a gap in the sequence')
        }
        if (this.#over) return
        this.#owe(batch.byteLength)
      }
      this.#wear(value.byteLength)
    }
  }

  #owe(bytes: number): void {
    this.#owedBytes += bytes
    if (this.#owedBytes < ACK_BYTES) return
    this.#owedBytes = 0
    if (this.#bound) this.#uplink.wake()
  }

  #canary(): void {
    if (this.#proven) return
    const now = this.#host.clock.now()
    const isFirst = this.#firstAt === null
    this.#firstAt ??= now
    const gapMs = now - this.#firstAt
    if (!this.#used) {
      if (isFirst) return
      this.#host.measuredGap(gapMs)
      if (gapMs < MIN_CANARY_GAP_MS) {
        this.#fail({ kind: 'broken', detail: 'something on the way holds the stream back', hopeless: true })
        return
      }
    }
    // Used at once means that nothing else is there to fall back to: the first event is proof enough.
    this.#proven = true
    this.#host.proven(this)
  }

  #wear(bytes: number): void {
    this.#bytes += bytes
    if (this.#spent || this.#bytes < SPENT_BYTES || !this.#bound) return
    this.#spent = true
    this.#host.spent(this)
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
