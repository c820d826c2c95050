import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { Collaboration, type CollaborationListener, type Target, type UserHint } from '../editor/collaboration.ts'
import { browserStorage, IdentityStore } from '../presence/identity.ts'
import type { EarlierText } from '../provider/journal/journal-store.ts'

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

/** So long after one document was opened in the place of another, milliseconds, it is not done once more. */
const RESTART_AFTER_MS = 5_000

/** So many texts of earlier histories are kept in a tab at the most. */
const MAX_LEFT = 5

/** Signs that somebody is there, besides edits. */
export const signsOfLife = ['keydown', 'pointerdown', 'wheel'] as const
/** The event by which the page around an editor tells it of one. */
export const ACTIVITY = 'encke-activity'

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
  #restartedAt = Number.NEGATIVE_INFINITY
  #isRestart = false
  /** Texts of earlier histories that only this tab has. */
  #left: readonly EarlierText[] = []

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

  /** Texts of earlier histories of the document, whoever keeps them. */
  get earlier(): readonly EarlierText[] {
    return [...(this.#current?.provider?.earlierTexts ?? []), ...this.#left]
  }

  /** The reader does not want one of them any more. */
  letGo(id: string): void {
    this.#left = this.#left.filter((text) => text.id !== id)
    this.#current?.provider?.letGoOfEarlierText(id)
    this.#options.listener.earlierChanged(this.earlier)
  }

  hostConnected(): void {
    this.#cancelEnd?.()
    this.#cancelEnd = null
    document.addEventListener('visibilitychange', this.#onVisibility)
    for (const sign of [...signsOfLife, ACTIVITY]) this.#host.addEventListener(sign, this.#onSign, { passive: true })
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
    if (this.#current && !this.#isRestart) this.#left = []
    this.#isRestart = false
    this.#current = this.#open(target)
    this.#options.opened(this.#current)
    if (this.#left.length > 0) this.#options.listener.earlierChanged(this.earlier)
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    for (const sign of [...signsOfLife, ACTIVITY]) this.#host.removeEventListener(sign, this.#onSign)
    this.#cancelEnd ??= this.#options.clock.after(MOVE_WITHIN_MS, () => this.#end())
  }

  #open(target: Target | null): Collaboration {
    const { clock, listener, language } = this.#options
    const identities = new IdentityStore({
      storage: browserStorage(),
      language: language(),
      random: () => clock.random(),
    })
    const collaboration: Collaboration = new Collaboration({
      target,
      identities,
      user: this.#user,
      clock,
      listener: {
        ...listener,
        earlierChanged: () => listener.earlierChanged(this.earlier),
        connectionChanged: (connection, previous) => {
          const isReplaced = connection.error?.code === CloseCode.AnotherHistory && previous.error === null
          if (!isReplaced || !this.#mayRestart()) listener.connectionChanged(connection, previous)
          // Not now: whoever is told of the connection would find another one.
          else queueMicrotask(() => void this.#restart(collaboration, previous.unsentEdits))
        },
      },
    })
    collaboration.presence?.setHidden(document.hidden)
    return collaboration
  }

  /** A server that changes its mind all the time is not followed. */
  #mayRestart(): boolean {
    return this.#options.clock.now() - this.#restartedAt > RESTART_AFTER_MS
  }

  /**
   * The document on the server has another history than the text here: that one is opened, and the text here is kept
   * aside. The two are never one.
   */
  async #restart(collaboration: Collaboration, edits: number): Promise<void> {
    const { clock } = this.#options
    this.#restartedAt = clock.now()
    const { text } = collaboration
    const isKept = edits > 0 && ((await collaboration.provider?.setAside(text)) ?? false)
    if (collaboration !== this.#current) return
    const last = collaboration.text
    // In this tab alone: the browser keeps nothing, nothing in it was unsafe, or somebody typed meanwhile.
    if (last !== '' && !(isKept && last === text)) {
      const id = `${this.#restartedAt}`
      this.#left = [...this.#left, { id, text: last, edits, keptIn: 'tab', at: this.#restartedAt } as const].slice(
        -MAX_LEFT,
      )
    }
    this.#isRestart = true
    this.#key = null
    this.#host.requestUpdate()
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
