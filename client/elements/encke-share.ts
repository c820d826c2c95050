import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { Check, Link, Share2 } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import type { ShareDialog } from '../share/share-dialog.ts'
import { ShareLocalizeController } from '../share/share-localize.ts'
import { pageAddress, type SharedDocument } from '../share/shared-document.ts'
import { controls } from './controls.styles.ts'
import { copyText } from './copy-text.ts'
import { define } from './define.ts'
import { EditorLink } from './editor-port.ts'
import { styles } from './encke-share.styles.ts'
import { icon } from './icon.ts'
import { serverAddress } from './server-address.ts'
import { tokens } from './tokens.styles.ts'

/** How long the button says that the address was copied, in milliseconds. */
const copiedForMs = 2_000

/**
 * A button that opens all about sharing: the address of the document, links that read or write and can be ended, and
 * what to paste to embed it. A smaller one beside it copies the address with one click.
 *
 * @element encke-share
 * @attr for - The id of an `<encke-editor>` in the same tree.
 * @attr heading - What the document is called, for those who are sent it and for screen readers.
 * @attr {boolean} no-copy - Without the smaller button.
 * @attr {'auto'|'light'|'dark'} theme - The colour scheme; the page's own when it is missing.
 * @csspart button - Opens the dialog; `copy` - copies the address.
 */
export class EnckeShare extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]
  static override properties = {
    for: { type: String },
    heading: { type: String },
    noCopy: { type: Boolean, attribute: 'no-copy' },
    target: { state: true },
    copied: { state: true },
    isLoaded: { state: true },
    isBroken: { state: true },
  }

  declare for: string
  declare heading: string
  declare noCopy: boolean
  declare protected target: SharedDocument | null
  declare protected copied: 'no' | 'yes' | 'failed'
  declare protected isLoaded: boolean
  declare protected isBroken: boolean

  readonly #localize = new ShareLocalizeController(this)
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-status'],
    onChange: ({ server, document }) => {
      if (document === this.target?.address && serverAddress(server) === this.target?.server) return
      this.target = document ? { server: serverAddress(server), address: document, title: this.heading } : null
    },
  })
  #loading: Promise<unknown> | null = null
  #stopCopied: (() => void) | null = null

  constructor() {
    super()
    this.for = ''
    this.heading = ''
    this.noCopy = false
    this.target = null
    this.copied = 'no'
    this.isLoaded = false
    this.isBroken = false
  }

  /** Opens the dialog. */
  async show(): Promise<void> {
    this.isBroken = false
    try {
      await this.#load()
    } catch {
      // Offline, or a new version on the server: the next click tries again.
      this.#loading = null
      this.isBroken = true
      return
    }
    this.isLoaded = true
    await this.updateComplete
    await this.renderRoot.querySelector<ShareDialog>('encke-share-dialog')?.show()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopCopied?.()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
    if (changed.has('heading') && this.target) this.target = { ...this.target, title: this.heading }
  }

  protected override render(): TemplateResult {
    const words = this.#localize.term('share.button')
    const said =
      this.copied === 'no' ? '' : this.#localize.term(this.copied === 'yes' ? 'share.copied' : 'share.copy-failed')
    return html`
      ${this.noCopy ? nothing : this.#renderCopy(said)}
      <button part="button" class="share" aria-haspopup="dialog" title=${words} aria-disabled=${this.target === null}
        @click=${this.#open} @pointerenter=${this.#warm} @focus=${this.#warm}>
        ${icon(Share2)}<span class="words">${words}</span>
      </button>
      <span role="status" class="visually-hidden">${said}</span>
      ${this.isBroken ? html`<p class="broken" role="alert">${this.#localize.term('share.failed-to-load')}</p>` : nothing}
      ${this.isLoaded && this.target ? html`<encke-share-dialog .target=${this.target}></encke-share-dialog>` : nothing}
    `
  }

  #renderCopy(said: string): TemplateResult {
    const words = said || this.#localize.term('share.copy-address')
    return html`
      <button part="copy" class="copy" title=${words} aria-label=${words} @click=${this.#copy}
        >${icon(this.copied === 'yes' ? Check : Link)}</button>
    `
  }

  #load(): Promise<unknown> {
    this.#loading ??= import('../share/share-dialog.ts').then(({ ShareDialog }) =>
      define('encke-share-dialog', ShareDialog),
    )
    return this.#loading
  }

  readonly #open = (): void => {
    if (this.target) void this.show()
  }

  /** The dialog is on its way before the click. */
  readonly #warm = (): void => {
    this.#load().catch(() => {
      this.#loading = null
    })
  }

  readonly #copy = async (): Promise<void> => {
    if (!this.target) return
    this.copied = (await copyText(pageAddress(this.target))) ? 'yes' : 'failed'
    this.#stopCopied?.()
    this.#stopCopied = systemClock.after(copiedForMs, () => {
      this.copied = 'no'
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share': EnckeShare
  }
}
