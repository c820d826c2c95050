import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Person } from '../presence/people.ts'
import type { ConnectionState } from '../provider/connection-state.ts'
import type { EarlierText } from '../provider/journal/journal-store.ts'

/** A person as faces show them, from an editor or from the presence channel. */
export type Face = Pick<Person, 'id' | 'name' | 'color' | 'activity' | 'self'> &
  Partial<Pick<Person, 'following' | 'stale'>>

/** The part of `<encke-editor>` that its companions use. They know nothing else of it. */
export interface EditorPort extends HTMLElement {
  readonly users: readonly Face[]
  readonly connection: ConnectionState
  readonly server: string | null
  readonly document: string | null
  readonly provider: { retryNow(): void } | null
  /** Scrolls to where somebody's caret is. False when they have none. */
  revealUser(id: string): boolean
  /** The line of somebody's caret, from 1; null when they have none. */
  lineOfUser(id: string): number | null
  /** The id of the person whom the reader follows. */
  readonly follow: string | null
  followUser(id: string | null): void
  /** What the page says of the others' carets; null leaves it to the reader. */
  readonly cursors: 'on' | 'off' | null
  /** Texts of earlier histories of the document, with edits that are not part of it now. */
  readonly earlierTexts: readonly EarlierText[]
  discardEarlierText(id: string): void
}

/** The events of an editor after which a companion looks at it again. */
export type EditorEvent =
  | 'encke-ready'
  | 'encke-synced'
  | 'encke-presence'
  | 'encke-status'
  | 'encke-follow'
  | 'encke-earlier'

/**
 * Finds the editor that its host's `for` attribute names, in the host's own tree, and tells of its events.
 * The editor may come before the host, after it, or be another one later: events are listened for at the root of the
 * tree, so that no order of upgrading and no observer matters.
 */
export class EditorLink implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement & { for: string }
  readonly #events: readonly EditorEvent[]
  readonly #onChange: (editor: EditorPort) => void
  #root: Node | null = null

  constructor(
    host: ReactiveControllerHost & HTMLElement & { for: string },
    { events, onChange }: { events: readonly EditorEvent[]; onChange: (editor: EditorPort) => void },
  ) {
    this.#host = host
    this.#events = events
    this.#onChange = onChange
    host.addController(this)
  }

  /** The editor, when it is in the tree and upgraded; else null. */
  get editor(): EditorPort | null {
    const root = this.#root
    if (!(root instanceof Document || root instanceof ShadowRoot) || !this.#host.for) return null
    const found = root.getElementById(this.#host.for)
    return found && 'connection' in found ? (found as EditorPort) : null
  }

  hostConnected(): void {
    this.#root = this.#host.getRootNode()
    for (const name of this.#events) this.#root.addEventListener(name, this.#listen)
    this.refresh()
  }

  hostDisconnected(): void {
    for (const name of this.#events) this.#root?.removeEventListener(name, this.#listen)
    this.#root = null
  }

  /** Looks again, after the host's `for` changed. */
  refresh(): void {
    const editor = this.editor
    if (editor) this.#onChange(editor)
  }

  readonly #listen = (event: Event): void => {
    if (event.target instanceof HTMLElement && event.target.id === this.#host.for) this.refresh()
  }
}
