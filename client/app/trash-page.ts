import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { RotateCcw, Trash2 } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { pathOfPage } from '../../protocol/link-address.ts'
import { controls } from '../elements/controls.styles.ts'
import { dialogStyles } from '../elements/dialog.styles.ts'
import { icon } from '../elements/icon.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { columnStyles } from './column.styles.ts'
import { comet } from './comet.ts'
import { findByName } from './document-order.ts'
import {
  type DocumentSummary,
  deleteForGood,
  type Excerpt,
  listDocuments,
  nameOf,
  restoreDocument,
} from './documents-client.ts'
import type { ListState } from './documents-controller.ts'
import { foundWords } from './found-words.ts'
import { HomeLocalizeController, reasonOf } from './home-localize.ts'
import { markWords, piecesOf } from './mark-words.ts'
import { marked } from './marked.ts'
import { pageStyles } from './page.styles.ts'
import { pageKey } from './page-key.ts'
import { PageLocalizeController } from './page-localize.ts'
import { rowStyles } from './rows.styles.ts'
import { SearchController } from './search-controller.ts'
import { styles } from './trash-page.styles.ts'

/** The page `/trash`: what was deleted, to be brought back or, after a question, deleted for good. */
export class TrashPage extends LitElement {
  static override styles = [tokens, controls, pageStyles, columnStyles, rowStyles, dialogStyles, styles]
  static override properties = {
    list: { state: true },
    query: { state: true },
    doomed: { state: true },
  }

  declare protected list: ListState
  declare protected query: string
  /** What the question is about: what is deleted for good when the answer is yes. */
  declare protected doomed: readonly DocumentSummary[]

  readonly #localize = new HomeLocalizeController(this)
  readonly #pages = new PageLocalizeController(this)
  readonly #search = new SearchController(this, { trash: true })

