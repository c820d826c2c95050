import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Copy, Ellipsis, ExternalLink, Link, Pencil, Trash2 } from 'lucide-static'
import { pathOfPage } from '../../protocol/link-address.ts'
import { controls } from '../elements/controls.styles.ts'
import type { Face } from '../elements/editor-port.ts'
import { icon } from '../elements/icon.ts'
import type { PeopleByDocument } from '../elements/presence-feed.ts'
import { tokens } from '../elements/tokens.styles.ts'
import type { MenuItem } from './action-menu.ts'
import { type DocumentSummary, type Excerpt, nameOf } from './documents-client.ts'
import { findFragment } from './find-fragment.ts'
import { HomeLocalizeController } from './home-localize.ts'
import { markWords, piecesOf } from './mark-words.ts'
import { marked } from './marked.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { rowStyles } from './rows.styles.ts'

/** What a reader wants of one document on the list. */
export type RowWish = 'rename' | 'duplicate' | 'copy-link' | 'trash'

/** What `row-wish` tells. `title` comes with a rename. */
export interface RowWishDetail {
  wish: RowWish
  document: DocumentSummary
  title?: string
}

/** Rows that are shown before somebody asks for more. */
const firstRows = 50
const maxTitleLength = 200

/**
 * Documents, one a row, with who is in each of them, and what can be done with it: by its menu, by a finger, by keys
 * (arrows, F2, Delete).
 *
 * @fires {CustomEvent<RowWishDetail>} row-wish - Something is to be done. The list changes nothing itself.
 * @fires {CustomEvent} list-left - The arrow keys go beyond the first row.
 */
export class DocumentsList extends LitElement {
  static override styles = [tokens, controls, pageStyles, rowStyles]
  static override properties = {
    documents: { attribute: false },
    people: { attribute: false },
    ownId: { attribute: false },
    unsafe: { attribute: false },
    now: { attribute: false },
    byCreation: { type: Boolean, attribute: 'by-creation' },
    openedAt: { attribute: false },
    query: { attribute: false },
    excerpts: { attribute: false },
    everything: { state: true },
    renaming: { state: true },
  }

  declare documents: readonly DocumentSummary[]
  declare people: PeopleByDocument
  declare ownId: string | null
  /** By id, how many edits this browser keeps that are not on the server. */
  declare unsafe: ReadonlyMap<string, number>
  /** Milliseconds since the epoch: relative times are said from here. */
  declare now: number
  /** Rows show when a document was made instead of when it was last edited. */
  declare byCreation: boolean
  /** Rows show when a document was opened here instead, by id; null for none of that. */
  declare openedAt: ReadonlyMap<string, number> | null
  /** What was looked for: marked in the names. */
  declare query: string
  /** Where it was found in the texts, by id. */
  declare excerpts: ReadonlyMap<string, Excerpt>
  declare protected everything: boolean
  /** The id of the document that is being renamed. */
  declare protected renaming: string | null

  readonly #localize = new HomeLocalizeController(this)
  readonly #pages = new PageLocalizeController(this)

  constructor() {
    super()
    this.documents = []
    this.people = new Map()
    this.ownId = null
    this.unsafe = new Map()
    this.now = 0
    this.byCreation = false
    this.openedAt = null
    this.query = ''
    this.excerpts = new Map()
    this.everything = false
    this.renaming = null
  }

  /** To the row of this number, or the last one. False when there is none. */
  focusRow(index: number): boolean {
    const row = this.#stops.at(Math.min(index, this.#stops.length - 1))
    row?.focus()
    return row !== undefined
  }

  /** Opens the document of this row. */
  openRow(index: number): void {
    this.#stops[index]?.click()
  }

