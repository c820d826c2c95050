import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { Download } from 'lucide-static'
import { controls } from '../elements/controls.styles.ts'
import { download } from '../elements/download.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { QrCode } from './qr-code.ts'
import { shareStyles } from './share.styles.ts'
import { ShareLocalizeController } from './share-localize.ts'

/** An address as a QR code, for a phone across the table or a slide, and to be saved. A chunk of its own. */
export class ShareCode extends LitElement {
  static override styles = [
    tokens,
    controls,
    shareStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 16px;
        align-items: center;
        margin-block: 4px;
      }
      /* As white as paper, in the dark as well, and where colours are forced. */
      svg[role='img'] {
        display: block;
        width: 176px;
        max-width: 100%;
        height: auto;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        forced-color-adjust: none;
      }
      .about {
        display: grid;
        flex: 1 1 140px;
        gap: 8px;
        justify-items: start;
      }
      .save {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ]
  static override properties = {
    text: { type: String },
    label: { type: String },
    file: { type: String },
  }

  /** The address. */
  declare text: string
  /** What it is called for those who cannot see it. */
  declare label: string
  /** What it is saved as, without an ending. */
  declare file: string

  readonly #localize = new ShareLocalizeController(this)
  #code: QrCode | null = null
  #svg: SVGSVGElement | null = null

  constructor() {
    super()
    this.text = ''
    this.label = ''
    this.file = ''
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('text') && !changed.has('label')) return
    try {
      this.#code = new QrCode(this.text)
      this.#svg = this.#code.svg(this.label)
    } catch {
      // Longer than any code: no address of ours is.
      this.#code = null
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#code === null) return nothing
    const term = this.#localize.term.bind(this.#localize)
    return html`
      ${this.#svg}
      <div class="about">
        <p class="hint">${term('share.code-hint')}</p>
        <div class="save">
          <button class="bordered" aria-label=${term('share.code-save', 'PNG')} @click=${this.#savePng}
            >${icon(Download)}PNG</button>
          <button class="bordered" aria-label=${term('share.code-save', 'SVG')} @click=${this.#saveSvg}
            >${icon(Download)}SVG</button>
        </div>
      </div>
    `
  }

  readonly #savePng = async (): Promise<void> => {
    if (this.#code) download(this.file, 'png', await this.#code.png())
  }

  readonly #saveSvg = (): void => {
    if (!this.#svg) return
    download(this.file, 'svg', new Blob([new XMLSerializer().serializeToString(this.#svg)], { type: 'image/svg+xml' }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share-code': ShareCode
  }
}
