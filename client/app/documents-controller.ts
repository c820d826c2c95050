import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { type PeopleByDocument, PresenceFeed } from '../elements/presence-feed.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import { type DocumentSummary, findDocuments, listDocuments } from './documents-client.ts'

export type ListState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: RequestError }
  | { kind: 'ready'; documents: readonly DocumentSummary[] }

/** Whose faces are asked for: a query of this many ids still fits every proxy's limit of a request line. */
const maxWatched = 40
/** How often the relative times are said anew, in milliseconds. */
const tickMs = 30_000

export interface DocumentsOptions {
  /** Ids of documents that are listed also where the list of the newest has no room for them; 100 at the most. */
  wanted: () => Iterable<string>
}

/**
 * The documents of the server, with who is in the newest of them. Loads when the page is shown, lets go of everything
 * while it is hidden, and renders its host after each change.
 */
export class DocumentsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #wanted: () => Iterable<string>
  #list: ListState = { kind: 'loading' }
  #people: PeopleByDocument = new Map()
  #now = systemClock.now()
  #feed: PresenceFeed | null = null
  #watched = ''
  #stopTicking: (() => void) | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, { wanted }: DocumentsOptions) {
    this.#host = host
    this.#wanted = wanted
    host.addController(this)
  }

  get list(): ListState {
    return this.#list
  }

  get people(): PeopleByDocument {
    return this.#people
  }

  /** Milliseconds since the epoch, as of the last tick. */
  get now(): number {
    return this.#now
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility)
    this.#tick()
    void this.load()
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    this.#stopTicking?.()
    this.#unwatch()
  }

  /** Asks for the documents anew. Never rejects: see `list`. */
  async load(): Promise<void> {
    if (this.#list.kind === 'failed') this.#show({ kind: 'loading' })
    try {
      const newest = await listDocuments()
      this.#show({ kind: 'ready', documents: [...newest, ...(await this.#findOthers(newest))] })
      this.#watch()
    } catch (error) {
      // A list that is there stays: it is old news at worst, and the next visit asks again.
      if (this.#list.kind !== 'ready') this.#show({ kind: 'failed', error: asRequestError(error) })
    }
  }

  /** Shows a document otherwise, or no more with null, before the server says so. */
  replace(id: string, document: DocumentSummary | null): void {
    if (this.#list.kind !== 'ready') return
    const documents = this.#list.documents.flatMap((other) => (other.id === id ? (document ?? []) : other))
    this.#show({ kind: 'ready', documents })
  }

  /** Adds the documents that are wanted by now, and were not before. Never rejects. */
  async complete(): Promise<void> {
    const { list } = this
    if (list.kind !== 'ready') return
    const others = await this.#findOthers(list.documents)
    // A list that came meanwhile has them.
    if (others.length > 0 && this.#list === list)
      this.#show({ kind: 'ready', documents: [...list.documents, ...others] })
  }

  /** Those that are wanted and not among these. */
  async #findOthers(documents: readonly DocumentSummary[]): Promise<DocumentSummary[]> {
    const known = new Set(documents.map(({ id }) => id))
    // The list answers for itself.
    return findDocuments([...this.#wanted()].filter((id) => !known.has(id))).catch(() => [])
  }

  #show(list: ListState): void {
    this.#list = list
    this.#host.requestUpdate()
  }

  /** Watches the newest documents through one stream; opens it anew only when they are others than before. */
  #watch(): void {
    if (this.#list.kind !== 'ready' || document.hidden || !this.#host.isConnected) return
    const documents = this.#list.documents.slice(0, maxWatched).map(({ id }) => id)
    const watched = JSON.stringify([...documents].sort())
    if (watched === this.#watched) return
    this.#unwatch()
    if (documents.length === 0) return
    this.#watched = watched
    this.#feed = new PresenceFeed({
      server: '',
      documents,
      clock: systemClock,
      onChange: (people) => {
        this.#people = new Map(people)
        this.#host.requestUpdate()
      },
    })
    this.#feed.open()
  }

  #unwatch(): void {
    this.#feed?.close()
    this.#feed = null
    this.#watched = ''
  }

  #tick(): void {
    this.#stopTicking?.()
    this.#stopTicking = systemClock.after(tickMs, () => {
      this.#now = systemClock.now()
      this.#host.requestUpdate()
      this.#tick()
    })
  }

  // A hidden list needs nobody's faces, and over HTTP/1.1 its stream is one of six connections of all tabs together.
  readonly #onVisibility = (): void => {
    if (document.hidden) {
      this.#stopTicking?.()
      this.#unwatch()
    } else {
      this.#now = systemClock.now()
      this.#tick()
      void this.load()
    }
  }
}
