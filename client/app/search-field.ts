import { html, LitElement, type TemplateResult } from 'lit'
import { Search } from 'lucide-static'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { styles } from './search-field.styles.ts'

/**
 * The field that a list is searched with, `/` away. Escape empties it, and leaves it when it is empty.
 *
 * @element search-field
 * @fires {CustomEvent<string>} search-change - What is looked for is another.
 * @fires {CustomEvent} search-down - The reader goes on to what was found.
 * @fires {CustomEvent} search-enter - The reader takes the first of it.
 */
export class SearchField extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]
  static override properties = {
    value: { attribute: false },
  }

  /** What is looked for, as it was typed. */
  declare value: string

  readonly #pages = new PageLocalizeController(this)

  constructor() {
    super()
    this.value = ''
  }

  protected override render(): TemplateResult {
    const label = this.#pages.term('list.search')
    return html`
      <label @keydown=${this.#onKey}>
        ${icon(Search)}<span class="visually-hidden">${label}</span>
        <input type="search" placeholder=${label} autocomplete="off" aria-keyshortcuts="/" .value=${this.value}
          @input=${this.#type} />
      </label>
    `
  }

  #fire(type: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }))
  }

  readonly #type = (event: InputEvent): void => {
    this.value = (event.target as HTMLInputElement).value
    this.#fire('search-change', this.value)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      this.#fire('search-down')
    } else if (event.key === 'Enter' && this.value.trim() !== '') this.#fire('search-enter')
    else if (event.key === 'Escape' && this.value === '') (event.target as HTMLElement).blur()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'search-field': SearchField
  }
}
