import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { headingOf } from '../../protocol/heading.ts'
import { controls } from '../elements/controls.styles.ts'
import { download } from '../elements/download.ts'
import { EditorLink, type EditorPort } from '../elements/editor-port.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { createDocument, pageOf } from './documents-client.ts'
import { LeaveGuard } from './leave-guard.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

const styles = css`
  :host {
    display: block;
    flex: none;
    width: min(720px, calc(100% - 32px));
    min-height: 0;
    margin: 0 auto;
    font-size: 14px;
    line-height: 20px;
  }
  section {
    margin-top: 8px;
    padding: 12px 16px;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  .error {
    margin-top: 8px;
    color: var(--_danger);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    align-items: center;
    margin-top: 8px;
  }
  .ways .link {
    min-height: 28px;
  }
  @media (pointer: coarse) {
    .ways .link,
    summary {
      min-height: 44px;
      align-content: center;
    }
  }
  .ways .quiet {
    color: var(--_muted);
  }
  details {
    margin-top: 4px;
  }
  summary {
    color: var(--_muted);
    cursor: pointer;
  }
  pre {
    max-height: 30vh;
    margin: 8px 0 0;
    padding: 8px 12px;
    overflow: auto;
    font: inherit;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    background: var(--_wash);
    border-radius: var(--_radius);
  }
  @media print {
    :host {
      display: none;
    }
  }
`

/** So much of a text is shown; a document of its own, or the file, has all of it. */
const maxShown = 20_000

/**
 * Offers, above the text, what the reader wrote in an earlier history of this document: it is not mixed into the one that
 * the server has now. One text at a time, the last one first; nothing while there is none.
 */
export class EarlierTextNote extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = {
    for: { type: String },
    heading: { type: String },
    text: { state: true },
    made: { state: true },
    isSure: { state: true },
    hasFailed: { state: true },
  }

  declare for: string
  /** What the document is called. */
  declare heading: string
  declare protected text: EditorPort['earlierTexts'][number] | null
  /** The id of the document that was made of it. */
  declare protected made: string | null
  /** Discarding was asked for once. */
  declare protected isSure: boolean
  declare protected hasFailed: boolean

  readonly #localize = new PageLocalizeController(this)
  readonly #guard = new LeaveGuard({ clock: systemClock })
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-earlier'],
    onChange: ({ earlierTexts }) => this.#take(earlierTexts ?? []),
  })

  constructor() {
    super()
    this.for = this.heading = ''
    this.text = this.made = null
    this.isSure = this.hasFailed = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#guard.close()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
  }

  protected override render(): TemplateResult | typeof nothing {
    const term = this.#localize.term.bind(this.#localize)
    if (this.made !== null) {
      return html`
        <section role="status">
          <p>${term('earlier.made')} <a class="link" href=${pageOf(this.made)} target="_blank">${term('earlier.open')}</a></p>
          <div class="ways">
            <button class="link quiet" @click=${this.#close}>${term('page.close')}</button>
          </div>
        </section>
      `
    }
    const { text } = this
    if (text === null) return nothing
    return html`
      <section role="status">
        <p>${text.edits > 0 ? term('earlier.edits', text.edits) : term('earlier.read')} ${term(text.keptIn === 'tab' ? 'earlier.in-tab' : 'earlier.in-browser')}</p>
        <details>
          <summary>${term('earlier.show')}</summary>
          <pre tabindex="0">${text.text.slice(0, maxShown)}${text.text.length > maxShown ? '…' : ''}</pre>
        </details>
        <div class="ways">
          <button class="link" @click=${this.#make}>${term('earlier.make')}</button>
          <button class="link" @click=${this.#download}>${term('earlier.download')}</button>
          <button class="link quiet" @click=${this.#discard}>${term(this.isSure ? 'earlier.discard-sure' : 'earlier.discard')}</button>
        </div>
        ${this.hasFailed ? html`<p class="error" role="alert">${term('list.create-failed')}</p>` : nothing}
      </section>
    `
  }

  #take(texts: EditorPort['earlierTexts']): void {
    const last = texts.at(-1) ?? null
    if (last?.id !== this.text?.id) this.isSure = this.hasFailed = false
    this.text = last
    // What only this tab has would be lost with it.
    const lost = texts.reduce((sum, { keptIn, edits }) => sum + (keptIn === 'tab' ? edits : 0), 0)
    this.#guard.take({ state: 'offline', unsentEdits: lost, keepsEdits: false })
  }

  readonly #make = async (): Promise<void> => {
    const { text } = this
    if (text === null) return
    this.hasFailed = false
    try {
      // Its first heading names it, when it has one.
      const title = headingOf(text.text) ? '' : this.#localize.term('document.copy-of', this.heading).slice(0, 200)
      const { id } = await createDocument({ title, content: text.text })
      this.made = id
    } catch {
      this.hasFailed = true
      return
    }
    this.#link.editor?.discardEarlierText(text.id)
  }

  readonly #download = (): void => {
    const file = new Blob([this.text?.text ?? ''], { type: 'text/markdown' })
    download(this.heading, 'md', file)
  }

  readonly #discard = (): void => {
    if (this.isSure && this.text) this.#link.editor?.discardEarlierText(this.text.id)
    else this.isSure = true
  }

  readonly #close = (): void => {
    this.made = null
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'earlier-text': EarlierTextNote
  }
}
