import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import { Collaboration, type CollaborationListener, type Target, type UserHint } from '../editor/collaboration.ts'
import { browserStorage, IdentityStore } from '../presence/identity.ts'

export interface CollaborationControllerOptions {
  clock: Clock
  listener: CollaborationListener
  /** What the host's attributes ask for now; null for a text of this page alone. */
  target: () => Target | null
  /** BCP 47; the language of a generated name. */
  language: () => string
  /** Another text has taken the place of the last one. */
  opened: (collaboration: Collaboration) => void
  /** The host has been out of the page for good. */
  ended: () => void
}

/** A host that comes back to the page within this time has only been moved. */
const MOVE_WITHIN_MS = 2_000

/** Signs that somebody is there, besides edits. */
const signsOfLife = ['keydown', 'pointerdown', 'wheel'] as const

/**
 * Gives its host the collaboration that its attributes ask for: opens it with the first update, another one when they
 * change, and closes it when the host has left the page and not come back.
 */
export class CollaborationController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: CollaborationControllerOptions
  #current: Collaboration | null = null
  #key: string | null = null
  #user: UserHint | null = null
  #cancelEnd: (() => void) | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, options: CollaborationControllerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** Null before the first update. */
  get current(): Collaboration | null {
    return this.#current
  }

  get user(): UserHint | null {
    return this.#user
  }

  set user(user: UserHint | null) {
    this.#user = user
    this.#current?.setUser(user)
  }

  hostConnected(): void {
    this.#cancelEnd?.()
    this.#cancelEnd = null
    document.addEventListener('visibilitychange', this.#onVisibility)
    for (const sign of signsOfLife) this.#host.addEventListener(sign, this.#onSign, { passive: true })
    // Was it closed in the meantime, then this update opens it again.
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    if (!this.#host.isConnected) return
    const target = this.#options.target()
    const key = JSON.stringify(target)
    if (key === this.#key) return
    this.#key = key
    this.#current?.close()
    this.#current = this.#open(target)
    this.#options.opened(this.#current)
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    for (const sign of signsOfLife) this.#host.removeEventListener(sign, this.#onSign)
    this.#cancelEnd ??= this.#options.clock.after(MOVE_WITHIN_MS, () => this.#end())
  }

  #open(target: Target | null): Collaboration {
    const { clock, listener, language } = this.#options
    const identities = new IdentityStore({
      storage: browserStorage(),
      language: language(),
      random: () => clock.random(),
    })
    const collaboration = new Collaboration({ target, identities, user: this.#user, clock, listener })
    collaboration.presence?.setHidden(document.hidden)
    return collaboration
  }

  #end(): void {
    this.#cancelEnd = null
    this.#options.ended()
    // A text of this page alone is nowhere else: it stays with its element.
    if (this.#current?.provider == null) return
    this.#key = null
    this.#current.close()
  }

  readonly #onVisibility = (): void => this.#current?.presence?.setHidden(document.hidden)
  readonly #onSign = (): void => this.#current?.presence?.touched()
}
