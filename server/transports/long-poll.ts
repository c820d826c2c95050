import type { Clock } from '../../protocol/clock.ts'
import { type Transport, unheard } from './transport.ts'

/** Bytes for the answer of one poll; empty when the hold ran out or a newer poll took over. */
export type PollAnswer = Uint8Array<ArrayBuffer>

/**
 * One held request: sends once, then it is over. `holdMs` 0 makes it a plain poll, which answers at once
 * with what there is. The answer stays in the session's outbox until the next request acknowledges it (I2).
 */
export class LongPollTransport implements Transport {
  readonly name: 'long-poll' | 'poll'
  readonly coalesceMs: number
  /** Resolves with the body of the answer; never rejects. */
  readonly answer: Promise<PollAnswer>
  onDrain = unheard
  onClose = unheard
  #resolve: (answer: PollAnswer) => void = unheard
  readonly #stopHold: () => void
  #answered = false

  constructor({ holdMs, clock, signal }: { holdMs: number; clock: Clock; signal: AbortSignal }) {
    this.name = holdMs === 0 ? 'poll' : 'long-poll'
    this.coalesceMs = holdMs === 0 ? 0 : 10
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#stopHold = clock.after(holdMs, () => this.#finish(new Uint8Array(0)))
    signal.addEventListener('abort', () => this.#finish(new Uint8Array(0)), { once: true })
  }

  get writable(): boolean {
    return !this.#answered
  }

  send(batch: Uint8Array): void {
    this.#finish(new Uint8Array(batch))
  }

  close(): void {
    this.onClose = unheard
    this.#finish(new Uint8Array(0))
  }

  #finish(answer: PollAnswer): void {
    if (this.#answered) return
    this.#answered = true
    this.#stopHold()
    this.#resolve(answer)
    this.onClose()
  }
}
