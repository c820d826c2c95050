import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { EarlierText } from '../provider/journal/journal-store.ts'
import { buttonStyles } from './buttons.styles.ts'
import { controls } from './controls.styles.ts'
import { download } from './download.ts'
import { EarlierLocalizeController } from './earlier-localize.ts'
import { styles } from './encke-earlier.styles.ts'
import { tokens } from './tokens.styles.ts'

/** So much of a text is shown; a document of its own, or the file, has all of it. */
const maxShown = 20_000

/**
 * Offers what the reader wrote in an earlier history of a document: it is not mixed into the one that the server has
 * now. One text at a time, the last one first; nothing while there is none.
 *
 * @element encke-earlier
 * @fires {CustomEvent<string>} earlier-discard - The reader does not want the text of this id any more.
 */
export class EnckeEarlier extends LitElement {
  static override styles = [tokens, controls, buttonStyles, styles]
  static override properties = {
    texts: { attribute: false },
    heading: { type: String },
    make: { attribute: false },
    made: { state: true },
    sure: { state: true },
    failed: { state: true },
  }

  declare texts: readonly EarlierText[]
  /** What the document is called. */
  declare heading: string
  /** Makes a document of a text, and resolves with the address of its page; null where that is not offered. */
  declare make: ((text: EarlierText) => Promise<string>) | null
  /** The page of the document that was made of one. */
  declare protected made: string | null
  /** The id of the text that was asked to be discarded once. */
  declare protected sure: string | null
  /** The id of the text of which no document could be made. */
  declare protected failed: string | null

  readonly #localize = new EarlierLocalizeController(this)

  constructor() {
    super()
    this.texts = []
    this.heading = ''
    this.make = this.made = this.sure = this.failed = null
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.made !== null) return this.#renderMade(this.made)
    const text = this.texts.at(-1)
    return text ? this.#renderText(text) : nothing
  }

  #renderMade(page: string): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <section role="status">
        <p>${term('earlier.made')} <a class="link" href=${page} target="_blank">${term('earlier.open')}</a></p>
        <div class="ways">
          <button class="link quiet" @click=${this.#close}>${term('earlier.close')}</button>
        </div>
      </section>
    `
  }

  #renderText(text: EarlierText): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <section role="status">
        <p>${text.edits > 0 ? term('earlier.edits', text.edits) : term('earlier.read')} ${term(text.keptIn === 'tab' ? 'earlier.in-tab' : 'earlier.in-browser')}</p>
        <details>
          <summary>${term('earlier.show')}</summary>
          <pre tabindex="0">${text.text.slice(0, maxShown)}${text.text.length > maxShown ? '…' : ''}</pre>
        </details>
        <div class="ways">
          ${this.make ? html`<button class="link" @click=${() => this.#make(text)}>${term('earlier.make')}</button>` : nothing}
          <button class="link" @click=${() => this.#download(text)}>${term('earlier.download')}</button>
          <button class="link quiet" @click=${() => this.#discard(text)}
            >${term(this.sure === text.id ? 'earlier.discard-sure' : 'earlier.discard')}</button>
        </div>
        ${this.failed === text.id ? html`<p class="error" role="alert">${term('earlier.make-failed')}</p>` : nothing}
      </section>
    `
  }

  async #make(text: EarlierText): Promise<void> {
    this.failed = null
    try {
      this.made = (await this.make?.(text)) ?? null
    } catch {
      this.failed = text.id
      return
    }
    this.#letGo(text)
  }

  #download({ text }: EarlierText): void {
    download(this.heading, 'md', new Blob([text], { type: 'text/markdown' }))
  }

  #discard(text: EarlierText): void {
    if (this.sure === text.id) this.#letGo(text)
    else this.sure = text.id
  }

  #letGo({ id }: EarlierText): void {
    this.dispatchEvent(new CustomEvent('earlier-discard', { detail: id }))
  }

  readonly #close = (): void => {
    this.made = null
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-earlier': EnckeEarlier
  }
}
