import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { Check, Copy } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { copyText } from '../elements/copy-text.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { shareStyles } from './share.styles.ts'
import { ShareLocalizeController } from './share-localize.ts'

/** How long the button says that the text was copied, in milliseconds. */
const copiedForMs = 2_000

/** A button that puts a text on the clipboard, and says so. */
export class ShareCopy extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, shareStyles]
  static override properties = {
    text: { type: String },
    label: { type: String },
    words: { type: String },
    copied: { state: true },
  }

  /** What is copied. */
  declare text: string
  /** The name for those who cannot see what it stands beside; the words by default. */
  declare label: string
  declare words: string
  declare protected copied: 'no' | 'yes' | 'failed'

  readonly #localize = new ShareLocalizeController(this)
  #stop: (() => void) | null = null

  constructor() {
    super()
    this.text = ''
    this.label = ''
    this.words = ''
    this.copied = 'no'
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  /** Copies as a click does; false when the browser does not allow it. */
  async copy(): Promise<boolean> {
    const isCopied = await copyText(this.text)
    this.copied = isCopied ? 'yes' : 'failed'
    this.#stop?.()
    this.#stop = systemClock.after(copiedForMs, () => {
      this.copied = 'no'
    })
    return isCopied
  }

  protected override render(): TemplateResult {
    const { copied } = this
    const said = copied === 'no' ? '' : this.#localize.term(copied === 'yes' ? 'share.copied' : 'share.copy-failed')
    return html`
      <button class="bordered" aria-label=${said || this.label || nothing} @click=${() => this.copy()}>
        ${icon(copied === 'yes' ? Check : Copy)}<span>${said || this.words || this.#localize.term('share.copy')}</span>
      </button>
      <span role="status" class="visually-hidden">${said}</span>
    `
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share-copy': ShareCopy
  }
}
