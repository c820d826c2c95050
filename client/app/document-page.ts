import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { ArrowLeft } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { isDocumentAddress } from '../../protocol/document-id.ts'
import { tokenOfAddress } from '../../protocol/link-address.ts'
import { parseTransportName } from '../../protocol/transport-name.ts'
import { controls } from '../elements/controls.styles.ts'
import { define } from '../elements/define.ts'
import type { EditorLayout } from '../elements/editor-layout.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage, type Identity, IdentityStore } from '../presence/identity.ts'
import { styles } from './document-page.styles.ts'
import { DocumentTitle } from './document-title.ts'
import { documentOfPage } from './documents-client.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { RegionKeys } from './region-keys.ts'
import { fontStacks, readTextFont, rememberTextFont, type TextFont } from './text-font.ts'
import { readLayout, rememberLayout } from './view-switch.ts'
import type { YouChange } from './you-dialog.ts'

/** Why there is no text to show, or none that can be written any more. */
type Ending = 'invalid' | 'missing' | 'forbidden' | 'link-ended' | 'another-history' | 'editor-failed'

const endings: Partial<Record<number, Ending>> = {
  [CloseCode.NoSuchDocument]: 'missing',
  [CloseCode.Unauthenticated]: 'forbidden',
  [CloseCode.Forbidden]: 'forbidden',
  [CloseCode.AnotherHistory]: 'another-history',
}

const maxTitleLength = 200

/**
 * The page `/d/<id>`: a bar with the title, the state of the connection and the people, and below it nothing but the
 * text. The bar is there at once; the editor is loaded beside it.
 * A text that was open stays on the screen, whatever happens to its document.
 */
