import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { X } from 'lucide-static'
import { tokenOfAddress } from '../../protocol/link-address.ts'
import { closeOutside } from '../elements/close-outside.ts'
import { controls } from '../elements/controls.styles.ts'
import { define } from '../elements/define.ts'
import { dialogStyles } from '../elements/dialog.styles.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage } from '../presence/identity.ts'
import { loadCodes, renderCode, renderCodeToggle } from './code-toggle.ts'
import { ShareCopy } from './copy-button.ts'
import { KnownTokens } from './known-tokens.ts'
import type { Link } from './links-client.ts'
import { canSend, sendAddress } from './send-text.ts'
import { shareStyles } from './share.styles.ts'
import { styles } from './share-dialog.styles.ts'
import { ShareEmbed } from './share-embed.ts'
import { ShareLinks } from './share-links.ts'
import { ShareLocalizeController } from './share-localize.ts'
import { pageAddress, type SharedDocument } from './shared-document.ts'

type Tab = 'links' | 'embed'
const tabs: readonly Tab[] = ['links', 'embed']

/** All about who gets to a document how. A chunk of its own: most people never open it. */
export class ShareDialog extends LitElement {
  static override styles = [tokens, controls, shareStyles, dialogStyles, styles]
  static override properties = {
    target: { attribute: false },
    links: { state: true },
    tab: { state: true },
    isOpen: { state: true },
    code: { state: true },
  }

  declare target: SharedDocument
  declare protected links: readonly Link[]
  declare protected tab: Tab
  declare protected isOpen: boolean
  /** The QR code of the page: none, shown, or it did not load. */
  declare protected code: 'none' | 'shown' | 'failed'

  readonly #localize = new ShareLocalizeController(this)
  readonly #tokens = new KnownTokens({ storage: browserStorage() })

  constructor() {
    super()
    define('encke-share-copy', ShareCopy)
    define('encke-share-links', ShareLinks)
    define('encke-share-embed', ShareEmbed)
    this.links = []
    this.tab = 'links'
    this.isOpen = false
    this.code = 'none'
  }

  /** Opens it, with what the server has by now. */
  async show(): Promise<void> {
    this.isOpen = true
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')
    if (!dialog || dialog.open) return
    dialog.showModal()
    await this.renderRoot.querySelector('encke-share-links')?.refresh()
  }

  protected override render(): TemplateResult | typeof nothing {
    // While it is closed there is nothing of it: no preview that holds a connection.
    if (!this.isOpen) return nothing
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <dialog aria-labelledby="title" @click=${closeOutside} @close=${this.#closed}>
        <div class="head">
          <h2 id="title">${term('share.title')}</h2>
          <button class="quiet" aria-label=${term('share.close')} title=${term('share.close')}
            @click=${this.#close}>${icon(X)}</button>
        </div>
        ${this.#renderPage()} ${tokenOfAddress(this.target.address) === null ? this.#renderTabs() : nothing}
      </dialog>
    `
  }

  #renderPage(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const url = pageAddress(this.target)
    const kind = tokenOfAddress(this.target.address) === null ? 'page' : 'by-link'
    const isShown = this.code === 'shown'
    return html`
      <section class="page" aria-labelledby="page">
        <h3 id="page">${term(`share.${kind}`)}</h3>
        <div class="copy-row">
          <input readonly aria-labelledby="page" .value=${url} @focus=${selectAll} />
          <encke-share-copy text=${url}></encke-share-copy>
          ${renderCodeToggle({ localize: this.#localize, name: '', isShown, toggle: this.#toggleCode })}
          ${
            canSend()
              ? html`<button class="bordered" @click=${() => sendAddress({ title: this.target.title, url })}
                  >${term('share.send')}</button>`
              : nothing
          }
        </div>
        ${renderCode({ localize: this.#localize, address: url, title: this.target.title, isShown })}
        ${this.code === 'failed' ? html`<p class="alert" role="alert">${term('share.failed-to-load')}</p>` : nothing}
        <p class="hint">${term(`share.${kind}-explained`)}</p>
      </section>
    `
  }

  #renderTabs(): TemplateResult {
    return html`
      <div class="tabs" role="tablist" @keydown=${this.#onTabKey}>${tabs.map((tab) => this.#renderTab(tab))}</div>
      <div id="panel-links" role="tabpanel" aria-labelledby="tab-links" ?hidden=${this.tab !== 'links'}>
        <encke-share-links .target=${this.target} .tokens=${this.#tokens} @links-change=${this.#onLinks}
        ></encke-share-links>
      </div>
      <div id="panel-embed" role="tabpanel" aria-labelledby="tab-embed" ?hidden=${this.tab !== 'embed'}>
        ${
          this.tab === 'embed'
            ? html`<encke-share-embed .target=${this.target} .tokens=${this.#tokens} .links=${this.links}
              ></encke-share-embed>`
            : nothing
        }
      </div>
    `
  }

  #renderTab(tab: Tab): TemplateResult {
    const isChosen = tab === this.tab
    return html`
      <button role="tab" id=${`tab-${tab}`} aria-selected=${isChosen} aria-controls=${`panel-${tab}`}
        tabindex=${isChosen ? 0 : -1} @click=${() => {
          this.tab = tab
        }}>${this.#localize.term(`share.tab-${tab}`)}</button>
    `
  }

  readonly #toggleCode = async (): Promise<void> => {
    this.code = this.code === 'shown' ? 'none' : (await loadCodes()) ? 'shown' : 'failed'
  }

  readonly #onTabKey = async (event: KeyboardEvent): Promise<void> => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    this.tab = this.tab === 'links' ? 'embed' : 'links'
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus()
  }

  readonly #onLinks = ({ detail }: CustomEvent<{ links: readonly Link[] }>): void => {
    const now = Date.now()
    this.links = detail.links.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()

  readonly #closed = (): void => {
    this.code = 'none'
    this.isOpen = false
  }
}

function selectAll(event: FocusEvent): void {
  const input = event.target as HTMLInputElement
  input.select()
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share-dialog': ShareDialog
  }
}
