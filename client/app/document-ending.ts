import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { CloseCode } from '../../protocol/close-code.ts'
import { controls } from '../elements/controls.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { columnStyles } from './column.styles.ts'
import { comet } from './comet.ts'
import { restoreDocument } from './documents-client.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

/** Why there is no text to show, or none that can be written any more. */
export type Ending =
  | 'invalid'
  | 'missing'
  | 'trashed'
  | 'forbidden'
  | 'link-ended'
  | 'another-history'
  | 'editor-failed'

const endings: Partial<Record<number, Ending>> = {
  [CloseCode.NoSuchDocument]: 'missing',
  [CloseCode.Unauthenticated]: 'forbidden',
  [CloseCode.Forbidden]: 'forbidden',
  [CloseCode.AnotherHistory]: 'another-history',
}

/** What a close code, with its reason, means for the page of a document; null for one that passes. */
export function endingOf({ code, reason }: { code: number; reason: string }): Ending | null {
  return reason === 'DOCUMENT_TRASHED' ? 'trashed' : (endings[code] ?? null)
}

/**
 * What the page of a document says where there is no text, in place of it; with `banner`, above the text that was open
 * when its document ended. Offers what helps: to reload, to restore, or to go to the list.
 */
export class DocumentEnding extends LitElement {
  static override styles = [
    tokens,
    controls,
    pageStyles,
    columnStyles,
    css`
      :host([banner]) {
        display: contents;
      }
      .banner {
        flex: none;
        width: min(720px, calc(100% - 32px));
        margin: 8px auto 0;
        font-size: 14px;
        line-height: 20px;
      }
      @media print {
        .banner {
          display: none;
        }
      }
    `,
  ]
  static override properties = {
    ending: { type: String },
    document: { type: String },
    banner: { type: Boolean, reflect: true },
    failed: { state: true },
  }

  declare ending: Ending
  /** The document's id: what is restored. */
  declare document: string
  declare banner: boolean
  /** It could not be restored. */
  declare protected failed: boolean

  readonly #localize = new PageLocalizeController(this)

  constructor() {
    super()
    this.ending = 'missing'
    this.document = ''
    this.banner = false
    this.failed = false
  }

  protected override render(): TemplateResult {
    return this.banner ? this.#renderBanner() : this.#renderPage()
  }

  #renderPage(): TemplateResult {
    const { ending } = this
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="column">
        <header class="bar"><a class="mark" href="/">${comet}Encke</a></header>
        <main class="message">
          <h1>${term(`document.${ending}`)}</h1>
          <p>${ending === 'editor-failed' ? term('request.offline') : term(`document.${ending}-explained`)}</p>
          ${this.#renderFailure()} ${this.#renderWay('primary')}
        </main>
      </div>
    `
  }

  #renderBanner(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const words = {
      missing: 'document.deleted-now',
      trashed: 'document.trashed-now',
      'link-ended': 'document.link-ended-now',
      'another-history': 'document.another-history-explained',
    } as const
    const { ending } = this
    const said: Partial<Record<Ending, (typeof words)[keyof typeof words]>> = words
    return html`
      <div class="alert banner" role="alert">
        <p>${term(said[ending] ?? 'document.closed-now')}</p>
        ${ending === 'trashed' || ending === 'another-history' ? this.#renderWay('link') : nothing}
        ${this.#renderFailure()}
      </div>
    `
  }

  /** What the reader may do about it. */
  #renderWay(look: 'primary' | 'link'): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    if (this.ending === 'trashed') {
      return html`<button class=${look} @click=${this.#restore}>${term('document.restore')}</button>`
    }
    return this.ending === 'another-history' || this.ending === 'editor-failed'
      ? html`<button class=${look} @click=${this.#reload}>${term('document.reload')}</button>`
      : html`<a class=${look} href="/">${term('page.all-documents')}</a>`
  }

  #renderFailure(): TemplateResult | typeof nothing {
    return this.failed ? html`<p role="alert">${this.#localize.term('document.restore-failed')}</p>` : nothing
  }

  readonly #restore = async (): Promise<void> => {
    this.failed = false
    try {
      await restoreDocument(this.document)
    } catch {
      this.failed = true
      return
    }
    this.#reload()
  }

  readonly #reload = (): void => location.reload()
}

declare global {
  interface HTMLElementTagNameMap {
    'document-ending': DocumentEnding
  }
}
