import { encodeBatch } from '../../protocol/batch.ts'
import { Header } from '../../protocol/header.ts'
import { MAX_WINDOW_BYTES } from '../../protocol/outbox.ts'
import { failureOf, isRetried } from './answer-failure.ts'
import { request } from './request.ts'
import type { TransportFailure, TransportHost } from './transports/transport.ts'

/** No longer than the turn: the caret that a key has moved is told in the same one, and travels in the same request. */
const COALESCE_MS = 0

/** An answer is waited for so long, and longer for a large body: a line that carries 16 KiB a second is not dead. */
const SILENCE_MS = 10_000
const BYTES_PER_MS = 16
/** After a POST that was not answered in time the next one is smaller, down to this. */
const MIN_BATCH_BYTES = 16 * 1024

/** How long a plain request may take to show that the network is there. */
const PING_MS = 5_000

/** A POST that fails is tried again this often before the transport is given up; one that opens, once. */
const MAX_TRIES = 3
const MAX_OPENING_TRIES = 2

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
  #targetBytes = Number.POSITIVE_INFINITY
  #told = 0
  #over = false

  constructor({ host, onSent = () => {}, onFailed }: UplinkOptions) {
    this.#host = host
    this.#onSent = onSent
    this.#onFailed = onFailed
  }

  /** Opens the session, or takes it up again, with what waits in the outbox. Resolves true when the server answered. */
  async open(): Promise<boolean> {
    return await this.#exchange(MAX_OPENING_TRIES)
  }

  /** The outbox has something to send. */
  wake(): void {
    if (this.#over || this.#inFlight) return
    this.#stopCoalesce ??= this.#host.clock.after(COALESCE_MS, () => {
      this.#stopCoalesce = null
      void this.#pump()
    })
  }

  /** Sends frames out of sequence (BIND, PING, PONG) at once, or after the POST that is in flight. */
  control(frame: Uint8Array): void {
    this.#control.push(frame)
    // No timer: those of a hidden page run once a minute, and what waits for this is shorter.
    queueMicrotask(() => void this.#pump())
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
      if (!(await this.#exchange(MAX_TRIES))) return
      if (outbox.acknowledged > before) this.#onSent()
    }
  }

  #due(): boolean {
    const { outbox, received } = this.#host
    return !outbox.isEmpty || this.#control.length > 0 || received > this.#told
  }

  async #exchange(maxTries: number): Promise<boolean> {
    this.#inFlight = true
    try {
      for (let tries = 1; ; ) {
        const failure = await this.#post(tries)
        if (failure === 'too-large') continue
        if (!failure || this.#over) return !failure
        if (!isRetried(failure) || tries === maxTries) {
          this.close()
          this.#onFailed(failure)
          return false
        }
        // A connection that the proxy had just closed fails at once and for no reason: the first retry is soon.
        await this.#wait(tries === 1 ? 20 : 200 + this.#host.clock.random() * 600)
        if (this.#over) return false
        tries += 1
      }
    } finally {
      this.#inFlight = false
    }
  }

  async #post(tries: number): Promise<TransportFailure | 'too-large' | null> {
    const host = this.#host
    const control = this.#control
    const after = host.received
    const targetBytes = Math.min(this.#targetBytes, host.path.batchBytes)
    host.outbox.windowBytes = MAX_WINDOW_BYTES
    const batch = host.outbox.batch(host.outbox.acknowledged, targetBytes, control)
    const sent = batch?.bytes ?? encodeBatch(0, control)
    const at = host.clock.now()
    const answer = await post(host, sent, {
      signal: this.#abort.signal,
      // A server that is slow once is slow again: giving up at the same moment each time would never end.
      silenceMs: SILENCE_MS * tries + sent.byteLength / BYTES_PER_MS,
      after,
    })
    if (this.#over) return null
    if (answer.response === null) {
      if (answer.silent) this.#targetBytes = Math.max(MIN_BATCH_BYTES, targetBytes / 2)
      return { kind: 'broken', detail: answer.detail }
    }
    const failure = failureOf(answer.response, host.clock.now())
    if (failure) return answer.response.status === 413 && host.path.learnTooLarge() ? 'too-large' : failure
    host.measured(host.clock.now() - at)
    this.#control = this.#control.slice(control.length)
    this.#told = Math.max(this.#told, after)
    // The answer of another session than the one that was chosen meanwhile: the next POST names that one.
    if (!host.deliver(answer.body, null)) return { kind: 'broken', detail: 'an answer of another session' }
    return null
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#host.clock.after(delayMs, resolve))
  }
}

/** A POST without frames: null when the server answers, else why it does not. Never rejects. */
export async function pingByPost(host: TransportHost, signal: AbortSignal): Promise<TransportFailure | null> {
  const at = host.clock.now()
  const after = host.received
  const answer = await post(host, encodeBatch(0, []), { signal, silenceMs: PING_MS, after })
  if (answer.response === null) return { kind: 'broken', detail: answer.detail }
  const failure = failureOf(answer.response, host.clock.now())
  if (failure) return failure
  if (!signal.aborted) {
    host.measured(host.clock.now() - at)
    host.deliver(answer.body, null)
  }
  return null
}

/** One POST of a batch, whatever is in it. Never rejects. */
async function post(
  host: TransportHost,
  batch: Uint8Array,
  { signal, silenceMs, after }: { signal: AbortSignal; silenceMs: number; after: number },
): ReturnType<typeof request> {
  host.sent(batch.byteLength)
  return await request({
    clock: host.clock,
    fetch: host.fetch,
    url: `${host.baseUrl}/session${host.identity ? '/frames' : ''}`,
    init: {
      method: 'POST',
      headers: {
        ...identityHeaders(host),
        [Header.After]: String(after),
        'content-type': 'application/octet-stream',
      },
      body: batch as Uint8Array<ArrayBuffer>,
    },
    silenceMs,
    signal,
  })
}

/** Whose request it is: the session's id and secret, or the nonce of one still to be opened. */
export function identityHeaders({ identity, nonce }: TransportHost): Record<string, string> {
  return identity ? { [Header.Session]: `${identity.id}.${identity.secret}` } : { [Header.Nonce]: nonce }
}
