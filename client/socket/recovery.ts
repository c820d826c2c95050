import type { Clock } from '../../protocol/clock.ts'
import { Backoff } from './backoff.ts'
import type { TransportFailure } from './transports/transport.ts'

/** A connection that lives so long has been useful: the next failure is a first one again. */
const USEFUL_MS = 10_000

/** Somebody who can write for a few seconds at a time is not kept waiting for longer than this. */
const SPURT_CAP_MS = 3_000

/**
 * How long a session waits before it tries again. Where nothing works, ever longer, by chance; where it is asked to
 * wait, that long; after a server that left, a part of the time within which all its clients are to come back.
 * No way around it: a session that was forgotten at once once more waits too.
 */
export class Recovery {
  readonly #clock: Clock
  readonly #backoff: Backoff
  #spreadMs: number | null = null
  #reopenMs = 0
  /** A session was forgotten, and none has been useful since. */
  #wasForgotten = false
  /** Frames came since the last failure. */
  #delivered = false
  #stopUseful: () => void = () => {}

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
    this.#backoff = new Backoff({ clock })
  }

  /** The server has said that it is about to leave. */
  get goingAway(): boolean {
    return this.#spreadMs !== null
  }

  /** The server is about to leave; its clients come back within `spreadMs`. */
  goAway(spreadMs: number): void {
    this.#spreadMs = spreadMs
  }

  /** A transport carries the session, or none does. */
  carried(isCarried: boolean): void {
    this.#stopUseful()
    if (!isCarried) return
    this.#stopUseful = this.#clock.after(USEFUL_MS, () => {
      this.#backoff.reset()
      this.#wasForgotten = false
    })
  }

  /** A frame in sequence came. */
  delivered(): void {
    this.#delivered = true
  }

  /** The server does not know the session any more. */
  forgotten(): void {
    // A server that has just come back has forgotten everybody, and answers now.
    this.#reopenMs = this.#wasForgotten ? this.#backoff.next() : 0
    this.#wasForgotten = true
  }

  /** How long a new session waits before it is opened, milliseconds; mostly 0. */
  beforeOpening(): number {
    const delayMs = this.goingAway ? this.#spread() : this.#reopenMs
    this.#reopenMs = 0
    return delayMs
  }

  /** How long to wait after every way failed, milliseconds. */
  afterFailure(failure: TransportFailure): number {
    const askedMs = failure.kind === 'broken' ? (failure.retryAfterMs ?? 0) : 0
    const waitMs = this.#backoff.next(this.#delivered ? { capMs: SPURT_CAP_MS } : {})
    this.#delivered = false
    return askedMs + (this.goingAway ? this.#spread() : waitMs)
  }

  #spread(): number {
    const delayMs = this.#clock.random() * (this.#spreadMs ?? 0)
    this.#spreadMs = null
    return delayMs
  }
}
