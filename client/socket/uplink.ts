import { encodeBatch } from '../../protocol/batch.ts'
import { Header } from '../../protocol/header.ts'
import { limits } from '../../protocol/limits.ts'
import { deadline } from './deadline.ts'
import type { TransportFailure, TransportHost } from './transports/transport.ts'

/** Keys pressed within this time travel together. */
const COALESCE_MS = 8
const TIMEOUT_MS = 10_000
/** A POST that fails is tried again this often before the transport is given up. */
const MAX_TRIES = 3

export interface UplinkOptions {
  host: TransportHost
  /** Sequenced frames went up and the answer arrived. */
  onSent?: () => void
  onFailed: (failure: TransportFailure) => void
}

/**
 * The way up for sse, long-poll and poll: one POST in flight, from the lowest frame that is not acknowledged.
 * A retry carries the same numbers (and may carry more), so the server drops what it has.
 */
export class Uplink {
  readonly #host: TransportHost
  readonly #onFailed: (failure: TransportFailure) => void
  readonly #onSent: () => void
  readonly #abort = new AbortController()
  #inFlight = false
  #stopCoalesce: (() => void) | null = null
  #control: Uint8Array[] = []
  #targetBytes: number = limits.batchTargetBytes
  #told = 0
  #over = false

  constructor({ host, onSent = () => {}, onFailed }: UplinkOptions) {
    this.#host = host
    this.#onSent = onSent
    this.#onFailed = onFailed
  }

  /** Opens the session, or takes it up again, with what waits in the outbox. Resolves true when the server answered. */
  async open(): Promise<boolean> {
    return await this.#exchange()
  }

  /** The outbox has something to send. */
  wake(): void {
    if (this.#over || this.#inFlight) return
    this.#stopCoalesce ??= this.#host.clock.after(COALESCE_MS, () => {
      this.#stopCoalesce = null
      void this.#pump()
    })
  }

  /** Sends frames out of sequence (BIND, PONG) with the next POST. */
  control(frame: Uint8Array): void {
    this.#control.push(frame)
    this.wake()
  }

  /** The server has been told of its frames up to this number. */
  get told(): number {
    return this.#told
  }

  /** Idempotent. */
  close(): void {
    this.#over = true
    this.#stopCoalesce?.()
    this.#abort.abort()
  }

  async #pump(): Promise<void> {
    const { outbox } = this.#host
    while (!this.#over && !this.#inFlight && this.#due()) {
      const before = outbox.acknowledged
      if (!(await this.#exchange())) return
      if (outbox.acknowledged > before) this.#onSent()
    }
  }

  #due(): boolean {
    const { outbox, received } = this.#host
    return outbox.last > outbox.acknowledged || this.#control.length > 0 || received > this.#told
  }

  async #exchange(): Promise<boolean> {
    this.#inFlight = true
    try {
      for (let tries = 1; ; tries++) {
        const failure = await this.#post()
        if (!failure || this.#over) return !failure
        // A connection that the proxy had just closed fails at once and for no reason: the first retry is soon.
        if (failure.kind !== 'broken' || tries === MAX_TRIES) {
          this.close()
          this.#onFailed(failure)
          return false
        }
        await this.#wait(tries === 1 ? 20 : 200 + this.#host.clock.random() * 600)
        if (this.#over) return false
      }
    } finally {
      this.#inFlight = false
    }
  }

  async #post(): Promise<TransportFailure | null> {
    const host = this.#host
    const control = this.#control
    const after = host.received
    const batch = host.outbox.batch(host.outbox.acknowledged, this.#targetBytes, control)
    const sent = batch?.bytes ?? encodeBatch(0, control)
    const at = host.clock.now()
    const { signal, stop } = deadline(host.clock, TIMEOUT_MS, this.#abort.signal)
    let response: Response
    let body: Uint8Array
    try {
      response = await host.fetch(`${host.baseUrl}/session${host.identity ? '/frames' : ''}`, {
        method: 'POST',
        headers: {
          ...identityHeaders(host),
          [Header.After]: String(after),
          'content-type': 'application/octet-stream',
        },
        body: sent as Uint8Array<ArrayBuffer>,
        signal,
        cache: 'no-store',
      })
      body = new Uint8Array(await response.arrayBuffer())
    } catch (error) {
      return { kind: 'broken', detail: String(error) }
    } finally {
      stop()
      host.sent(sent.byteLength)
    }
    if (this.#over) return null
    const failure = failureOf(response)
    if (failure) {
      if (response.status === 413 && this.#targetBytes > 16 * 1024) this.#targetBytes /= 2
      return failure
    }
    host.measured(host.clock.now() - at)
    this.#control = this.#control.slice(control.length)
    this.#told = Math.max(this.#told, after)
    host.deliver(body, null)
    return null
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#host.clock.after(delayMs, resolve))
  }
}

/** Whose request it is: the session's id and secret, or the nonce of one still to be opened. */
export function identityHeaders({ identity, nonce }: TransportHost): Record<string, string> {
  return identity ? { [Header.Session]: `${identity.id}.${identity.secret}` } : { [Header.Nonce]: nonce }
}

/** What a status means to a session; null when the answer is the server's own and good. */
export function failureOf(response: Response): TransportFailure | null {
  const { status } = response
  if (status === 410 || status === 403 || status === 409) return { kind: 'unknown-session' }
  if (status === 400 || status === 401) {
    return { kind: 'refused', code: 4000 + status, reason: status === 400 ? 'FRAME_MALFORMED' : 'UNAUTHENTICATED' }
  }
  const type = response.headers.get('content-type') ?? ''
  if (status === 200 && (type.startsWith('application/octet-stream') || type.startsWith('text/event-stream')))
    return null
  // A captive portal answers 200 with HTML; a proxy answers 502 while the server restarts.
  return { kind: 'broken', detail: `status ${status} ${type}` }
}
