import { Header } from '../../../protocol/header.ts'
import { failureOf, isRetried } from '../answer-failure.ts'
import { request } from '../request.ts'
import { identityHeaders, pingByPost, Uplink } from '../uplink.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** A held request is given this much longer than the server promised to hold it. */
const ANSWER_GRACE_MS = 10_000
const MAX_TRIES = 3
/** What fails sooner was refused; what fails later was cut while it was held. */
const CUT_AFTER_MS = 1_000
/** Two cuts after about the same time are a rule of the path, not chance. */
const ALIKE = 0.25
/** To prove itself, a transport that is only tried is held for so long. */
const PROOF_HOLD_MS = 2_000

/**
 * Held requests down, POST up. The next request acknowledges what the last one brought.
 * Proven by the first answer of the POST that opens or resumes the session; when it is only tried, by a held request.
 * Where held requests are cut, it learns to hold them for a shorter time, or that they cannot be held at all.
 */
export class LongPollTransport implements Transport {
  readonly name = 'long-poll'
  readonly #host: TransportHost
  readonly #uplink: Uplink
  readonly #abort = new AbortController()
  #generation = 0
  #bound = false
  /** After how long the last request that was cut had been held. */
  #cutAfterMs: number | null = null
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
    void this.#run(use)
  }

  use(): void {}

  wake(): void {
    const { outbox } = this.#host
    // What came down is acknowledged by the next poll.
    if (this.#bound && !outbox.isEmpty) this.#uplink.wake()
  }

  ping(): void {}

  close(): void {
    this.#over = true
    this.#abort.abort()
    this.#uplink.close()
  }

  async #run(use: boolean): Promise<void> {
    if (use && (!(await this.#uplink.open()) || this.#over)) return
    // Before the proof, which starts the trial of better transports: theirs must be larger to replace this one (T2).
    this.#generation = this.#host.nextGeneration()
    if (use) this.#prove()
    let failures = 0
    let early = 0
    while (!this.#over) {
      const holdMs = this.#bound ? this.#host.path.holdMs(this.#host.holdMs) : PROOF_HOLD_MS
      if (holdMs === 0) {
        this.#fail({ kind: 'broken', detail: 'requests cannot be held here', hopeless: true })
        return
      }
      const at = this.#host.clock.now()
      const { failure, isEmpty } = await poll(this.#host, {
        generation: this.#generation,
        holdMs,
        signal: this.#abort.signal,
      })
      if (this.#over) return
      const heldMs = this.#host.clock.now() - at
      if (!failure) {
        failures = 0
        if (this.#cutAfterMs !== null && heldMs > this.#cutAfterMs) this.#cutAfterMs = null
        this.#prove()
        // Empty long before its time: another request has the downlink. Nobody is served by a race with it.
        early = isEmpty && heldMs < holdMs / 2 ? early + 1 : 0
        if (early > 1) await this.#wait(100 + this.#host.clock.random() * 250)
        this.wake()
        continue
      }
      failures += 1
      const cut = heldMs >= CUT_AFTER_MS
      if (cut && (await this.#learns(heldMs))) failures = 0
      else if (!isRetried(failure) || failures === MAX_TRIES) {
        this.#fail(
          failure.kind === 'broken' && !cut && (await this.#posts()) ? { ...failure, hopeless: true } : failure,
        )
        return
      } else if (!cut) await this.#wait(failures === 1 ? 20 : 200 + this.#host.clock.random() * 600)
    }
  }

  #prove(): void {
    if (this.#bound) return
    this.#bound = true
    this.#host.proven(this)
  }

  /** A held request was cut. True when another one like it was before: the next ones are held for a shorter time. */
  async #learns(heldMs: number): Promise<boolean> {
    const before = this.#cutAfterMs
    this.#cutAfterMs = heldMs
    if (before === null || Math.abs(heldMs - before) > before * ALIKE || !(await this.#posts())) return false
    this.#cutAfterMs = null
    this.#host.path.learnHold(Math.min(heldMs, before))
    return true
  }

  /** True when a plain request is answered: the network is there. */
  async #posts(): Promise<boolean> {
    return (await pingByPost(this.#host, this.#abort.signal)) === null
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise<void>((resolve) => this.#host.clock.after(delayMs, resolve))
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.close()
    this.#host.failed(this, failure)
  }
}

/** One request for what has come after the last delivered frame. Never rejects. */
export async function poll(
  host: TransportHost,
  { generation, holdMs, signal }: { generation: number; holdMs: number; signal: AbortSignal },
): Promise<{ failure: TransportFailure | null; isEmpty: boolean }> {
  const answer = await request({
    clock: host.clock,
    fetch: host.fetch,
    url: `${host.baseUrl}/session/poll`,
    init: {
      headers: {
        ...identityHeaders(host),
        [Header.Generation]: String(generation),
        [Header.After]: String(host.received),
        [Header.Hold]: String(holdMs),
      },
    },
    silenceMs: holdMs + ANSWER_GRACE_MS,
    signal,
  })
  if (answer.response === null) return { failure: { kind: 'broken', detail: answer.detail }, isEmpty: true }
  const failure = failureOf(answer.response, host.clock.now())
  if (failure) return { failure, isEmpty: true }
  const isEmpty = answer.body.byteLength === 0
  if (!isEmpty && !signal.aborted) host.deliver(answer.body, null)
  return { failure: null, isEmpty }
}
