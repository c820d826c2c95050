import type { Clock } from '../../protocol/clock.ts'
import type { ConnectionState } from '../provider/connection-state.ts'

/** What is wrong for so long that a reader wants to know. Null while nothing is. */
export type Trouble =
  /** No way to the server. `seconds` until the next attempt; null while it runs, and without a network. */
  | { kind: 'away'; offline: boolean; edits: number; seconds: number | null }
  /** There is a connection, and yet edits do not become safe. */
  | { kind: 'stuck'; edits: number }
  | null

/** After how long trouble is worth a banner, in milliseconds; the chip says it before. */
export const troubleTimes = { awayMs: 5_000, stuckMs: 10_000 } as const

export interface TroubleModelOptions {
  clock: Clock
  onChange: (trouble: Trouble) => void
}

/**
 * Whether the connection has been away for 5 s, or edits waiting for 10 s, and what to say of it. It ends with its
 * cause, at once. An end for good is no trouble to be waited out: the page has words of its own for that.
 * Knows no DOM and no language.
 */
export class TroubleModel {
  readonly #clock: Clock
  readonly #onChange: TroubleModelOptions['onChange']
  #connection: ConnectionState | null = null
  #trouble: Trouble = null
  #awaySince: number | null = null
  #waitingSince: number | null = null
  #stopTimer: (() => void) | null = null

  constructor({ clock, onChange }: TroubleModelOptions) {
    this.#clock = clock
    this.#onChange = onChange
  }

  get trouble(): Trouble {
    return this.#trouble
  }

  /** Takes the newest state of the connection. */
  take(connection: ConnectionState): void {
    const now = this.#clock.now()
    const previous = this.#connection
    this.#connection = connection
    if (connection.state === 'connected' || connection.state === 'closed') this.#awaySince = null
    else this.#awaySince ??= now
    const progressed = previous !== null && connection.unsentEdits < previous.unsentEdits
    if (connection.unsentEdits === 0) this.#waitingSince = null
    else if (this.#waitingSince === null || progressed) this.#waitingSince = now
    this.#update()
  }

  /** Stops its timer. Idempotent; a later `take` starts again. */
  close(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #update(): void {
    this.close()
    const now = this.#clock.now()
    const { trouble, changesAt } = this.#judge(now)
    if (changesAt !== null) this.#stopTimer = this.#clock.after(Math.max(1, changesAt - now), () => this.#update())
    if (JSON.stringify(trouble) === JSON.stringify(this.#trouble)) return
    this.#trouble = trouble
    this.#onChange(trouble)
  }

  #judge(now: number): { trouble: Trouble; changesAt: number | null } {
    const connection = this.#connection
    if (connection === null || connection.state === 'closed') return { trouble: null, changesAt: null }
    const { state, unsentEdits: edits, retryAt } = connection
    if (this.#awaySince !== null) {
      const from = this.#awaySince + troubleTimes.awayMs
      if (now < from) return { trouble: null, changesAt: from }
      const leftMs = retryAt === null || state === 'offline' ? 0 : retryAt - now
      const seconds = leftMs > 0 ? Math.ceil(leftMs / 1000) : null
      const changesAt = seconds === null ? null : now + leftMs - (seconds - 1) * 1000
      return { trouble: { kind: 'away', offline: state === 'offline', edits, seconds }, changesAt }
    }
    if (this.#waitingSince === null) return { trouble: null, changesAt: null }
    const from = this.#waitingSince + troubleTimes.stuckMs
    return now < from ? { trouble: null, changesAt: from } : { trouble: { kind: 'stuck', edits }, changesAt: null }
  }
}
