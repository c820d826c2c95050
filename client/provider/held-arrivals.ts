import type { Clock } from '../../protocol/clock.ts'

/** How long an update waits at most. */
export const HOLD_MS = 2_000
/** More than this is not kept waiting. */
const MAX_UPDATES = 1_000
const MAX_BYTES = 1024 * 1024

/** What is not to be disturbed, by whom it knows. */
export interface Hold {
  /** Whether an update would. Called before the document has it. */
  isDisturbedBy(update: Uint8Array): boolean
  /** Nothing waits any longer: ends what would be disturbed, in this very call. */
  end(): void
}

/**
 * The others' updates on their way into a document. While something is held that one of them would disturb, that one
 * waits, and all that come after it, so that they keep their order; for 2 s at most, and up to a number and a size.
 *
 * They wait in front of the document, not between it and an editor: whoever looks, an editor, undo, positions, sees one
 * text. It is as if the network had been slower.
 */
export class HeldArrivals {
  readonly #clock: Clock
  #hold: Hold | null = null
  #waiting: (() => void)[] = []
  #bytes = 0
  #stopTimer: (() => void) | null = null

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** True while an update waits. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** An update has come: `apply` is called now or later, once, in the order of arrival. True when it waits. */
  take(update: Uint8Array, apply: () => void): boolean {
    if (!this.isWaiting && !this.#hold?.isDisturbedBy(update)) {
      apply()
      return false
    }
    this.#waiting.push(apply)
    this.#bytes += update.byteLength
    this.#stopTimer ??= this.#clock.after(HOLD_MS, () => this.#overflow())
    if (this.#waiting.length > MAX_UPDATES || this.#bytes > MAX_BYTES) this.#overflow()
    return this.isWaiting
  }

  /** From now on, until `release`. One at a time: another one takes its place, and what waits goes on waiting. */
  hold(hold: Hold): void {
    this.#hold = hold
  }

  /** Applies all that waits, and holds nothing any more. Idempotent. @throws what the first `apply` threw, after the last */
  release(): void {
    this.#hold = null
    this.#stopTimer?.()
    this.#stopTimer = null
    const waiting = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    const errors: unknown[] = []
    for (const apply of waiting) {
      try {
        apply()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  #overflow(): void {
    this.#hold?.end()
    this.release()
  }
}