export class DocumentPage extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = {
    ending: { state: true },
    wasOpen: { state: true },
    draft: { state: true },
    identity: { state: true },
    font: { state: true },
    layout: { state: true },
  }

  declare protected ending: Ending | null
  /** The text has been on the screen when the ending came. */
  declare protected wasOpen: boolean
  /** The title while somebody writes it; null when nobody does. */
  declare protected draft: string | null
  declare protected identity: Identity
  declare protected font: TextFont
  declare protected layout: EditorLayout

  readonly #localize = new PageLocalizeController(this)
  readonly #storage = browserStorage()
  readonly #id = documentOfPage(location.pathname) ?? ''
  readonly #transport = parseTransportName(new URLSearchParams(location.search).get('transport'))
  readonly #title = new DocumentTitle({ id: this.#id, onChange: () => this.requestUpdate() })
  readonly #identities = new IdentityStore({
    storage: this.#storage,
    language: document.documentElement.lang,
    random: systemClock.random,
  })
  readonly #narrow = matchMedia('(max-width: 600px)')

  constructor() {
    super()
    new RegionKeys(this, () =>
      ['header', 'encke-editor', 'encke-comments[open]'].map((part) =>
        this.renderRoot.querySelector<HTMLElement>(part),
      ),
    )
    this.ending = isDocumentAddress(this.#id) ? null : 'invalid'
    this.wasOpen = false
    this.draft = null
    this.identity = this.#identities.identity
    this.font = readTextFont(this.#storage)
    this.layout = readLayout(this.#storage)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#narrow.addEventListener('change', this.#onNarrow)
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('pagehide', this.#onPageHide)
    if (this.ending) return
    void this.#loadTitle()
    void this.#loadEditor()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#narrow.removeEventListener('change', this.#onNarrow)
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('pagehide', this.#onPageHide)
  }

  protected override updated(): void {
    document.title = `${this.ending && !this.wasOpen ? this.#heading(this.ending) : this.#name} · Encke`
  }

  protected override render(): TemplateResult {
    if (this.ending && !this.wasOpen) return this.#renderMessage(this.ending)
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <button class="skip" @click=${this.#focusEditor}>${term('page.skip')}</button>
      <header>
        <a class="back" href="/" title=${term('page.all-documents')} aria-label=${term('page.all-documents')}
          >${icon(ArrowLeft)}</a>
        <h1 class="visually-hidden">${this.#name}</h1>
        <div class="about">
          ${this.#renderTitle()}
          <encke-status for="editor"></encke-status>
        </div>
        <encke-presence for="editor" edit-self max=${this.#narrow.matches ? 3 : 5}
          @encke-presence-self=${this.#showYou}></encke-presence>
        <comments-button for="comments"></comments-button>
        <view-switch .layout=${this.layout} ?narrow=${this.#narrow.matches}
          @view-change=${this.#onView}></view-switch>
        <encke-share for="editor" heading=${this.#name}></encke-share>
      </header>
      ${this.ending ? this.#renderBanner(this.ending) : nothing} ${this.#renderTitleError()}
      <main class="text">
        <connection-banner for="editor"></connection-banner>
        <encke-editor id="editor" class=${this.ending ? 'ended' : ''} server="/" document=${this.#id}
          transport=${this.#transport ?? nothing} label=${term('document.text')}
          view=${this.#narrow.matches && this.layout === 'split' ? 'edit' : this.layout} @encke-view=${this.#onEditorView}
          placeholder=${term('document.placeholder')} .style=${`--encke-font-text: ${fontStacks[this.font]}`}
          @encke-synced=${this.#onSynced} @encke-status=${this.#onStatus} @encke-error=${this.#onError}></encke-editor>
        <encke-comments id="comments" for="editor"></encke-comments>
      </main>
      <you-dialog .identity=${this.identity} .font=${this.font} @you-change=${this.#onYou}></you-dialog>
    `
  }

  #renderTitle(): TemplateResult {
    const untitled = this.#localize.term('page.untitled')
    const text = this.draft ?? this.#title.text
    return html`
      <div class="title">
        <span aria-hidden="true">${text || untitled}</span>
        <input aria-label=${this.#localize.term('document.title')} placeholder=${untitled} maxlength=${maxTitleLength}
          autocomplete="off" enterkeyhint="done" .value=${text} @input=${this.#write}
          @change=${this.#rename} @keydown=${this.#onTitleKey} />
      </div>
    `
  }

  #renderMessage(ending: Ending): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const canReload = ending === 'another-history' || ending === 'editor-failed'
    return html`
      <main class="message">
        <h1>${this.#heading(ending)}</h1>
        <p>${ending === 'editor-failed' ? term('request.offline') : term(`document.${ending}-explained`)}</p>
        ${
          canReload
            ? html`<button class="primary" @click=${this.#reload}>${term('document.reload')}</button>`
            : html`<a class="primary" href="/">${term('page.all-documents')}</a>`
        }
      </main>
    `
  }

  #renderBanner(ending: Ending): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="alert banner" role="alert">
        ${
          ending === 'another-history'
            ? html`<p>${term('document.another-history-explained')}</p>
                <button class="link" @click=${this.#reload}>${term('document.reload')}</button>`
            : html`<p>${term(ending === 'missing' ? 'document.deleted-now' : ending === 'link-ended' ? 'document.link-ended-now' : 'document.closed-now')}</p>`
        }
      </div>
    `
  }

  #renderTitleError(): TemplateResult | typeof nothing {
    if (!this.#title.error) return nothing
    return html`
      <div class="alert banner" role="alert">
        <p>${this.#localize.term('document.rename-failed')}</p>
        <button class="link" @click=${() => this.#title.save()}>${this.#localize.term('page.try-again')}</button>
      </div>
    `
  }

  get #editor(): EnckeEditor | null {
    return this.renderRoot.querySelector('encke-editor')
  }

  get #name(): string {
    return this.#title.text || this.#localize.term('page.untitled')
  }

  #heading(ending: Ending): string {
    return this.#localize.term(`document.${ending}`)
  }

  async #loadTitle(): Promise<void> {
    try {
      await this.#title.load()
    } catch {
      // The chip tells how it stands with the server; the title comes when the page is looked at again.
    }
  }

  async #loadEditor(): Promise<void> {
    try {
      const { EnckeEditor } = await import('../elements/encke-editor.ts')
      define('encke-editor', EnckeEditor)
    } catch {
      // Whatever it is, offline or a new version on the server, a reload is the answer, and the page says so.
      this.ending = 'editor-failed'
    }
  }

  readonly #focusEditor = (): void => this.#editor?.focus()

  /** Somebody who has just made a document came to write. */
  readonly #onSynced = (): void => {
    const editor = this.#editor
    if (editor?.value === '' && document.activeElement === document.body && !this.#narrow.matches) editor.focus()
  }

  /** The first edit makes the document exist, and a connection that is back may save what failed. */
  readonly #onStatus = (): void => {
    const connection = this.#editor?.connection
    if (connection?.state !== 'connected') return
    if (this.#title.waiting ? connection.lastSavedAt !== null : this.#title.error?.kind === 'offline') {
      void this.#title.save()
    }
  }

  readonly #onError = (event: CustomEvent<{ code: number }>): void => {
    const ending = endings[event.detail.code]
    if (!ending) return
    this.wasOpen = this.#editor?.synced ?? false
    this.ending = ending === 'forbidden' && tokenOfAddress(this.#id) !== null ? 'link-ended' : ending
  }

  readonly #write = (event: InputEvent): void => {
    this.draft = (event.target as HTMLInputElement).value
  }

  readonly #rename = (event: Event): void => {
    this.draft = null
    void this.#title.write((event.target as HTMLInputElement).value)
  }

  readonly #onTitleKey = (event: KeyboardEvent): void => {
    const input = event.target as HTMLInputElement
    if (event.isComposing) return
    if (event.key === 'Escape') {
      // At once, not with the next render: leaving the field must not count as a change.
      input.value = this.#title.text
      this.draft = null
      input.blur()
    } else if (event.key === 'Enter') {
      // Or the key would still do its work where the focus is by then: a line break in the text.
      event.preventDefault()
      input.blur()
      this.#focusEditor()
    }
  }

  readonly #showYou = (): void => {
    const self = this.#editor?.users.find((person) => person.self)
    if (self) this.identity = { ...this.#identities.identity, name: self.name, color: self.color }
    this.renderRoot.querySelector('you-dialog')?.show()
  }

  readonly #onYou = ({ detail: change }: CustomEvent<YouChange>): void => {
    if ('font' in change) {
      this.font = change.font
      rememberTextFont(this.#storage, change.font)
      return
    }
    this.identity = this.#identities.update(change)
    const { name, color, colorChosen } = this.identity
    const editor = this.#editor
    // A colour that nobody chose stays the editor's to settle.
    if (editor) editor.user = colorChosen ? { name, color } : { name }
  }

  readonly #onView = ({ detail: layout }: CustomEvent<EditorLayout>): void => {
    this.layout = layout
    rememberLayout(this.#storage, layout)
    // A finger asks for a keyboard by touching the text.
    if (!this.#narrow.matches) void this.updateComplete.then(() => this.#editor?.focus())
  }

  readonly #onEditorView = ({ detail: { view } }: CustomEvent<{ view: EditorLayout }>): void => {
    this.layout = view
    rememberLayout(this.#storage, view)
  }

  readonly #reload = (): void => location.reload()

  readonly #onNarrow = (): void => this.requestUpdate()

  readonly #onVisibility = (): void => {
    if (!document.hidden && !this.ending) void this.#loadTitle()
  }

  readonly #onPageHide = (): void => this.#title.leave()
}

declare global {
  interface HTMLElementTagNameMap {
    'document-page': DocumentPage
  }
}
