import type * as decoding from 'lib0/decoding'
import type { ObservableV2 } from 'lib0/observable'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { applyUpdate, type Doc } from 'yjs'
import { systemClock } from '../../protocol/clock.ts'
import { CloseCode, isFinal } from '../../protocol/close-code.ts'
import {
  CHANNEL_PROTOCOL,
  encodeAwareness,
  encodeUpdate,
  MessageType,
  readInfo,
  readSaved,
} from '../../protocol/message.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { type CometSocket, sessionOf } from '../socket/comet-socket.ts'
import type { SessionHandle } from '../socket/session-handle.ts'
import type { SessionStats } from '../socket/session-stats.ts'
import { type ConnectionState, initialConnectionState } from './connection-state.ts'
import { HeldArrivals } from './held-arrivals.ts'
import { HeldPresence } from './held-presence.ts'
import { heldSync } from './held-sync.ts'
import { JournalLink } from './journal/journal-link.ts'
import type { FoundEdits } from './journal/journal-reader.ts'
import type { EarlierText } from './journal/journal-store.ts'
import type { JournalTarget } from './journal/journal-target.ts'
import type { JournalView } from './journal/journal-view.ts'
import { socketClassFor } from './socket-class.ts'
import { createSyncSocket } from './sync-socket.ts'
import { UnsavedEdits } from './unsaved-edits.ts'

export interface EnckeProviderOptions {
  /** `https://HOST`, or with a path in front of `/sync`. */
  server: string
  /** The document's id. */
  document: string
  doc: Doc
  /** Only this transport; by default the best that works. */
  transport?: TransportName | null
  token?: string | null
  /** Keeps unsafe edits in this browser, for this reader; by default they are kept in this tab alone. */
  journal?: { reader: string | null; textOf: (doc: Doc) => string } | null
  /** The class to make sockets of; by default one that shares a session with everybody on the page. */
  socketClass?: typeof CometSocket
}

/** y-websocket's events, and ours. */
export interface ProviderEvents {
  'connection-close': (event: CloseEvent | null, provider: WebsocketProvider) => void
  'connection-error': (event: Event, provider: WebsocketProvider) => void
  closed: (event: { code: number; reason: string }, provider: WebsocketProvider) => void
  status: (event: { status: 'connected' | 'disconnected' | 'connecting' }) => void
  sync: (synced: boolean) => void
  synced: (synced: boolean) => void
  /** After each change of `connection`. */
  connection: (connection: ConnectionState) => void
  /** Edits became durable. */
  saved: () => void
  /** `earlierTexts` changed. */
  earlier: (texts: readonly EarlierText[]) => void
}

type Events = { [Name in keyof ProviderEvents]: ProviderEvents[Name] }

interface TypedProvider extends Omit<WebsocketProvider, keyof ObservableV2<Events>>, ObservableV2<Events> {
  connect(): void
  disconnect(): void
  destroy(): void
}

/** y-websocket's class with a wider list of events: its own types leave no room for more. */
const BaseProvider = WebsocketProvider as unknown as new (
  ...args: ConstructorParameters<typeof WebsocketProvider>
) => TypedProvider

/** An update without structs and deletions, as Yjs encodes it. */
const EMPTY_UPDATE_BYTES = 2

/**
 * Keeps a Doc in step with the server: y-websocket's provider on a CometSocket, and what our own server adds:
 * which edits are durable, how the connection stands, whose history this is.
 *
 * Events besides y-websocket's: `connection` (ConnectionState) after each change of it, `saved` when edits became durable.
 */
export class EnckeProvider extends BaseProvider {
  /** The others' updates pass through here. */
  readonly arrivals = new HeldArrivals({ clock: systemClock })
  readonly #session: SessionHandle
  readonly #edits = new UnsavedEdits()
  readonly #presence: HeldPresence
  readonly #journal: JournalLink | null
  #earlier: readonly EarlierText[] = []
  readonly #stopSession: () => void
  readonly #count: (update: Uint8Array, origin: unknown) => void
  readonly #waiting = new Set<{ made: number; resolve: () => void }>()
  #connection: ConnectionState = initialConnectionState
  /** The history that the local text is part of: known once the server has kept or sent something of it. */
  #boundEpoch: string | null = null
  /** Something of what was brought back was not in the document. */
  #restored = false