  protected override render(): TemplateResult {
    const shown = this.everything ? this.documents : this.documents.slice(0, firstRows)
    return html`
      <ul class="list" role="list" @keydown=${this.#onKey}>
        ${repeat(
          shown,
          ({ id }) => id,
          (document) => this.#renderRow(document),
        )}
      </ul>
      ${
        shown.length < this.documents.length
          ? html`<button class="link" @click=${this.#showEverything}>
              ${this.#pages.term('list.more', this.documents.length)}
            </button>`
          : nothing
      }
      <action-menu></action-menu>
    `
  }

  protected override updated(): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>('.rename')
    if (!field || field.dataset['ready'] !== undefined) return
    field.dataset['ready'] = ''
    field.select()
  }

  #renderRow(document: DocumentSummary): TemplateResult {
    const { id, createdAt, updatedAt } = document
    const people = this.#peopleIn(id)
    const unsafe = this.unsafe.get(id) ?? 0
    const openedAt = this.openedAt?.get(id)
    const at = openedAt ?? (this.byCreation ? createdAt : updatedAt)
    const exact = this.#localize.exact(at)
    const title =
      openedAt !== undefined
        ? this.#localize.term('home.opened', exact)
        : this.byCreation
          ? this.#localize.term('home.created', exact)
          : this.#pages.term('list.edited', exact)
    const excerpt = this.excerpts.get(id)
    return html`
      <li class=${excerpt ? 'row found' : 'row'} data-id=${id}>
        ${this.renaming === id ? this.#renderField(document) : this.#renderName(document)}
        ${people.length > 0 ? html`<encke-presence max="4" .users=${people}></encke-presence>` : nothing}
        ${
          unsafe > 0
            ? html`<span class="unsafe ${people.length > 0 ? '' : 'wide'}" title=${this.#localize.term('row.unsafe-explained')}
                >${this.#localize.term('row.unsafe', unsafe)}</span>`
            : html`<time datetime=${new Date(at).toISOString()} title=${title}
                >${this.#localize.ago(at, this.now, this.#pages.term('list.just-now'))}</time>`
        }
        <button class="more" aria-haspopup="menu" aria-expanded="false"
          aria-label=${this.#localize.term('row.menu', this.#called(document))}
          @click=${(event: Event) => this.#showMenu(event.currentTarget as HTMLElement, document)}
          >${icon(Ellipsis)}</button>
        ${excerpt ? html`<p class="excerpt" dir="auto">${marked(piecesOf(excerpt.text, excerpt.marks))}</p>` : nothing}
      </li>
    `
  }

  #renderName(document: DocumentSummary): TemplateResult {
    const name = nameOf(document)
    return html`<a class="name ${name ? '' : 'untitled'}" href=${pathOfPage(document.id) + this.#placeIn(document.id)}
      >${name ? marked(markWords(name, this.query)) : html`${this.#pages.term('page.untitled')}<span class="id">${document.id}</span>`}</a>`
  }

  #renderField(document: DocumentSummary): TemplateResult {
    return html`<input class="rename" aria-label=${this.#localize.term('row.new-name')} maxlength=${maxTitleLength}
      autocomplete="off" enterkeyhint="done" placeholder=${document.heading || this.#pages.term('page.untitled')}
      .value=${document.title} @keydown=${this.#onFieldKey}
      @blur=${(event: Event) => this.#rename(event.currentTarget as HTMLInputElement, document)} />`
  }

  /** The page goes to where it says so. */
  #placeIn(id: string): string {
    const excerpt = this.excerpts.get(id)
    const [mark] = excerpt?.marks ?? []
    return excerpt && mark ? findFragment(excerpt.text.slice(...mark)) : ''
  }

  get #stops(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.name')]
  }

  #called(document: DocumentSummary): string {
    return nameOf(document) || this.#pages.term('page.untitled')
  }

  #peopleIn(id: string): readonly Face[] {
    const people = this.people.get(id) ?? []
    return people.map((person) => ({ ...person, self: person.id === this.ownId }))
  }

  #showMenu(button: HTMLElement, document: DocumentSummary): void {
    const term = this.#localize.term.bind(this.#localize)
    const items: MenuItem[] = [
      {
        label: term('row.open-tab'),
        icon: ExternalLink,
        run: () => window.open(pathOfPage(document.id), '_blank', 'noopener'),
      },
      { label: term('row.copy-link'), icon: Link, run: () => this.#wish('copy-link', document) },
      { label: term('row.rename'), icon: Pencil, key: 'F2', run: () => this.#startRenaming(document.id) },
      { label: term('row.duplicate'), icon: Copy, run: () => this.#wish('duplicate', document) },
      {
        label: term('row.delete'),
        icon: Trash2,
        key: 'Delete',
        isDangerous: true,
        begins: true,
        run: () => this.#wish('trash', document),
      },
    ]
    this.renderRoot.querySelector('action-menu')?.toggle(button, items)
  }

  #startRenaming(id: string): void {
    this.renaming = id
  }

  #rename(field: HTMLInputElement, document: DocumentSummary): void {
    if (this.renaming !== document.id) return
    this.renaming = null
    const title = field.value.replace(/\s+/g, ' ').trim()
    if (title !== document.title) this.#wish('rename', document, title)
  }

  #wish(wish: RowWish, document: DocumentSummary, title?: string): void {
    const detail: RowWishDetail = { wish, document, ...(title === undefined ? {} : { title }) }
    this.dispatchEvent(new CustomEvent('row-wish', { detail }))
  }

  readonly #onFieldKey = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    event.stopPropagation()
    const field = event.currentTarget as HTMLInputElement
    const id = this.renaming
    if (event.key === 'Escape') this.renaming = null
    else field.blur()
    void this.updateComplete.then(() => this.#rowOf(id)?.querySelector<HTMLElement>('.name')?.focus())
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement
    const row = target.closest<HTMLElement>('.row')
    if (!row || target.matches('.rename') || event.ctrlKey || event.metaKey || event.altKey) return
    const document = this.documents.find(({ id }) => id === row.dataset['id'])
    if (!document) return
    if (event.key === 'F2') this.#startRenaming(document.id)
    else if (event.key === 'Delete') this.#wish('trash', document)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#walk(row, event.key === 'ArrowDown' ? 1 : -1)
    else return
    event.preventDefault()
  }

  #walk(row: HTMLElement, step: 1 | -1): void {
    const stops = this.#stops
    const index = stops.findIndex((stop) => row.contains(stop)) + step
    if (index < 0) this.dispatchEvent(new CustomEvent('list-left'))
    else stops[index]?.focus()
  }

  #rowOf(id: string | null): HTMLElement | undefined {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].find((row) => row.dataset['id'] === id)
  }

  readonly #showEverything = (): void => {
    this.everything = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'documents-list': DocumentsList
  }
}
