import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { Activity, Ellipsis, Keyboard, Settings, Trash2, Upload } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { pathOfPage } from '../../protocol/link-address.ts'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import { selectStyles } from '../elements/select.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage, IdentityStore } from '../presence/identity.ts'
import { importedKinds } from '../writing/file-mode.ts'
import type { MenuItem } from './action-menu.ts'
import { columnStyles } from './column.styles.ts'
import { comet } from './comet.ts'
import { DocumentActions } from './document-actions.ts'
import { findByName, sortDocuments } from './document-order.ts'
import { createDocument, type DocumentSummary } from './documents-client.ts'
import { DocumentsController } from './documents-controller.ts'
import type { DocumentsList, RowWishDetail } from './documents-list.ts'
import { styles } from './documents-page.styles.ts'
import { foundWords } from './found-words.ts'
import { HomeLocalizeController, reasonOf } from './home-localize.ts'
import { ImportController } from './import-controller.ts'
import { openHomeKeys, openSettings } from './open-dialog.ts'
import { OpenedDocuments, openedKey } from './opened-documents.ts'
import { pageStyles } from './page.styles.ts'
import { pageKey } from './page-key.ts'
import { PageLocalizeController } from './page-localize.ts'
import type { Notice } from './page-notice.ts'
import { PreferenceController } from './preference-controller.ts'
import { type SortOrder, sortPreference } from './preferences.ts'
import { SearchController } from './search-controller.ts'
import { takeTrashedNote } from './trashed-note.ts'
import { UnsafeEditsController } from './unsafe-edits-controller.ts'

const orders = ['edited', 'opened', 'name', 'created'] as const

/**
 * The page `/`: the documents, who is in each of them now, what can be done with each, and a new one with one click.
 * Everything it shows live comes through one EventSource, which is closed while the page is hidden.
 */
export class DocumentsPage extends LitElement {
  static override styles = [tokens, controls, selectStyles, pageStyles, columnStyles, styles]
  static override properties = {
    query: { state: true },
    creating: { state: true },
    createError: { state: true },
  }

  declare protected query: string
  declare protected creating: boolean
  declare protected createError: RequestError | null

