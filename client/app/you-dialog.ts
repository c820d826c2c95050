import { html, LitElement, type TemplateResult } from 'lit'
import { Check } from 'lucide-static'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { personColor, tokens } from '../elements/tokens.styles.ts'
import type { Identity } from '../presence/identity.ts'
import { palette } from '../presence/palette.ts'
import { MAX_NAME_LENGTH } from '../presence/presence-state.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { fontStacks, type TextFont, textFonts } from './text-font.ts'
import { styles } from './you-dialog.styles.ts'

/** What the dialog changes; each change comes at once, there is nothing to confirm. */
export type YouChange = { name: string } | { color: string } | { font: TextFont }

const colorNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/**
 * The reader's own name, colour and typeface.
 *
 * @fires {CustomEvent<YouChange>} you-change - One of them changed. The dialog keeps nothing itself.
 */
export class YouDialog extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = {
    identity: { attribute: false },
    font: { attribute: false },
  }

  declare identity: Pick<Identity, 'name' | 'color'>
  declare font: TextFont

  readonly #localize = new PageLocalizeController(this)

  constructor() {
    super()
    this.identity = { name: '', color: '' }
    this.font = 'sans'
  }

  /** Opens it, with the name ready to be overwritten. */
  show(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (!dialog || dialog.open) return
    dialog.showModal()
    dialog.querySelector<HTMLInputElement>('[name=name]')?.select()
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <dialog aria-labelledby="title" @click=${this.#closeOutside}>
        <form method="dialog">
          <h2 id="title">${term('you.title')}</h2>
          <label class="field">
            <span class="label">${term('you.name')}</span>
            <input type="text" name="name" maxlength=${MAX_NAME_LENGTH} autocomplete="nickname" enterkeyhint="done"
              aria-describedby="hint" .value=${this.identity.name} @change=${this.#rename} />
            <span class="hint" id="hint">${term('you.name-hint')}</span>
          </label>
          <fieldset>
            <legend>${term('you.color')}</legend>
            <div class="swatches">${colorNumbers.map((number) => this.#renderSwatch(number))}</div>
          </fieldset>
          <fieldset>
            <legend>${term('you.font')}</legend>
            <div class="fonts">${textFonts.map((font) => this.#renderFont(font))}</div>
          </fieldset>
          <button class="done">${term('you.done')}</button>
        </form>
      </dialog>
    `
  }

  #renderSwatch(number: (typeof colorNumbers)[number]): TemplateResult {
    const color = palette[number - 1]!
    const name = this.#localize.term(`color.${number}`)
    return html`
      <label class="swatch" title=${name} .style=${`--_person: ${personColor(color)}`}>
        <input type="radio" name="color" value=${color} aria-label=${name} .checked=${this.identity.color === color}
          @change=${() => this.#emit({ color })} />
        <i>${icon(Check)}</i>
      </label>
    `
  }

  #renderFont(font: TextFont): TemplateResult {
    return html`
      <label class="font" .style=${`font-family: ${fontStacks[font]}`}>
        <input type="radio" name="font" value=${font} .checked=${this.font === font}
          @change=${() => this.#emit({ font })} />
        ${this.#localize.term(`you.font-${font}`)}
      </label>
    `
  }

  readonly #rename = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const name = input.value.trim()
    if (name === '') input.value = this.identity.name
    else if (name !== this.identity.name) this.#emit({ name })
  }

  // By hand: `closedby="any"` is not in every browser yet. Only the dialog's own backdrop has the dialog as target.
  readonly #closeOutside = (event: MouseEvent): void => {
    const dialog = event.currentTarget as HTMLDialogElement
    if (event.target !== dialog) return
    const { left, right, top, bottom } = dialog.getBoundingClientRect()
    const { clientX: x, clientY: y } = event
    if (x < left || x > right || y < top || y > bottom) dialog.close()
  }

  #emit(change: YouChange): void {
    this.dispatchEvent(new CustomEvent<YouChange>('you-change', { detail: change }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'you-dialog': YouDialog
  }
}
