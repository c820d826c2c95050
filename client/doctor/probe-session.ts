import { decodeBatch, encodeBatch } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { FrameType } from '../../protocol/frame.ts'
import { Header } from '../../protocol/header.ts'
import { Inbox } from '../../protocol/inbox.ts'
import { limits } from '../../protocol/limits.ts'
import { Outbox } from '../../protocol/outbox.ts'
import type { Refusal } from './measurement.ts'

/** No document: the server declines to open a channel for it, in one frame, and keeps nothing. */
const NO_DOCUMENT = '/status'

/** Requests that open or end a session are not cut off before: that would leave one behind. */
const PATIENCE_MS = 10_000

/**
 * A session of the doctor's own, without any document. What it asks is to open a channel that names none: the answer
 * is a CLOSE frame in sequence, which every transport has to carry down as it carries an edit.
 */
export class ProbeSession {
  readonly #baseUrl: string
  readonly #clock: Clock
  readonly #fetch: typeof fetch
  readonly #nonce = nonce()
  readonly #outbox = new Outbox()
  readonly #inbox = new Inbox()
  readonly #asked = new Map<number, () => void>()
  #identity: { id: string; secret: string } | null = null
  #channel = 0
  #sent = 0
  #via: string | null = null
  #left: Promise<void> | null = null

  constructor({ baseUrl, clock, fetch }: { baseUrl: string; clock: Clock; fetch: typeof globalThis.fetch }) {
    this.#baseUrl = baseUrl
    this.#clock = clock
    this.#fetch = fetch
  }

  /** Who says in the headers of the answers that it is on the way; null when nobody does. */
  get via(): string | null {
    return this.#via
  }

  /** The headers of a request for the way down. */
  headers(): Record<string, string> {
    return { ...this.#whose(), [Header.Generation]: '1', [Header.After]: String(this.#inbox.received) }
  }

  /** The first batch of a WebSocket: whose it is. */
  bind(): Uint8Array<ArrayBuffer> {
    const bind = encodeFrame({
      type: FrameType.Bind,
      session: this.#identity?.id ?? '',
      secret: this.#identity?.secret ?? this.#nonce,
      generation: 1,
      after: this.#inbox.received,
      use: true,
    })
    return encodeBatch(0, [bind]) as Uint8Array<ArrayBuffer>
  }

  /** Puts a question in the outbox; resolves when its answer was delivered. */
  ask(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#channel += 1
    this.#asked.set(this.#channel, resolve)
    this.#outbox.push({ type: FrameType.Open, channel: this.#channel, path: NO_DOCUMENT, protocols: [] })
    return promise
  }

  /** What was asked and not yet sent over the WebSocket. */
  unsent(): Uint8Array<ArrayBuffer> {
    const batch = this.#outbox.batch(this.#sent, limits.batchTargetBytes)
    this.#sent = batch?.through ?? this.#sent
    return (batch?.bytes ?? encodeBatch(0, [])) as Uint8Array<ArrayBuffer>
  }

  /** Opens the session, or sends what was asked, by POST. Null when the answer was the server's own. */
  async post(signal: AbortSignal): Promise<Refusal | null> {
    if (this.#identity) return await this.#post('/session/frames', signal)
    return await this.#patiently((late) => this.#post('/session', late))
  }

  async #post(path: string, signal: AbortSignal): Promise<Refusal | null> {
    const batch = this.#outbox.batch(this.#outbox.acknowledged, limits.batchTargetBytes)
    const response = await this.#fetch(`${this.#baseUrl}${path}`, {
      method: 'POST',
      headers: { ...this.headers(), 'content-type': 'application/octet-stream' },
      body: (batch?.bytes ?? encodeBatch(0, [])) as Uint8Array<ArrayBuffer>,
      cache: 'no-store',
      signal,
    })
    return await this.take(response)
  }

  /** Delivers the body of an answer. Null when the answer was the server's own, else why not. */
  async take(response: Response): Promise<Refusal | null> {
    const refused = this.check(response, 'application/octet-stream')
    const body = new Uint8Array(await response.arrayBuffer())
    if (!refused && body.byteLength > 0) this.deliver(body)
    return refused
  }

  /** Whether an answer is the server's own; null when it is. */
  check(response: Response, wanted: string): Refusal | null {
    this.#via = response.headers.get('via') ?? response.headers.get('server') ?? this.#via
    const type = response.headers.get('content-type') ?? ''
    if (response.status === 200 && type.startsWith(wanted)) return null
    return { kind: 'refused', detail: `status ${response.status} ${type}`.trimEnd() }
  }

  /** Takes a batch that came down. */
  deliver(bytes: Uint8Array): void {
    this.#inbox.take(decodeBatch(bytes), {
      sequenced: (frame) => {
        if (frame.type !== FrameType.Close) return
        this.#asked.get(frame.channel)?.()
        this.#asked.delete(frame.channel)
      },
      control: (frame) => {
        if (frame.type === FrameType.Welcome) this.#named({ id: frame.session, secret: frame.secret })
        if (frame.type === FrameType.Welcome || frame.type === FrameType.Ack) this.#outbox.acknowledge(frame.received)
      },
    })
  }

  /**
   * Tells the server that nobody will come back: at once, for a page that is left may wait for nothing, or as soon as
   * the server has named the session. Resolves when there is no more to do now. Idempotent; never rejects.
   */
  leave(): Promise<void> {
    this.#left ??= this.#delete()
    return this.#left
  }

  #named(identity: { id: string; secret: string }): void {
    if (this.#identity) return
    this.#identity = identity
    if (this.#left) this.#left = this.#delete()
  }

  async #delete(): Promise<void> {
    if (!this.#identity) return
    const request = { method: 'DELETE', headers: this.#whose(), keepalive: true }
    try {
      await this.#patiently((signal) => this.#fetch(`${this.#baseUrl}/session`, { ...request, signal }))
    } catch {
      // The server is away: it forgets the session by itself.
    }
  }

  /** A request that nobody cuts off but time. */
  async #patiently<Value>(request: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const late = new AbortController()
    const stop = this.#clock.after(PATIENCE_MS, () => late.abort())
    try {
      return await request(late.signal)
    } finally {
      stop()
    }
  }

  #whose(): Record<string, string> {
    return this.#identity
      ? { [Header.Session]: `${this.#identity.id}.${this.#identity.secret}` }
      : { [Header.Nonce]: this.#nonce }
  }
}

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
