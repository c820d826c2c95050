import type { Clock } from '../../protocol/clock.ts'
import type { ConnectionState } from '../provider/connection-state.ts'

/** With a connection, edits on their way for this long may not arrive. What is younger is sent as one leaves. */
const AT_RISK_AFTER_MS = 2_000

/**
 * Has the browser ask before the page is closed while edits in it would be lost: not those that the browser keeps. It
 * listens only meanwhile: a page that always does cannot be kept by the browser for *back*.
 */
export class LeaveGuard {
  readonly #clock: Clock
  #guards = false
  #stopTimer: (() => void) | null = null

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Takes the newest state of the connection. */
  take({ state, unsentEdits, keepsEdits }: Pick<ConnectionState, 'state' | 'unsentEdits' | 'keepsEdits'>): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    if (unsentEdits === 0 || keepsEdits) this.#guard(false)
    else if (state !== 'connected') this.#guard(true)
    else this.#stopTimer = this.#clock.after(AT_RISK_AFTER_MS, () => this.#guard(true))
  }

  /** Idempotent; a later `take` starts again. */
  close(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#guard(false)
  }

  #guard(on: boolean): void {
    if (on === this.#guards) return
    this.#guards = on
    if (on) window.addEventListener('beforeunload', this.#ask)
    else window.removeEventListener('beforeunload', this.#ask)
  }

  readonly #ask = (event: BeforeUnloadEvent): void => event.preventDefault()
}
