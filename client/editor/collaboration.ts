import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { Identity, IdentityStore } from '../presence/identity.ts'
import { OwnPresence, TYPING_MS } from '../presence/own-presence.ts'
import { leastUsedColor } from '../presence/palette.ts'
import { People, type PeopleChange } from '../presence/people.ts'
import { type ConnectionState, initialConnectionState } from '../provider/connection-state.ts'
import type { EarlierText } from '../provider/journal/journal-store.ts'
import { EnckeProvider, type EnckeProviderOptions } from '../provider/provider.ts'
import { DocumentMode } from './document-mode.ts'
import { minimalEdit } from './minimal-edit.ts'
import { createUndoManager, TEXT_NAME } from './sync.ts'

/** Which document, on which server. */
export interface Target {
  /** `https://HOST`, or with a path in front of `/sync`. */
  server: string
  document: string
  /** Only this transport; null for the best that works. */
  transport: TransportName | null
  token: string | null
  /** Unsafe edits are kept in this browser, and outlive the tab. */
  keepsEdits: boolean
}

/** What a host page knows of its reader. Claims only: the server's word wins. */
export interface UserHint {
  /** Ties the tabs of one account together; by default those of one browser. */
  id?: string
  name?: string
  /** `#rrggbb`, of the palette. */
  color?: string
}

/** Who made a change of the text: the reader by hand, another person, the reader by undo or redo, or the page. */
export type ChangeOrigin = 'local' | 'remote' | 'undo' | 'api'

/** What happens to a collaboration. Called during the event itself: look, do not touch. */
export interface CollaborationListener {
  textChanged(origin: ChangeOrigin): void
  connectionChanged(connection: ConnectionState, previous: ConnectionState): void
  synced(): void
  peopleChanged(change: PeopleChange): void
  modeChanged(): void
  /** Texts of earlier histories of the document, which are kept in this browser. */
  earlierChanged(texts: readonly EarlierText[]): void
}

export interface CollaborationOptions {
  /** Null for a text of this page alone. */
  target: Target | null
  identities: IdentityStore
  user: UserHint | null
  clock: Clock
  listener: CollaborationListener
  createProvider?: (options: EnckeProviderOptions) => EnckeProvider
}

/** How long edits that are not yet durable may hold up the end of a collaboration. */
const FLUSH_WITHIN_MS = 30_000

const localConnection: ConnectionState = Object.freeze({ ...initialConnectionState, state: 'closed' })

/**
 * One shared text and all that lives as long as it: the Y.Doc, the undo of this person, the provider, the people.
 * Knows neither an element nor an editor view: a view comes and goes while this stays.
 * Never writes into the document by itself: only the server seeds one.
 */
