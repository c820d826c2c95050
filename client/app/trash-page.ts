import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { RotateCcw, Trash2 } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { dialogStyles } from '../elements/dialog.styles.ts'
import { icon } from '../elements/icon.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { columnStyles } from './column.styles.ts'
import { comet } from './comet.ts'
import {
  type DocumentSummary,
  deleteForGood,
  listDocuments,
  nameOf,
  pageOf,
  restoreDocument,
} from './documents-client.ts'
import type { ListState } from './documents-controller.ts'
import { HomeLocalizeController, reasonOf } from './home-localize.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { rowStyles } from './rows.styles.ts'
import { styles } from './trash-page.styles.ts'

/** The page `/trash`: what was deleted, to be brought back or, after a question, deleted for good. */
export class TrashPage extends LitElement {
  static override styles = [tokens, controls, pageStyles, columnStyles, rowStyles, dialogStyles, styles]
  static override properties = {
    list: { state: true },
    doomed: { state: true },
  }

  declare protected list: ListState
  /** What the question is about: what is deleted for good when the answer is yes. */
  declare protected doomed: readonly DocumentSummary[]

  readonly #localize = new HomeLocalizeController(this)
  readonly #pages = new PageLocalizeController(this)

  constructor() {
    super()
    this.list = { kind: 'loading' }
    this.doomed = []
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
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
          documents.length > 1
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
      case 'ready':
        return html`
          <ul class="list" role="list">
            ${repeat(
              list.documents,
              ({ id }) => id,
              (document) => this.#renderRow(document),
            )}
          </ul>
        `
      default:
        return list satisfies never
    }
  }

  #renderRow(document: DocumentSummary): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const name = this.#called(document)
    const at = document.trashedAt ?? document.updatedAt
    const justNow = this.#pages.term('list.just-now')
    return html`
      <li class="row">
        <span class="name">${name}</span>
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

  #called(document: DocumentSummary): string {
    return nameOf(document) || `${this.#pages.term('page.untitled')} ${document.id}`
  }

  #reason(error: RequestError): string {
    return reasonOf(error, this.#pages)
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
      action: { label: this.#localize.term('trash.open'), run: () => location.assign(pageOf(document.id)) },
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

  readonly #onVisibility = (): void => {
    if (!document.hidden) void this.#load()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'trash-page': TrashPage
  }
}
