import { html, LitElement, type TemplateResult } from 'lit'
import { Check, Copy } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { copyText } from '../elements/copy-text.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { pageStyles } from './page.styles.ts'
import { StatusLocalizeController } from './status-localize.ts'

/** How long the button says that the text was copied, in milliseconds. */
const copiedForMs = 2_000

/** A button that puts a text on the clipboard, and says so. */
export class CopyButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, pageStyles]
  static override properties = {
    label: { type: String },
    text: { attribute: false },
    copied: { state: true },
  }

  declare label: string
  /** Makes the text when it is asked for. */
  declare text: () => string
  declare protected copied: 'no' | 'yes' | 'failed'

  readonly #localize = new StatusLocalizeController(this)
  #stop: (() => void) | null = null

  constructor() {
    super()
    this.label = ''
    this.text = () => ''
    this.copied = 'no'
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render(): TemplateResult {
    const { copied } = this
    const said = copied === 'no' ? '' : this.#localize.term(copied === 'yes' ? 'doctor.copied' : 'doctor.copy-failed')
    return html`
      <button class="quiet" @click=${this.#copy}>${icon(copied === 'yes' ? Check : Copy)}${said || this.label}</button>
      <span role="status" class="visually-hidden">${said}</span>
    `
  }

  readonly #copy = async (): Promise<void> => {
    this.copied = (await copyText(this.text())) ? 'yes' : 'failed'
    this.#stop?.()
    this.#stop = systemClock.after(copiedForMs, () => {
      this.copied = 'no'
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'copy-button': CopyButton
  }
}
