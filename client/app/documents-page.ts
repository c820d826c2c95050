import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Search } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import type { Face } from '../elements/editor-port.ts'
import { icon } from '../elements/icon.ts'
import { type PeopleByDocument, PresenceFeed } from '../elements/presence-feed.ts'
import { relativeTime } from '../elements/relative-time.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage, IdentityStore } from '../presence/identity.ts'
import { comet } from './comet.ts'
import { createDocument, type DocumentSummary, listDocuments, pageOf } from './documents-client.ts'
import { styles } from './documents-page.styles.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { RequestError } from './request.ts'

type ListState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: RequestError }
  | { kind: 'ready'; documents: readonly DocumentSummary[] }

/** Whose faces are asked for: a query of this many ids still fits every proxy's limit of a request line. */
const maxWatched = 40
/** Rows that are shown before somebody asks for more. */
const firstRows = 50
/** How often the relative times are said anew, in milliseconds. */
const tickMs = 30_000

/**
 * The page `/`: the documents, last edited first, who is in each of them now, and a new one with one click.
 * Everything it shows live comes through one EventSource, which is closed while the page is hidden.
 */
export class DocumentsPage extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = {
    list: { state: true },
    query: { state: true },
    everything: { state: true },
    people: { state: true },
    creating: { state: true },
    createError: { state: true },
    now: { state: true },
  }

  declare protected list: ListState
  declare protected query: string
  declare protected everything: boolean
  declare protected people: PeopleByDocument
  declare protected creating: boolean
  declare protected createError: RequestError | null
  declare protected now: number

  readonly #localize = new PageLocalizeController(this)
  #feed: PresenceFeed | null = null
  #watched = ''
  #stopTicking: (() => void) | null = null
  #ownId: string | null = null

  constructor() {
    super()
    this.list = { kind: 'loading' }
    this.query = ''
    this.everything = false
    this.people = new Map()
    this.creating = false
    this.createError = null
    this.now = systemClock.now()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('pageshow', this.#onPageShow)
    this.#ownId = new IdentityStore({
      storage: browserStorage(),
      language: document.documentElement.lang,
      random: systemClock.random,
    }).identity.id
    this.#tick()
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('pageshow', this.#onPageShow)
    this.#stopTicking?.()
    this.#unwatch()
  }

  protected override render(): TemplateResult {
    const { list } = this
    const empty = list.kind === 'ready' && list.documents.length === 0
    return html`
      <div class="column">
        <header class="bar">
          <span class="mark">${comet}Encke</span>
          ${empty ? nothing : this.#renderCreate()}
        </header>
        <main>${empty ? this.#renderEmpty() : this.#renderList(list)}</main>
      </div>
    `
  }

  #renderCreate(): TemplateResult {
    return html`<button class="primary" aria-disabled=${this.creating} @click=${this.#create}>
      ${this.#localize.term(this.creating ? 'page.creating' : 'page.new-document')}
    </button>`
  }

  #renderEmpty(): TemplateResult {
    return html`
      <div class="message">
        <h1>${this.#localize.term('list.empty')}</h1>
        <p>${this.#localize.term('list.empty-explained')}</p>
        ${this.#renderCreate()} ${this.#renderCreateError()}
      </div>
    `
  }

  #renderList(list: ListState): TemplateResult {
    return html`
      <div class="heading">
        <h1>${this.#localize.term('list.title')}</h1>
        ${list.kind === 'ready' ? this.#renderSearch() : nothing}
      </div>
      ${this.#renderCreateError()} ${this.#renderContent(list)}
    `
  }

  #renderContent(list: ListState): TemplateResult {
    switch (list.kind) {
      case 'loading':
        return html`<p class="loading" role="status">${this.#localize.term('list.loading')}</p>`
      case 'failed':
        return this.#renderAlert(this.#localize.term('list.failed'), list.error, () => this.#load())
      case 'ready': {
        const found = this.#find(list.documents)
        const shown = this.everything ? found : found.slice(0, firstRows)
        return html`
          <ul class="list" role="list" @keydown=${this.#walk}>
            ${repeat(
              shown,
              ({ id }) => id,
              (summary) => this.#renderRow(summary),
            )}
          </ul>
          ${
            found.length === 0
              ? html`<p class="none">${this.#localize.term('list.nothing-found', this.query.trim())}</p>`
              : nothing
          }
          ${
            shown.length < found.length
              ? html`<button class="link" @click=${this.#showEverything}>${this.#localize.term('list.more', found.length)}</button>`
              : nothing
          }
          <span role="status" class="visually-hidden">${
            this.query ? this.#localize.term('list.found', found.length) : ''
          }</span>
        `
      }
      default:
        return list satisfies never
    }
  }

  #renderSearch(): TemplateResult {
    const label = this.#localize.term('list.search')
    return html`
      <label class="search" @keydown=${this.#walk}>
        ${icon(Search)}<span class="visually-hidden">${label}</span>
        <input type="search" placeholder=${label} autocomplete="off" .value=${this.query} @input=${this.#search} />
      </label>
    `
  }

  #renderRow({ id, title, updatedAt }: DocumentSummary): TemplateResult {
    const people = this.#peopleIn(id)
    const when = this.#when(updatedAt)
    const exact = this.#localize.date(new Date(updatedAt), { dateStyle: 'long', timeStyle: 'short' })
    return html`
      <li class="row">
        <a class="name ${title ? '' : 'untitled'}" href=${pageOf(id)}
          >${title || html`${this.#localize.term('page.untitled')}<span class="id">${id}</span>`}</a>
        ${people.length > 0 ? html`<encke-presence max="4" .users=${people}></encke-presence>` : nothing}
        <time datetime=${new Date(updatedAt).toISOString()} title=${exact}>${when}</time>
      </li>
    `
  }

  #renderCreateError(): TemplateResult | typeof nothing {
    const error = this.createError
    return error ? this.#renderAlert(this.#localize.term('list.create-failed'), error, () => this.#create()) : nothing
  }

  #renderAlert(what: string, error: RequestError, again: () => void): TemplateResult {
    return html`
      <div class="alert" role="alert">
        <p>${what} ${this.#reason(error)}</p>
        <button class="link" @click=${again}>${this.#localize.term('page.try-again')}</button>
      </div>
    `
  }

  #reason(error: RequestError): string {
    const { kind } = error
    return kind === 'offline' || kind === 'forbidden' || kind === 'busy'
      ? this.#localize.term(`request.${kind}`)
      : this.#localize.term('request.failed', error.status)
  }

  #when(at: number): string {
    const time = relativeTime(at, this.now)
    return time
      ? this.#localize.relativeTime(time.value, time.unit, { numeric: 'auto' })
      : this.#localize.term('list.just-now')
  }

  #find(documents: readonly DocumentSummary[]): readonly DocumentSummary[] {
    const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    const words = fold(this.query).split(/\s+/u).filter(Boolean)
    if (words.length === 0) return documents
    return documents.filter(({ id, title }) => {
      const text = fold(`${title || this.#localize.term('page.untitled')} ${id}`)
      return words.every((word) => text.includes(word))
    })
  }

  #peopleIn(id: string): readonly Face[] {
    const people = this.people.get(id) ?? []
    return people.map((person) => ({ ...person, self: person.id === this.#ownId }))
  }

  readonly #search = (event: InputEvent): void => {
    this.query = (event.target as HTMLInputElement).value
  }

  readonly #showEverything = (): void => {
    this.everything = true
  }

  /** Up and down go from the search field through the rows and back; Tab works as everywhere. */
  readonly #walk = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('.search input, .name')]
    const index = stops.indexOf(event.target as HTMLElement)
    const next = stops[index + (event.key === 'ArrowDown' ? 1 : -1)]
    if (index < 0 || !next) return
    event.preventDefault()
    next.focus()
  }

  readonly #create = async (): Promise<void> => {
    if (this.creating) return
    this.creating = true
    this.createError = null
    try {
      const { id } = await createDocument()
      location.assign(pageOf(id))
    } catch (error) {
      this.creating = false
      this.createError = asRequestError(error)
    }
  }

  async #load(): Promise<void> {
    if (this.list.kind === 'failed') this.list = { kind: 'loading' }
    try {
      this.list = { kind: 'ready', documents: await listDocuments() }
      this.#watch()
    } catch (error) {
      // A list that is there stays: it is old news at worst, and the next visit asks again.
      if (this.list.kind !== 'ready') this.list = { kind: 'failed', error: asRequestError(error) }
    }
  }

  /** Watches the newest documents through one stream; opens it anew only when they are others than before. */
  #watch(): void {
    if (this.list.kind !== 'ready' || document.hidden || !this.isConnected) return
    const documents = this.list.documents.slice(0, maxWatched).map(({ id }) => id)
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
        this.people = new Map(people)
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
    this.#stopTicking = systemClock.after(tickMs, () => {
      this.now = systemClock.now()
      this.#tick()
    })
  }

  // A hidden list needs nobody's faces, and over HTTP/1.1 its stream is one of six connections of all tabs together.
  readonly #onVisibility = (): void => {
    if (document.hidden) {
      this.#stopTicking?.()
      this.#unwatch()
    } else {
      this.now = systemClock.now()
      this.#tick()
      void this.#load()
    }
  }

  /** Back from a document by the browser's own memory of the page: the button may still say Creating. */
  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return
    this.creating = false
    void this.#load()
  }
}

function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError({ status: 0, code: null, cause: error })
}

declare global {
  interface HTMLElementTagNameMap {
    'documents-page': DocumentsPage
  }
}
