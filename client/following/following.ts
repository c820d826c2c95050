import type { Clock } from '../../protocol/clock.ts'
import type { PeopleChange, Person } from '../presence/people.ts'

/** How long the offer to go on stays after the reader went their own way. */
export const RESUME_WITHIN_MS = 10_000
/** How long it is said that somebody has left; who comes back meanwhile, after a reload, is followed again. */
export const LEFT_FOR_MS = 6_000

/** Whom the reader follows. Each kind holds only what is true of it. */
export type FollowState =
  | { readonly kind: 'nobody' }
  /** Asked for somebody who has not come yet. */
  | { readonly kind: 'waiting'; readonly id: string }
  | { readonly kind: 'following'; readonly person: Person }
  /** The reader went their own way, and may go on. */
  | { readonly kind: 'released'; readonly person: Person }
  | { readonly kind: 'left'; readonly person: Person }

/** Why a following began or ended. */
export type FollowReason = 'asked' | 'own-move' | 'left' | 'came'

export interface FollowingOptions {
  /** Who is here. */
  people: {
    find(id: string): Person | undefined
    subscribe(listener: (change: PeopleChange) => void): () => void
  }
  clock: Clock
  onChange: (state: FollowState, reason: FollowReason) => void
}

/**
 * Whom the reader follows, and what ends it. Knows neither a view nor a banner.
 *
 * ```
 * nobody ──follow──▶ following ──own move──▶ released ──10 s──▶ nobody
 *    │                ▲ ▲    └─they leave─▶ left ──6 s──▶ nobody
 *    └──▶ waiting ─they come    resume · they come back
 * ```
 * While the connection is away nobody leaves (`HeldPresence`), so a following survives it.
 */
export class Following {
  readonly #people: FollowingOptions['people']
  readonly #clock: Clock
  readonly #onChange: FollowingOptions['onChange']
  readonly #unsubscribe: () => void
  #state: FollowState = { kind: 'nobody' }
  #stopTimer: (() => void) | null = null
  #closed = false

  constructor({ people, clock, onChange }: FollowingOptions) {
    this.#people = people
    this.#clock = clock
    this.#onChange = onChange
    this.#unsubscribe = people.subscribe((change) => this.#onPeople(change))
  }

  get state(): FollowState {
    return this.#state
  }

  /** The id of the person who is followed or waited for; null when nobody is. */
  get followed(): string | null {
    const state = this.#state
    if (state.kind === 'following') return state.person.id
    return state.kind === 'waiting' ? state.id : null
  }

  /** Follows somebody, also one who is yet to come; null ends it. Oneself cannot be followed. */
  follow(id: string | null): void {
    if (this.#closed || id === this.followed) return
    if (id === null) {
      this.#become({ kind: 'nobody' }, 'asked')
      return
    }
    const person = this.#people.find(id)
    if (person?.self) return
    this.#become(person ? { kind: 'following', person } : { kind: 'waiting', id }, 'asked')
  }

  /** The reader moves by themselves. */
  release(): void {
    if (this.#state.kind !== 'following') return
    this.#become({ kind: 'released', person: this.#state.person }, 'own-move', RESUME_WITHIN_MS)
  }

  /** Goes on after `release`. */
  resume(): void {
    if (this.#state.kind === 'released') this.follow(this.#state.person.id)
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#unsubscribe()
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #become(state: FollowState, reason: FollowReason, forMs: number | null = null): void {
    this.#stopTimer?.()
    this.#stopTimer = forMs === null ? null : this.#clock.after(forMs, () => this.#become({ kind: 'nobody' }, reason))
    this.#state = state
    this.#onChange(state, reason)
  }

  #onPeople({ joined, left, changed }: PeopleChange): void {
    const state = this.#state
    switch (state.kind) {
      case 'nobody':
        return
      case 'waiting':
      case 'left': {
        const id = state.kind === 'waiting' ? state.id : state.person.id
        const person = joined.find((each) => each.id === id)
        if (person) this.#become({ kind: 'following', person }, 'came')
        return
      }
      case 'following':
      case 'released': {
        const { id } = state.person
        const person = changed.find((each) => each.id === id)
        // A new name or colour, for the banner; the time of the offer runs on.
        if (person) {
          this.#state = { ...state, person }
          this.#onChange(this.#state, 'asked')
        } else if (left.some((each) => each.id === id))
          this.#become({ kind: 'left', person: state.person }, 'left', LEFT_FOR_MS)
        return
      }
      default:
        state satisfies never
    }
  }
}