export class Collaboration {
  readonly ydoc = new Y.Doc()
  readonly ytext = this.ydoc.getText(TEXT_NAME)
  readonly undoManager = createUndoManager(this.ytext)
  readonly mode = new DocumentMode({ ydoc: this.ydoc, onChange: () => this.#listener.modeChanged() })
  /** Null in a text of this page alone, as are the next two. */
  readonly provider: EnckeProvider | null
  readonly people: People | null
  readonly presence: OwnPresence | null
  readonly #identities: IdentityStore
  readonly #clock: Clock
  readonly #listener: CollaborationListener
  readonly #apiOrigin = Symbol('the page')
  #user: UserHint | null
  #connection: ConnectionState
  #synced: boolean
  #stopStale: (() => void) | null = null
  #closed = false

  constructor({ target, identities, user, clock, listener, createProvider }: CollaborationOptions) {
    this.#identities = identities
    this.#user = user
    this.#clock = clock
    this.#listener = listener
    this.#synced = target === null
    this.undoManager.addTrackedOrigin(this.#apiOrigin)
    this.ytext.observe(this.#onText)
    if (target === null) {
      this.provider = this.people = this.presence = null
      this.#connection = localConnection
      return
    }
    const create = createProvider ?? ((options) => new EnckeProvider(options))
    const { keepsEdits, ...address } = target
    const textOf = (doc: Y.Doc): string => doc.getText(TEXT_NAME).toString()
    const journal = keepsEdits ? { reader: user?.id ?? null, textOf } : null
    const provider = create({ ...address, doc: this.ydoc, journal })
    this.provider = provider
    this.#connection = provider.connection
    this.presence = new OwnPresence({ awareness: provider.awareness, user: this.#person(), clock })
    this.people = new People({ awareness: provider.awareness })
    this.people.subscribe((change) => this.#listener.peopleChanged(change))
    provider.on('connection', this.#onConnection)
    provider.on('synced', this.#onSynced)
    provider.on('earlier', this.#onEarlier)
  }

  get awareness(): Awareness | null {
    return this.provider?.awareness ?? null
  }

  get connection(): ConnectionState {
    return this.#connection
  }

  /** True once the text has been the server's; it stays true while the connection is away. */
  get synced(): boolean {
    return this.#synced
  }

  get text(): string {
    return this.ytext.toString()
  }

  /** Changes the text in the name of the page, as one step of undo. `edit` gets the text to change. */
  edit(edit: (ytext: Y.Text) => void): void {
    this.undoManager.stopCapturing()
    this.ydoc.transact(() => edit(this.ytext), this.#apiOrigin)
    this.undoManager.stopCapturing()
  }

  /** Makes the text another one by the smallest edit that leads there, in the name of the page. */
  setText(text: string): void {
    const difference = minimalEdit(this.text, text)
    if (difference === null) return
    this.edit((ytext) => {
      ytext.delete(difference.from, difference.to - difference.from)
      ytext.insert(difference.from, difference.insert)
    })
  }

  setUser(user: UserHint | null): void {
    this.#user = user
    this.presence?.setUser(this.#person())
  }

  /** Resolves when all edits so far are durable. */
  async flush(): Promise<void> {
    await this.provider?.flush()
  }

  /**
   * Ends it. The text stays readable. The others are told at once that we have left, while edits that are not yet
   * durable keep the connection for up to 30 s.
   */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.ytext.unobserve(this.#onText)
    this.mode.close()
    this.undoManager.destroy()
    this.#stopStale?.()
    this.presence?.close()
    this.people?.close()
    const { provider } = this
    if (provider === null) return
    provider.off('connection', this.#onConnection)
    provider.off('synced', this.#onSynced)
    provider.off('earlier', this.#onEarlier)
    provider.awareness.setLocalState(null)
    if (provider.connection.error) {
      // Nothing becomes durable any more.
      provider.destroy()
      return
    }
    const stop = this.#clock.after(FLUSH_WITHIN_MS, () => provider.destroy())
    void provider.flush().then(() => {
      stop()
      provider.destroy()
    })
  }

  #person(): { id: string; name: string; color: string } {
    const { id, name, color }: Identity = this.#identities.identity
    return { id: this.#user?.id ?? id, name: this.#user?.name || name, color: this.#user?.color ?? color }
  }

  /** The newcomer takes a colour that the fewest of those present have, unless somebody chose theirs. */
  #settleColor(): void {
    const { color, colorChosen } = this.#identities.identity
    if (this.#user?.color !== undefined || colorChosen || this.people === null) return
    const used = this.people.all.filter(({ self }) => !self).map((person) => person.color)
    const settled = leastUsedColor({ used, preferred: color, random: () => this.#clock.random() })
    if (settled === color) return
    this.#identities.rememberColor(settled)
    this.presence?.setUser(this.#person())
  }

  /** By the time that somebody who typed would have stopped, nobody knows any more what they do. */
  #watchPeople(state: ConnectionState['state']): void {
    if (state === 'connected' || state === 'connecting') {
      this.#stopStale?.()
      this.#stopStale = null
      this.people?.setStale(false)
    } else {
      this.#stopStale ??= this.#clock.after(TYPING_MS, () => this.people?.setStale(true))
    }
  }

  readonly #onText = (_event: Y.YTextEvent, { local, origin }: Y.Transaction): void => {
    const by: ChangeOrigin =
      origin === this.#apiOrigin ? 'api' : origin === this.undoManager ? 'undo' : local ? 'local' : 'remote'
    if (by === 'local' || by === 'undo') this.presence?.edited()
    this.#listener.textChanged(by)
  }

  readonly #onConnection = (connection: ConnectionState): void => {
    const previous = this.#connection
    this.#connection = connection
    if (connection.state !== previous.state) this.#watchPeople(connection.state)
    this.#listener.connectionChanged(connection, previous)
  }

  readonly #onEarlier = (texts: readonly EarlierText[]): void => this.#listener.earlierChanged(texts)

  readonly #onSynced = (synced: boolean): void => {
    if (!synced || this.#synced) return
    this.#synced = true
    this.#settleColor()
    this.#listener.synced()
  }
}