  readonly #localize = new HomeLocalizeController(this)
  readonly #pages = new PageLocalizeController(this)
  readonly #opened = new OpenedDocuments()
  readonly #sort = new PreferenceController(this, sortPreference())
  readonly #documents = new DocumentsController(this, {
    wanted: () => (this.#sort.value === 'opened' ? this.#opened.all.keys() : []),
  })
  readonly #unsafe = new UnsafeEditsController(this)
  readonly #search = new SearchController(this)
  readonly #import = new ImportController(this, {
    localize: this.#localize,
    notify: (notice) => this.#notify(notice),
    imported: () => this.#documents.load(),
  })
  readonly #actions = new DocumentActions({
    localize: this.#localize,
    untitled: () => this.#pages.term('page.untitled'),
    reason: (error) => this.#reason(error),
    documents: this.#documents,
    notify: (notice) => this.#notify(notice),
  })
  #ownId: string | null = null

  constructor() {
    super()
    this.query = ''
    this.creating = false
    this.createError = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('pageshow', this.#onPageShow)
    window.addEventListener('keydown', this.#onKey)
    window.addEventListener('storage', this.#onStorage)
    this.#ownId = new IdentityStore({
      storage: browserStorage(),
      language: document.documentElement.lang,
      random: systemClock.random,
    }).identity.id
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('pageshow', this.#onPageShow)
    window.removeEventListener('keydown', this.#onKey)
    window.removeEventListener('storage', this.#onStorage)
  }

  protected override firstUpdated(): void {
    const trashed = takeTrashedNote()
    if (trashed) this.#actions.offerUndo(trashed)
  }

  protected override render(): TemplateResult {
    const { list } = this.#documents
    const empty = list.kind === 'ready' && list.documents.length === 0
    return html`
      <div class="column">
        <header class="bar">
          <span class="mark">${comet}Encke</span>
          <span class="end">
            <button class="square quiet" aria-haspopup="menu" aria-expanded="false"
              aria-label=${this.#localize.term('home.menu')} @click=${this.#showMenu}>${icon(Ellipsis)}</button>
            ${empty ? nothing : this.#renderCreate()}
          </span>
        </header>
        <main>${empty ? this.#renderEmpty() : this.#renderList()}</main>
      </div>
      ${this.#import.isOver ? html`<div class="drop" aria-hidden="true">${this.#localize.term('home.drop')}</div>` : nothing}
      <input class="files" type="file" multiple hidden accept=${importedKinds} @change=${this.#onFiles} />
      <action-menu></action-menu>
      <page-notice></page-notice>
    `
  }

  #renderCreate(): TemplateResult {
    return html`<button class="primary" aria-disabled=${this.creating} aria-keyshortcuts="n" @click=${() => this.#create()}>
      ${this.#pages.term(this.creating ? 'page.creating' : 'page.new-document')}
    </button>`
  }

  #renderEmpty(): TemplateResult {
    return html`
      <div class="message">
        <h1>${this.#pages.term('list.empty')}</h1>
        <p>${this.#pages.term('list.empty-explained')}</p>
        ${this.#renderCreate()} ${this.#renderCreateError()}
      </div>
    `
  }

  #renderList(): TemplateResult {
    const { list } = this.#documents
    return html`
      <div class="heading">
        <h1>${this.#pages.term('list.title')}</h1>
        ${list.kind === 'ready' ? this.#renderFinding() : nothing}
      </div>
      ${this.#renderCreateError()} ${this.#renderContent()}
    `
  }

  #renderFinding(): TemplateResult {
    return html`
      <div class="finding">
        <search-field .value=${this.query} @search-change=${this.#onQuery} @search-down=${() => this.#list?.focusRow(0)}
          @search-enter=${() => this.#list?.openRow(0)}></search-field>
        <label class="sort">
          <span class="visually-hidden">${this.#localize.term('home.sort')}</span>
          <select @change=${this.#onSort}>
            ${orders.map(
              (order) =>
                html`<option value=${order} .selected=${order === this.#sort.value}>
                  ${this.#localize.term(`home.sort-${order}`)}
                </option>`,
            )}
          </select>
        </label>
      </div>
    `
  }

  #renderContent(): TemplateResult {
    const { list } = this.#documents
    switch (list.kind) {
      case 'loading':
        return html`<p class="loading" role="status">${this.#pages.term('list.loading')}</p>`
      case 'failed':
        return this.#renderAlert(this.#pages.term('list.failed'), list.error, () => this.#documents.load())
      case 'ready': {
        // Whoever looks for something looks among all.
        const openedAt = this.#sort.value === 'opened' && this.#wanted === '' ? this.#opened.all : null
        const found = this.#find(list.documents, openedAt)
        return html`
          <p role="status" class=${this.#wanted === '' ? 'visually-hidden' : 'found'}>${this.#foundWords(found.length)}</p>
          ${found.length === 0 ? this.#renderNothing() : nothing}
          <documents-list .documents=${found} .people=${this.#documents.people} .ownId=${this.#ownId}
            .now=${this.#documents.now} ?by-creation=${this.#sort.value === 'created'} .openedAt=${openedAt}
            .unsafe=${this.#unsafe.counts} .query=${this.query} .excerpts=${this.#search.excerpts}
            @row-wish=${this.#onWish} @list-left=${this.#focusSearch}></documents-list>
        `
      }
      default:
        return list satisfies never
    }
  }

  #renderCreateError(): TemplateResult | typeof nothing {
    const error = this.createError
    return error ? this.#renderAlert(this.#pages.term('list.create-failed'), error, () => this.#create()) : nothing
  }

  #renderAlert(what: string, error: RequestError, again: () => void): TemplateResult {
    return html`
      <div class="alert" role="alert">
        <p>${what} ${this.#reason(error)}</p>
        <button class="link" @click=${again}>${this.#pages.term('page.try-again')}</button>
      </div>
    `
  }

  #renderNothing(): TemplateResult | typeof nothing {
    const term = this.#localize.term.bind(this.#localize)
    const query = this.#wanted
    if (query === '') return html`<p class="quiet">${term('home.nothing-opened')}</p>`
    if (this.#search.isAsking) return nothing
    return html`<div class="nothing">
      <p class="quiet">${term('home.nothing-found', query)}</p>
      <p>
        <button class="link" @click=${this.#clearSearch}>${term('home.clear-search')}</button>
        <button class="link" @click=${() => this.#create(query)}>${term('home.create-called', query)}</button>
      </p>
    </div>`
  }

  #foundWords(shown: number): string {
    const texts = { home: this.#localize, pages: this.#pages }
    return this.#wanted === '' ? '' : foundWords(this.#search, { shown, ...texts })
  }

  /** What somebody looks for; empty while nobody does. */
  get #wanted(): string {
    return this.query.trim()
  }

  #reason(error: RequestError): string {
    return reasonOf(error, this.#pages)
  }

  /** Those called so, at once; then those whose text says so, the best first. */
  #find(
    documents: readonly DocumentSummary[],
    openedAt: ReadonlyMap<string, number> | null,
  ): readonly DocumentSummary[] {
    const named = findByName(documents, this.query, this.#pages.term('page.untitled'))
    const order = this.#sort.value === 'opened' && openedAt === null ? 'edited' : this.#sort.value
    return this.#search.completing(sortDocuments(named, order, this.#pages.lang(), openedAt ?? undefined))
  }

  #notify(notice: Notice): void {
    this.renderRoot.querySelector('page-notice')?.show(notice)
  }

  get #list(): DocumentsList | null {
    return this.renderRoot.querySelector('documents-list')
  }

  readonly #focusSearch = (): void => this.renderRoot.querySelector('search-field')?.focus()

  readonly #onQuery = ({ detail }: CustomEvent<string>): void => {
    this.query = detail
    this.#search.ask(detail)
  }

  readonly #onSort = (event: Event): void => {
    this.#sort.choose((event.target as HTMLSelectElement).value as SortOrder)
    void this.#documents.complete()
  }

  /** Another tab has opened a document, or all that were opened are forgotten. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === openedKey) this.requestUpdate()
  }

  readonly #clearSearch = (): void => {
    this.query = ''
    this.#search.ask('')
    this.#focusSearch()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if ((event.metaKey || event.ctrlKey) && !event.shiftKey && event.code === 'KeyZ') {
      if (this.renderRoot.querySelector('page-notice')?.act()) event.preventDefault()
      return
    }
    const key = pageKey(event)
    if (key === 'n') void this.#create()
    else if (key === '/') this.#focusSearch()
    else if (key === '?') void openHomeKeys(this)
    else if (key === 'ArrowDown' && event.target === document.body) {
      this.#list?.focusRow(0)
    } else return
    event.preventDefault()
  }

  readonly #onWish = ({ detail }: CustomEvent<RowWishDetail>): void => {
    const { wish, document: chosen, title = '' } = detail
    const refresh = () => this.#search.refresh()
    switch (wish) {
      case 'rename':
        void this.#actions.rename(chosen, title).then(refresh)
        break
      case 'duplicate':
        void this.#actions.duplicate(chosen).then(refresh)
        break
      case 'copy-link':
        void this.#actions.copyLink(chosen)
        break
      case 'trash':
        void this.#trash(chosen).then(refresh)
        break
      default:
        wish satisfies never
    }
  }

  /** The focus goes to the row that comes in its place. */
  async #trash(chosen: DocumentSummary): Promise<void> {
    const list = this.#list
    const index = list?.documents.findIndex(({ id }) => id === chosen.id) ?? 0
    const done = this.#actions.trash(chosen)
    await this.updateComplete
    await list?.updateComplete
    if (!list?.focusRow(index)) this.#focusSearch()
    await done
  }

  readonly #showMenu = (event: Event): void => {
    const term = this.#localize.term.bind(this.#localize)
    const items: MenuItem[] = [
      { label: term('home.import'), icon: Upload, run: () => this.#chooseFiles() },
      { label: term('home.trash'), icon: Trash2, href: '/trash' },
      { label: term('home.settings'), icon: Settings, begins: true, run: () => void openSettings(this) },
      { label: term('home.keys'), icon: Keyboard, key: '?', run: () => void openHomeKeys(this) },
      { label: term('home.connection'), icon: Activity, href: '/status' },
    ]
    this.renderRoot.querySelector('action-menu')?.toggle(event.currentTarget as HTMLElement, items)
  }

  #chooseFiles(): void {
    this.renderRoot.querySelector<HTMLInputElement>('.files')?.click()
  }

  readonly #onFiles = (event: Event): void => {
    const field = event.target as HTMLInputElement
    void this.#import.take([...(field.files ?? [])])
    // The same file may be chosen again.
    field.value = ''
  }

  readonly #create = async (title = ''): Promise<void> => {
    if (this.creating) return
    this.creating = true
    this.createError = null
    try {
      const { id } = await createDocument(title === '' ? {} : { title: title.slice(0, 200) })
      location.assign(pathOfPage(id))
    } catch (error) {
      this.creating = false
      this.createError = asRequestError(error)
    }
  }

  /** Back from a document by the browser's own memory of the page: the button may still say Creating. */
  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return
    this.creating = false
    void this.#documents.load()
    const trashed = takeTrashedNote()
    if (trashed) this.#actions.offerUndo(trashed)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'documents-page': DocumentsPage
  }
}
