import { MAX_WINDOW_BYTES } from './outbox.ts'

/** A batch of a stream: less would leave the line idle. */
export const MIN_WINDOW_BYTES = 64 * 1024

/**
 * How long what is ahead may make the next key wait, beyond the round trip: below the first there may be more, above the
 * second less. On a long line, whose round trips differ by more, a quarter of the shortest, and all of it.
 */
const SHORT_WAIT_MS = 50
const LONG_WAIT_MS = 150

/** After this time it begins anew: the line may have become another. */
const FORGET_AFTER_MS = 5 * 60_000

/**
 * How far a stream may be ahead of what is acknowledged: as far as the line is kept busy, and no farther. What has been
 * handed to a stream cannot be overtaken, and a proxy or a system takes megabytes from us that a slow line needs
 * seconds for. Begins small, doubles while nothing has to wait for it, and is halved when something does: by round
 * trips measured under load, against the shortest of them (as LEDBAT, RFC 6817, does it).
 */
export class SendWindow {
  #bytes = MIN_WINDOW_BYTES
  /** The newest frame when it was sent, and when that was. */
  #probe: { through: number; at: number } | null = null
  #shortestMs = Number.POSITIVE_INFINITY
  #since: number | null = null

  get bytes(): number {
    return this.#bytes
  }

  /** Frames up to `through` are out, and more than the smallest window of them are not acknowledged. */
  sent(through: number, now: number): void {
    this.#probe ??= { through, at: now }
  }

  /** Frames up to `received` have arrived. Without `isBusy` the other side may have waited before it said so. */
  acknowledged(received: number, now: number, { isBusy }: { isBusy: boolean }): void {
    const probe = this.#probe
    if (!probe || received < probe.through) return
    this.#probe = null
    if (!isBusy) return
    this.#since ??= now
    if (now - this.#since > FORGET_AFTER_MS) {
      this.#since = now
      this.#shortestMs = Number.POSITIVE_INFINITY
      this.#bytes = MIN_WINDOW_BYTES
      return
    }
    const tookMs = now - probe.at
    this.#shortestMs = Math.min(this.#shortestMs, tookMs)
    const waitMs = tookMs - this.#shortestMs
    if (waitMs < Math.max(SHORT_WAIT_MS, this.#shortestMs / 4))
      this.#bytes = Math.min(MAX_WINDOW_BYTES, this.#bytes * 2)
    else if (waitMs > Math.max(LONG_WAIT_MS, this.#shortestMs))
      this.#bytes = Math.max(MIN_WINDOW_BYTES, this.#bytes / 2)
  }
}
