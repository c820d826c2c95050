import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { ArrowLeft, Ellipsis } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { isDocumentAddress } from '../../protocol/document-id.ts'
import { tokenOfAddress } from '../../protocol/link-address.ts'
import { parseTransportName } from '../../protocol/transport-name.ts'
import { controls } from '../elements/controls.styles.ts'
import { define } from '../elements/define.ts'
import type { EditorLayout } from '../elements/editor-layout.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage, IdentityStore } from '../presence/identity.ts'
import { type Ending, endingOf } from './document-ending.ts'
import { DocumentMenu } from './document-menu.ts'
import { styles } from './document-page.styles.ts'
import { DocumentTitle } from './document-title.ts'
import { documentOfPage } from './documents-client.ts'
import { wordsOfFragment } from './find-fragment.ts'
import { isHelpKey } from './help-key.ts'
import { LiveHeading } from './live-heading.ts'
import { openSettings } from './open-dialog.ts'
import { OpenedDocuments } from './opened-documents.ts'
import { pageStyles } from './page.styles.ts'
import { isModAlone } from './page-key.ts'
import { PageLocalizeController } from './page-localize.ts'
import { PreferenceController } from './preference-controller.ts'
import { fontStacks, textFontPreference, textSizePreference, textSizes, transportPreference } from './preferences.ts'
import { RegionKeys } from './region-keys.ts'
import { readLayout, rememberLayout } from './view-switch.ts'

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
    layout: { state: true },
    isMarkdown: { state: true },
  }

  declare protected ending: Ending | null
  /** The text has been on the screen when the ending came. */
  declare protected wasOpen: boolean
  /** The title while somebody writes it; null when nobody does. */
  declare protected draft: string | null
  declare protected layout: EditorLayout
  /** Nothing else has a preview. */
  declare protected isMarkdown: boolean

  readonly #localize = new PageLocalizeController(this)
  readonly #storage = browserStorage()
  readonly #id = documentOfPage(location.pathname) ?? ''
  /** What the address asks for comes before what the reader chose. */
  readonly #askedTransport = parseTransportName(new URLSearchParams(location.search).get('transport'))
  readonly #transport = new PreferenceController(this, transportPreference())
  readonly #font = new PreferenceController(this, textFontPreference())
  readonly #size = new PreferenceController(this, textSizePreference())
  readonly #live = new LiveHeading(this, () => this.#editor)
  readonly #title = new DocumentTitle({ id: this.#id, onChange: () => this.requestUpdate() })
  readonly #identities = new IdentityStore({
    storage: this.#storage,
    language: document.documentElement.lang,
    random: systemClock.random,
  })
  readonly #menu = new DocumentMenu({
    page: this,
    id: this.#id,
    localize: this.#localize,
    editor: () => this.#editor,
    name: () => this.#name,
    narrow: () =>
      this.#narrow.matches && {
        layout: this.isMarkdown ? this.#shownLayout : null,
        show: (layout) => this.#show(layout),
        share: this.#tight.matches ? () => void this.renderRoot.querySelector('encke-share')?.show() : null,
      },
    rename: () => this.renderRoot.querySelector<HTMLInputElement>('.title input')?.select(),
    failed: (text) => this.renderRoot.querySelector('page-notice')?.show({ text, stays: true }),
  })
  readonly #narrow = matchMedia('(max-width: 600px)')
  /** As in the styles: the bar has no button for sharing. */
  readonly #tight = matchMedia('(max-width: 379.9px)')

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
    this.layout = readLayout(this.#storage)
    this.isMarkdown = true
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#narrow.addEventListener('change', this.#onNarrow)
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('pagehide', this.#onPageHide)
    window.addEventListener('keydown', this.#onKey, true)
    this.addEventListener('you-change', this.#onYou)
    if (this.ending) return
    void this.#loadTitle()
    void this.#loadEditor()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#narrow.removeEventListener('change', this.#onNarrow)
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('pagehide', this.#onPageHide)
    window.removeEventListener('keydown', this.#onKey, true)
    this.removeEventListener('you-change', this.#onYou)
  }

  protected override updated(): void {
    document.title = `${this.ending && !this.wasOpen ? this.#localize.term(`document.${this.ending}`) : this.#name} · Encke`
  }

  protected override render(): TemplateResult {
    if (this.ending && !this.wasOpen) return this.#renderEnding(this.ending)
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
        <encke-presence for="editor" edit-self max=${this.#narrow.matches ? 2 : 5}
          @encke-presence-self=${this.#showYou}></encke-presence>
        <comments-button for="comments"></comments-button>
        ${
          this.#narrow.matches || !this.isMarkdown
            ? nothing
            : html`<view-switch .layout=${this.layout} @view-change=${this.#onView}></view-switch>`
        }
        <encke-share for="editor" heading=${this.#name}></encke-share>
        <button class="menu quiet" aria-haspopup="menu" aria-expanded="false" title=${term('document.menu')}
          aria-label=${term('document.menu')} @click=${this.#showMenu}>${icon(Ellipsis)}</button>
      </header>
      ${this.ending ? this.#renderEnding(this.ending) : nothing} ${this.#renderTitleError()}
      <earlier-text for="editor" heading=${this.#name}></earlier-text>
      <main class="text">
        <connection-banner for="editor"></connection-banner>
        <encke-editor id="editor" class=${this.ending ? 'ended' : ''} server="/" document=${this.#id}
          transport=${this.#askedTransport ?? this.#chosenTransport ?? nothing} label=${term('document.text')}
          view=${this.#shownLayout} @encke-view=${this.#onEditorView} @encke-mode=${this.#onMode}
          placeholder=${term('document.placeholder')} .style=${this.#textStyle} @encke-change=${() => this.#live.changed()}
          @encke-synced=${this.#onSynced} @encke-status=${this.#onStatus} @encke-error=${this.#onError} @encke-earlier=${this.#onEarlier}></encke-editor>
        <encke-comments id="comments" for="editor"></encke-comments>
      </main>
      <action-menu></action-menu>
      <page-notice></page-notice>
    `
  }

  #renderTitle(): TemplateResult {
    const unnamed = this.#live.text || this.#localize.term('page.untitled')
    const text = this.draft ?? this.#title.text
    return html`
      <div class="title">
        <span aria-hidden="true">${text || unnamed}</span>
        <input aria-label=${this.#localize.term('document.title')} placeholder=${unnamed}
          class=${this.#live.text ? 'headed' : ''} maxlength=${maxTitleLength}
          autocomplete="off" enterkeyhint="done" .value=${text} @input=${this.#write}
          @change=${this.#rename} @keydown=${this.#onTitleKey} />
      </div>
    `
  }

  #renderEnding(ending: Ending): TemplateResult {
    return html`<document-ending ending=${ending} document=${this.#id} ?banner=${this.wasOpen}></document-ending>`
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
    return this.#title.text || this.#live.text || this.#localize.term('page.untitled')
  }

  get #chosenTransport() {
    const { value } = this.#transport
    return value === 'auto' ? null : value
  }

  get #textStyle(): string {
    return `--encke-font-text: ${fontStacks[this.#font.value]}; --encke-font-size: ${textSizes[this.#size.value]}`
  }

  async #loadTitle(): Promise<void> {
    try {
      await this.#title.load()
      this.#live.text = this.#title.heading
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
    this.#live.changed()
    // Who came by a link has no list to look for it in.
    if (tokenOfAddress(this.#id) === null) new OpenedDocuments().note(this.#id, systemClock.now())
    const words = wordsOfFragment(location.hash)
    if (words !== null) void editor?.find(words)
    if (editor) this.#menu.offer(editor)
    if (editor?.value === '' && document.activeElement === document.body && !this.#narrow.matches) editor.focus()
  }

  /** The first edit makes the document exist, and a connection that is back may save what failed. */
  readonly #onStatus = ({ detail: { connection } }: HTMLElementEventMap['encke-status']): void => {
    if (connection.state !== 'connected') return
    if (this.#title.waiting ? connection.lastSavedAt !== null : this.#title.error?.kind === 'offline') {
      void this.#title.save()
    }
  }

  readonly #onError = ({ detail }: CustomEvent<{ code: number; reason: string }>): void => {
    const ending = endingOf(detail)
    if (!ending) return
    this.wasOpen = this.#editor?.synced ?? false
    this.ending = ending === 'forbidden' && tokenOfAddress(this.#id) !== null ? 'link-ended' : ending
  }

  /** The page offers such a text itself. Hardly anybody ever has one: what offers it is not loaded before. */
  readonly #onEarlier = (event: CustomEvent<{ texts: readonly unknown[] }>): void => {
    event.preventDefault()
    const { texts } = event.detail
    if (texts.length === 0 || customElements.get('earlier-text')) return
    void import('./earlier-text.ts').then(
      ({ EarlierTextNote }) => define('earlier-text', EarlierTextNote),
      // It is kept, and offered when the page is next opened.
      () => {},
    )
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

  readonly #showYou = async (): Promise<void> => {
    const dialog = await openSettings(this, { part: 'name' })
    const self = this.#editor?.users.find((person) => person.self)
    // The colour may be another than the kept one, so that two people do not have the same.
    if (self && dialog) dialog.identity = { name: self.name, color: self.color }
  }

  /** Kept already: whoever is in the document is told. */
  readonly #onYou = (): void => {
    const { name, color, colorChosen } = this.#identities.identity
    const editor = this.#editor
    // A colour that nobody chose stays the editor's to settle.
    if (editor) editor.user = colorChosen ? { name, color } : { name }
  }

  /** There is no room for both on a narrow screen. */
  get #shownLayout(): EditorLayout {
    return this.#narrow.matches && this.layout === 'split' ? 'edit' : this.layout
  }

  #show(layout: EditorLayout): void {
    this.layout = layout
    rememberLayout(this.#storage, layout)
    // A finger asks for a keyboard by touching the text.
    if (!this.#narrow.matches) void this.updateComplete.then(() => this.#editor?.focus())
  }

  readonly #onView = ({ detail: layout }: CustomEvent<EditorLayout>): void => this.#show(layout)

  readonly #onEditorView = ({ detail: { view } }: CustomEvent<{ view: EditorLayout }>): void => {
    this.layout = view
    rememberLayout(this.#storage, view)
  }

  readonly #onMode = ({ detail: { mode } }: CustomEvent<{ mode: string }>): void => {
    this.isMarkdown = mode === 'markdown'
    this.#live.changed()
  }

  readonly #showMenu = (event: Event): void => {
    this.renderRoot.querySelector('action-menu')?.toggle(event.currentTarget as HTMLElement, this.#menu.items)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const isHelp = isHelpKey(event, this.#editor)
    // The browser would print the lines that are in sight, and the bar.
    const isPrint = isModAlone(event) && event.code === 'KeyP'
    if (this.ending || !(isHelp || isPrint)) return
    event.preventDefault()
    // Before the text has it, which would make a comment of the line.
    event.stopPropagation()
    if (isPrint) void this.#editor?.print()
    else void this.#menu.openKeys()
  }

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