  constructor({
    server,
    document,
    doc,
    transport = null,
    token = null,
    journal = null,
    socketClass,
  }: EnckeProviderOptions) {
    const base = `${server.replace(/\/+$/, '')}/sync`
    const room = document.split('/').map(encodeURIComponent).join('/')
    const awareness = quietAwareness(doc)
    const Socket = createSyncSocket(socketClass ?? socketClassFor(transport), {
      doc,
      presence: () => encodePresence(awareness),
      onUpdate: () => this.#edits.sent(),
    })
    super(base, room, doc, {
      connect: false,
      // Tabs meet at the server, which stamps presence and keeps order; two ways would count edits twice.
      disableBc: true,
      protocols: [CHANNEL_PROTOCOL],
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
      awareness,
      ...(token === null ? {} : { params: { token } }),
    })
    // The session watches over the line; y-websocket would close a quiet one after 30 s.
    clearInterval(this._checkInterval)
    this.#session = sessionOf(Socket, `${base}/${room}`)
    this.#stopSession = this.#session.subscribe(() => this.#refresh())
    this.messageHandlers[MessageType.Sync] = heldSync(this.messageHandlers[MessageType.Sync]!, {
      arrivals: this.arrivals,
      // By the time that it is applied another history may have been told of.
      onWait: () => {
        this.#boundEpoch = this.#connection.epoch
      },
    })
    this.messageHandlers[MessageType.Saved] = (_encoder, decoder) => this.#saved(readSaved(decoder))
    this.messageHandlers[MessageType.Info] = (_encoder, decoder) => this.#informed(decoder)
    this.#journal = journal && this.#openJournal({ server, document, reader: journal.reader }, journal.textOf)
    this.#count = (update, origin) => {
      if (origin === this.#journal && this.#journal) this.#restored = true
      else if (origin !== this) this.#edited(update)
      else if (update.byteLength > EMPTY_UPDATE_BYTES) this.#boundEpoch = this.#connection.epoch
      this.#refresh()
    }
    // Before y-websocket's own listener: an edit is counted before the message that carries it.
    doc.off('update', this._updateHandler)
    doc.on('update', this.#count)
    doc.on('update', this._updateHandler)
    this.#presence = new HeldPresence({ awareness, clock: systemClock })
    this.on('connection-close', (event) => {
      // A socket that never opened takes nobody away.
      if (event && this.wsconnected && !isFinal(event.code)) this.#presence.hide()
    })
    this.on('status', ({ status }) => {
      if (status === 'disconnected') this.#presence.restore()
      if (status === 'connected') this.#presence.back()
      if (status === 'connecting') this.#edits.restart()
      this.#refresh()
    })
    this.on('synced', (synced) => {
      this.#journal?.update()
      // What a tab left that went while there was no connection is sent by those that are there. Not as the connection
      // goes, which it does with the page: a page in the middle of reading is not kept for "back".
      if (synced) this.#journal?.look()
    })
    this.on('closed', ({ code, reason }) => {
      if (isForgotten({ code, reason })) void this.#journal?.discard()
      this.#refresh({ error: { code, reason } })
    })
    this.connect()
  }

  /** How it stands with the server. Frozen; a new object after each `connection` event. */
  get connection(): ConnectionState {
    return this.#connection
  }

  /** Resolves when every edit made so far is durable; at once when they are. */
  flush(): Promise<void> {
    const made = this.#edits.made
    if (this.#edits.saved >= made) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.add({ made, resolve }))
  }

  /** Tries to connect at once instead of waiting for the next attempt. */
  retryNow(): void {
    this.#session.retryNow()
  }

  /** How the session that carries this document has fared: which transports were tried, and what became of each. */
  getStats(): Promise<SessionStats> {
    return this.#session.getStats()
  }

  override disconnect(): void {
    super.disconnect()
    this.#refresh()
  }

  override connect(): void {
    if (this.#connection.error) this.#connection = { ...this.#connection, error: null }
    super.connect()
    this.#refresh()
  }

  /** Texts of earlier histories of this document that are kept in this browser. Another array after each `earlier`. */
  get earlierTexts(): readonly EarlierText[] {
    return this.#earlier
  }

  /** The reader does not want one of them any more. */
  letGoOfEarlierText(id: string): void {
    this.#journal?.letGo(id)
  }

  /** Keeps a text in the place of edits that are part of another history. Resolves with false when that cannot be. */
  async setAside(text: string): Promise<boolean> {
    return (await this.#journal?.setAside({ text, edits: this.#edits.count })) ?? false
  }

  /** Leaves the document and lets go of everything. Idempotent. */
  override destroy(): void {
    this.arrivals.release()
    this.#journal?.close()
    this.#stopSession()
    this.doc.off('update', this.#count)
    super.destroy()
    this.#presence.close()
    this.awareness.destroy()
  }

  #saved(messages: number): void {
    const isConfirmed = this.#edits.confirmed(messages)
    // A document that nobody has written to has no history yet: a server that is restarted begins another one.
    const isEmpty = this.doc.store.clients.size === 0
    if (isConfirmed || (!isEmpty && this.#edits.count === 0)) this.#boundEpoch = this.#connection.epoch
    if (!isConfirmed) return
    this.#journal?.update()
    this.#refresh({ lastSavedAt: Date.now() })
    this.emit('saved', [])
    for (const waiting of this.#waiting) {
      if (waiting.made > this.#edits.saved) continue
      this.#waiting.delete(waiting)
      waiting.resolve()
    }
  }

  #informed(decoder: decoding.Decoder): void {
    const { epoch, role } = readInfo(decoder)
    if (this.#boundEpoch !== null && this.#boundEpoch !== epoch) {
      // Another history (D7): what comes next would merge two texts into one. Keep ours, take nothing.
      super.disconnect()
      this.#refresh({ error: { code: CloseCode.AnotherHistory, reason: 'ANOTHER_HISTORY' } })
      return
    }
    // Nothing stays of a document that may only be read, and nothing that was written would be taken.
    if (role === 'viewer') void this.#journal?.discard()
    this.#refresh({ epoch, role })
  }

  #openJournal(target: JournalTarget, textOf: (doc: Doc) => string): JournalLink {
    return new JournalLink({
      target,
      textOf,
      clock: systemClock,
      view: () => this.#journalView(),
      restore: (found) => this.#restore(found),
      onChange: () => {
        const earlier = this.#journal?.earlier ?? []
        const isNews = earlier !== this.#earlier
        this.#earlier = earlier
        this.#refresh()
        if (isNews) this.emit('earlier', [earlier])
      },
    })
  }

  #journalView(): JournalView {
    const { made, saved } = this.#edits
    const { epoch, state } = this.#connection
    return {
      doc: this.doc,
      made,
      saved,
      serverEpoch: epoch,
      boundEpoch: this.#boundEpoch,
      isConnected: state === 'connected',
      isSynced: this.synced,
    }
  }

  #edited(update: Uint8Array): void {
    this.#edits.edited()
    this.#journal?.add({ update, edits: 1, upTo: this.#edits.made, epoch: this.#boundEpoch })
    this.#journal?.update()
  }

  /** Edits of an earlier page. They are sent as if they were made now: twice is once. */
  #restore({ updates, written, edits, epoch }: FoundEdits): number {
    this.#edits.edited(edits)
    this.#boundEpoch ??= epoch
    this.#restored = false
    this.doc.transact(() => {
      for (const update of updates) applyUpdate(this.doc, update, this.#journal)
    }, this.#journal)
    // The document had all of it: the server is asked to say that it is durable.
    if (!this.#restored && this.wsconnected) this.ws?.send(encodeUpdate(written) as Uint8Array<ArrayBuffer>)
    this.#refresh()
    return this.#edits.made
  }

  #refresh(change: Partial<ConnectionState> = {}): void {
    const { phase, transport, rttMs, retryAt, offline } = this.#session.state
    const error = change.error ?? this.#connection.error
    const next: ConnectionState = {
      ...this.#connection,
      ...change,
      error,
      state: this.#stateOf(phase, { failed: error !== null, offline }),
      transport,
      rttMs,
      retryAt,
      unsentEdits: this.#edits.count + (this.#journal?.waiting ?? 0),
      keepsEdits: this.#journal?.keeps ?? false,
    }
    const keys = Object.keys(next) as (keyof ConnectionState)[]
    if (keys.every((key) => next[key] === this.#connection[key])) return
    const isOther = next.state !== this.#connection.state
    this.#connection = Object.freeze(next)
    this.emit('connection', [this.#connection])
    if (isOther) this.#journal?.update()
  }

  #stateOf(
    phase: SessionHandle['state']['phase'],
    { failed, offline }: { failed: boolean; offline: boolean },
  ): ConnectionState['state'] {
    if (failed || !this.shouldConnect) return 'closed'
    if (phase === 'live') return this.wsconnected ? 'connected' : this.#started()
    if (phase === 'connecting') return this.#started()
    if (offline || globalThis.navigator?.onLine === false) return 'offline'
    return phase === 'idle' ? this.#started() : 'reconnecting'
  }

  /** Before the first connection it is `connecting`, afterwards `reconnecting`. */
  #started(): 'connecting' | 'reconnecting' {
    return this.#connection.epoch === null ? 'connecting' : 'reconnecting'
  }
}

/**
 * After such an end nothing stays in this browser. What is in the trash may come back as it was, and whoever has to sign
 * in again may do so.
 */
function isForgotten({ code, reason }: { code: number; reason: string }): boolean {
  if (code === CloseCode.NoSuchDocument) return reason !== 'DOCUMENT_TRASHED'
  return code === CloseCode.Forbidden || reason === 'LINK_EXPIRED'
}

/** Awareness without a timer: the server says who has left, and nobody needs a heartbeat. */
function quietAwareness(doc: Doc): Awareness {
  const awareness = new Awareness(doc)
  clearInterval(awareness._checkInterval)
  return awareness
}

/** The newest state of this client as a message. */
function encodePresence(awareness: Awareness): Uint8Array {
  return encodeAwareness(encodeAwarenessUpdate(awareness, [awareness.clientID]))
}
