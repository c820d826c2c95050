import type { Awareness } from 'y-protocols/awareness'
import type { Clock } from '../../protocol/clock.ts'
import type { Activity, PresenceState } from './presence-state.ts'

/** How long somebody counts as typing after an edit. */
export const TYPING_MS = 1_500
/** How long somebody counts as active after the last sign of life. */
export const IDLE_AFTER_MS = 60_000

export interface OwnPresenceOptions {
  awareness: Awareness
  user: { id: string; name: string; color: string }
  clock: Clock
}

/**
 * Tells the others who we are and what we do. The caret is published by the editor, which knows it.
 *
 * ```
 *   edited ──▶ typing ──1.5 s──▶ active ──60 s──▶ idle ──touched──▶ active
 *   hidden: away, from every state, and back to active
 * ```
 * Something is sent when the activity changes, never for every key. A timer runs only while an end is due: an idle or
 * hidden page has none.
 */
export class OwnPresence {
  readonly #awareness: Awareness
  readonly #clock: Clock
  #user: PresenceState['user']
  #activity: Activity = 'active'
  #since: number
  #hidden = false
  #following: string | null = null
  #lastEditAt = Number.NEGATIVE_INFINITY
  #lastTouchAt: number
  #stopTimer: (() => void) | null = null
  #closed = false

  constructor({ awareness, user, clock }: OwnPresenceOptions) {
    this.#awareness = awareness
    this.#clock = clock
    this.#user = { ...user }
    this.#since = this.#lastTouchAt = clock.now()
    this.#publish()
    this.#settle()
  }

  /** A new name or colour; shown to the others at once. */
  setUser(user: { id: string; name: string; color: string }): void {
    this.#user = { ...user }
    this.#publish()
  }

  /** Whose caret this tab follows, so that they know; null for nobody, which costs nothing on the wire. */
  setFollowing(id: string | null): void {
    if (id === this.#following) return
    this.#following = id
    this.#publish()
  }

  /** The person changed the text. */
  edited(): void {
    this.#lastEditAt = this.#lastTouchAt = this.#clock.now()
    if (this.#activity !== 'typing') this.#settle()
  }

  /** The person did something: a key, the pointer, the wheel. Cheap enough for every event. */
  touched(): void {
    this.#lastTouchAt = this.#clock.now()
    // In all other states a timer is running, and looks at this time when it is due.
    if (this.#activity === 'idle') this.#settle()
  }

  /** The page went to the background, or came back. */
  setHidden(hidden: boolean): void {
    if (hidden === this.#hidden) return
    this.#hidden = hidden
    if (!hidden) this.#lastTouchAt = this.#clock.now()
    this.#settle()
  }

  close(): void {
    this.#closed = true
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  /** Works out the activity from the times, publishes it if it is another, and sets the timer for its end. */
  #settle(): void {
    if (this.#closed) return
    this.#stopTimer?.()
    this.#stopTimer = null
    const now = this.#clock.now()
    const { activity, endsInMs } = this.#activityAt(now)
    if (activity !== this.#activity) {
      this.#activity = activity
      this.#since = now
      this.#publish()
    }
    if (endsInMs !== null) this.#stopTimer = this.#clock.after(endsInMs, () => this.#settle())
  }

  #activityAt(now: number): { activity: Activity; endsInMs: number | null } {
    if (this.#hidden) return { activity: 'away', endsInMs: null }
    const typingEndsInMs = this.#lastEditAt + TYPING_MS - now
    if (typingEndsInMs > 0) return { activity: 'typing', endsInMs: typingEndsInMs }
    const activeEndsInMs = this.#lastTouchAt + IDLE_AFTER_MS - now
    if (activeEndsInMs > 0) return { activity: 'active', endsInMs: activeEndsInMs }
    return { activity: 'idle', endsInMs: null }
  }

  #publish(): void {
    if (this.#closed) return
    const { following: _past, ...state } = this.#awareness.getLocalState() ?? {}
    this.#awareness.setLocalState({
      cursor: null,
      ...state,
      user: this.#user,
      activity: this.#activity,
      since: this.#since,
      ...(this.#following === null ? {} : { following: this.#following }),
    })
  }
}