  constructor() {
    super()
    this.list = { kind: 'loading' }
    this.query = ''
    this.doomed = []
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('keydown', this.#onKey)
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('keydown', this.#onKey)
  }

  protected override updated(): void {
    document.title = `${this.#localize.term('trash.title')} · Encke`
  }

  protected override render(): TemplateResult {
    const { list } = this
    return html`
      <div class="column">
        <header class="bar">
          <a class="mark" href="/">${comet}Encke</a>
          <a class="back" href="/">${this.#pages.term('page.all-documents')}</a>
        </header>
        <main>${list.kind === 'ready' && list.documents.length === 0 ? this.#renderEmpty() : this.#renderList(list)}</main>
      </div>
      ${this.#renderQuestion()}
      <page-notice></page-notice>
    `
  }

  #renderEmpty(): TemplateResult {
    return html`
      <div class="message">
        <h1>${this.#localize.term('trash.empty')}</h1>
        <p>${this.#localize.term('trash.empty-explained')}</p>
        <a class="primary" href="/">${this.#pages.term('page.all-documents')}</a>
      </div>
    `
  }

  #renderList(list: ListState): TemplateResult {
    const documents = list.kind === 'ready' ? list.documents : []
    return html`
      <div class="heading">
        <h1>${this.#localize.term('trash.title')}</h1>
        ${
          documents.length > 0
            ? html`<search-field .value=${this.query} @search-change=${this.#onQuery}
                @search-down=${() => this.#focusList()}></search-field>`
            : nothing
        }
        ${
          documents.length > 1 && this.query.trim() === ''
            ? html`<button class="danger" @click=${() => this.#ask(documents)}>${this.#localize.term('trash.empty-all')}</button>`
            : nothing
        }
      </div>
      <p class="explained">${this.#localize.term('trash.explained')}</p>
      ${this.#renderContent(list)}
    `
  }

  #renderContent(list: ListState): TemplateResult {
    switch (list.kind) {
      case 'loading':
        return html`<p class="loading" role="status">${this.#pages.term('list.loading')}</p>`
      case 'failed':
        return html`
          <div class="alert" role="alert">
            <p>${this.#localize.term('trash.failed')} ${this.#reason(list.error)}</p>
            <button class="link" @click=${() => this.#load()}>${this.#pages.term('page.try-again')}</button>
          </div>
        `
      case 'ready': {
        const called = findByName(list.documents, this.query, this.#pages.term('page.untitled'))
        const found = this.#search.completing(called)
        const { excerpts } = this.#search
        return html`
          <p role="status" class=${this.query.trim() === '' ? 'visually-hidden' : 'found'}>${this.#foundWords(found.length)}</p>
          ${found.length === 0 ? this.#renderNothing() : nothing}
          <ul class="list" role="list">
            ${repeat(
              found,
              ({ id }) => id,
              (document) => this.#renderRow(document, excerpts.get(document.id)),
            )}
          </ul>
        `
      }
      default:
        return list satisfies never
    }
  }

  #renderNothing(): TemplateResult | typeof nothing {
    if (this.#search.isAsking) return nothing
    return html`<p class="quiet">${this.#localize.term('trash.nothing-found', this.query.trim())}</p>
      <p><button class="link" @click=${this.#clearSearch}>${this.#localize.term('trash.clear-search')}</button></p>`
  }

  #renderRow(document: DocumentSummary, excerpt: Excerpt | undefined): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const name = this.#called(document)
    const at = document.trashedAt ?? document.updatedAt
    const justNow = this.#pages.term('list.just-now')
    return html`
      <li class=${excerpt ? 'row found' : 'row'}>
        <span class=${nameOf(document) ? 'name' : 'name untitled'}>${this.#shownName(document)}</span>
        <time datetime=${new Date(at).toISOString()} title=${term('trash.trashed', this.#localize.exact(at))}
          >${term('trash.trashed', this.#localize.ago(at, systemClock.now(), justNow))}</time>
        <span class="actions">
          <button aria-label=${term('trash.restore-named', name)} title=${term('trash.restore')}
            @click=${() => this.#restore(document)}>
            ${icon(RotateCcw)}<span class="words">${term('trash.restore')}</span>
          </button>
          <button class="danger" aria-label=${term('trash.delete-named', name)} title=${term('trash.delete')}
            @click=${() => this.#ask([document])}>
            ${icon(Trash2)}<span class="words">${term('trash.delete')}</span>
          </button>
        </span>
        ${excerpt ? html`<p class="excerpt" dir="auto">${marked(piecesOf(excerpt.text, excerpt.marks))}</p>` : nothing}
      </li>
    `
  }

  #renderQuestion(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const [first, ...others] = this.doomed
    const count = this.doomed.length
    const question =
      first && others.length === 0 ? term('trash.ask', this.#called(first)) : term('trash.ask-all', count)
    return html`
      <dialog aria-labelledby="question" aria-describedby="consequence">
        <form method="dialog">
          <h2 id="question">${question}</h2>
          <p id="consequence">${term(count === 1 ? 'trash.ask-explained' : 'trash.ask-all-explained')}</p>
          <div class="answers">
            <button autofocus>${term('trash.cancel')}</button>
            <button class="certain" @click=${this.#deleteDoomed}>${term('trash.delete')}</button>
          </div>
        </form>
      </dialog>
    `
  }

  #shownName(document: DocumentSummary): unknown {
    const name = nameOf(document)
    if (name) return marked(markWords(name, this.query))
    return html`${this.#pages.term('page.untitled')}<span class="id">${document.id}</span>`
  }

  #called(document: DocumentSummary): string {
    return nameOf(document) || `${this.#pages.term('page.untitled')} ${document.id}`
  }

  #reason(error: RequestError): string {
    return reasonOf(error, this.#pages)
  }

  #foundWords(shown: number): string {
    const texts = { home: this.#localize, pages: this.#pages }
    return this.query.trim() === '' ? '' : foundWords(this.#search, { shown, ...texts })
  }

  async #load(): Promise<void> {
    if (this.list.kind === 'failed') this.list = { kind: 'loading' }
    try {
      this.list = { kind: 'ready', documents: await listDocuments({ trash: true }) }
    } catch (error) {
      if (this.list.kind !== 'ready') this.list = { kind: 'failed', error: asRequestError(error) }
    }
  }

  async #ask(documents: readonly DocumentSummary[]): Promise<void> {
    this.doomed = documents
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  readonly #deleteDoomed = async (): Promise<void> => {
    for (const document of this.doomed) {
      const done = await this.#try(document, () => deleteForGood(document.id))
      if (!done) return
    }
    this.#focusList()
  }

  async #restore(document: DocumentSummary): Promise<void> {
    if (!(await this.#try(document, () => restoreDocument(document.id)))) return
    this.#notice?.show({
      text: this.#localize.term('trash.restored', this.#called(document)),
      action: { label: this.#localize.term('trash.open'), run: () => location.assign(pathOfPage(document.id)) },
    })
    this.#focusList()
  }

  /** Does it, and takes the row away; false, with a word, when the server does not go along. */
  async #try(document: DocumentSummary, action: () => Promise<void>): Promise<boolean> {
    try {
      await action()
    } catch (error) {
      const why = `${this.#localize.term('row.failed', this.#called(document))} ${this.#reason(asRequestError(error))}`
      this.#notice?.show({ text: why, stays: true })
      await this.#load()
      return false
    }
    if (this.list.kind === 'ready') {
      this.list = { kind: 'ready', documents: this.list.documents.filter(({ id }) => id !== document.id) }
    }
    this.#search.refresh()
    return true
  }

  get #notice() {
    return this.renderRoot.querySelector('page-notice')
  }

  /** The row with the focus is gone: the next thing to do has it. */
  async #focusList(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.actions button, .message .primary')?.focus()
  }

  readonly #onQuery = ({ detail }: CustomEvent<string>): void => {
    this.query = detail
    this.#search.ask(detail)
  }

  readonly #clearSearch = (): void => {
    this.query = ''
    this.#search.ask('')
    this.#focusSearch()
  }

  #focusSearch(): void {
    this.renderRoot.querySelector('search-field')?.focus()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (pageKey(event) !== '/') return
    event.preventDefault()
    this.#focusSearch()
  }

  readonly #onVisibility = (): void => {
    if (!document.hidden) void this.#load()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'trash-page': TrashPage
  }
}
