import { Header } from '../../../protocol/header.ts'
import { deadline } from '../deadline.ts'
import { failureOf, identityHeaders, Uplink } from '../uplink.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** A held request is given this much longer than the server promised to hold it. */
const ANSWER_GRACE_MS = 10_000
const MAX_TRIES = 3

/**
 * Held requests down, POST up. The next request acknowledges what the last one brought.
 * Proven by the first answer of the POST that opens or resumes the session.
 */
export class LongPollTransport implements Transport {
  readonly name = 'long-poll'
  readonly #host: TransportHost
  readonly #uplink: Uplink
  readonly #abort = new AbortController()
  #bound = false
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
    this.#uplink = new Uplink({ host, onFailed: (failure) => this.#fail(failure) })
  }

  get bound(): boolean {
    return this.#bound
  }

  start(): void {
    void this.#run()
  }

  use(): void {}

  wake(): void {
    const { outbox } = this.#host
    // What came down is acknowledged by the next poll.
    if (this.#bound && outbox.last > outbox.acknowledged) this.#uplink.wake()
  }

  ping(): void {}

  close(): void {
    this.#over = true
    this.#abort.abort()
    this.#uplink.close()
  }

  async #run(): Promise<void> {
    if (!(await this.#uplink.open()) || this.#over) return
    this.#bound = true
    // Before the proof, which starts the trial of better transports: theirs must be larger to replace this one (T2).
    const generation = this.#host.nextGeneration()
    this.#host.proven(this)
    let tries = 0
    while (!this.#over) {
      const failure = await poll(this.#host, { generation, holdMs: this.#host.holdMs, signal: this.#abort.signal })
      if (this.#over) return
      if (!failure) {
        tries = 0
        this.wake()
        continue
      }
      tries += 1
      if (failure.kind !== 'broken' || tries === MAX_TRIES) {
        this.#fail(failure)
        return
      }
      const { clock } = this.#host
      await new Promise<void>((resolve) => clock.after(tries === 1 ? 20 : 200 + clock.random() * 600, resolve))
    }
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.close()
    this.#host.failed(this, failure)
  }
}

/** One request for what has come after the last delivered frame. */
export async function poll(
  host: TransportHost,
  { generation, holdMs, signal: over }: { generation: number; holdMs: number; signal: AbortSignal },
): Promise<TransportFailure | null> {
  const { signal, stop } = deadline(host.clock, holdMs + ANSWER_GRACE_MS, over)
  try {
    const response = await host.fetch(`${host.baseUrl}/session/poll`, {
      headers: {
        ...identityHeaders(host),
        [Header.Generation]: String(generation),
        [Header.After]: String(host.received),
        [Header.Hold]: String(holdMs),
      },
      signal,
      cache: 'no-store',
    })
    const body = new Uint8Array(await response.arrayBuffer())
    const failure = failureOf(response)
    if (failure) return failure
    if (body.byteLength > 0 && !over.aborted) host.deliver(body, null)
    return null
  } catch (error) {
    return { kind: 'broken', detail: String(error) }
  } finally {
    stop()
  }
}
