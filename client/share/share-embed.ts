import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { addressOfToken } from '../../protocol/link-address.ts'
import { controls } from '../elements/controls.styles.ts'
import { coveringRadioStyles } from '../elements/covering-radio.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { type Embedded, embedSnippet, type Framework, frameworkNames, frameworks } from './embed-snippet.ts'
import type { KnownTokens } from './known-tokens.ts'
import { nameOfLink } from './link-row.ts'
import type { Link } from './links-client.ts'
import { shareStyles } from './share.styles.ts'
import { styles } from './share-embed.styles.ts'
import { ShareLocalizeController } from './share-localize.ts'
import type { SharedDocument } from './shared-document.ts'

const themes = ['auto', 'light', 'dark'] as const

/** What to paste into another page to have the document there, and how it will look. */
export class ShareEmbed extends LitElement {
  static override styles = [tokens, controls, shareStyles, coveringRadioStyles, styles]
  static override properties = {
    target: { attribute: false },
    tokens: { attribute: false },
    links: { attribute: false },
    chosen: { state: true },
    framework: { state: true },
    colors: { state: true },
  }

  declare target: SharedDocument
  declare tokens: KnownTokens
  declare links: readonly Link[]
  /** The id of the link to embed by; null for the document itself, undefined while nobody has chosen. */
  declare protected chosen: string | null | undefined
  declare protected framework: Framework
  declare protected colors: Embedded['theme']

  readonly #localize = new ShareLocalizeController(this)

  constructor() {
    super()
    this.links = []
    this.chosen = undefined
    this.framework = 'html'
    this.colors = 'auto'
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const known = this.links.filter(({ id }) => this.tokens.get(id) !== null)
    const link = this.#linkOf(known)
    const token = link ? this.tokens.get(link.id) : null
    const document = token === null ? this.target.address : addressOfToken(token)
    const { server, title } = this.target
    const snippet = embedSnippet(this.framework, { server, document, label: title, theme: this.colors })
    return html`
      <div class="choices">
        <label class="field">${term('share.embed-what')}
          <select name="what" @change=${(event: Event) => {
            this.chosen = (event.target as HTMLSelectElement).value || null
          }}>
            ${known.map(
              (each) => html`<option value=${each.id} ?selected=${each === link}
                >${term('share.embed-link', nameOfLink(each, this.#localize))}</option>`,
            )}
            <option value="" ?selected=${!link}>${term('share.embed-page')}</option>
          </select>
        </label>
        <label class="field">${term('share.theme')}
          <select name="theme" @change=${(event: Event) => {
            this.colors = (event.target as HTMLSelectElement).value as Embedded['theme']
          }}>
            ${themes.map((theme) => html`<option value=${theme}>${term(`share.theme-${theme}`)}</option>`)}
          </select>
        </label>
      </div>
      ${link ? nothing : html`<p class="hint note">${term('share.embed-page-note')}</p>`}
      <fieldset class="frameworks">
        <legend class="visually-hidden">${term('share.framework')}</legend>
        ${frameworks.map(
          (framework) => html`<label><input type="radio" name="framework" value=${framework}
            .checked=${framework === this.framework} @change=${() => {
              this.framework = framework
            }} /><span>${frameworkNames[framework]}</span></label>`,
        )}
      </fieldset>
      <div class="snippet">
        <pre tabindex="0" role="group" aria-label=${term('share.snippet')}><code>${snippet}</code></pre>
        <encke-share-copy text=${snippet} words=${term('share.copy-snippet')}></encke-share-copy>
      </div>
      <h3>${term('share.preview')}</h3>
      <encke-editor class="preview" readonly server=${server} document=${document} label=${term('share.preview')}
        theme=${this.colors === 'auto' ? nothing : this.colors} cursors="off"></encke-editor>
    `
  }

  /** The one that was chosen, while there is it; else the newest that only reads. */
  #linkOf(known: readonly Link[]): Link | undefined {
    if (this.chosen === null) return undefined
    return known.find(({ id }) => id === this.chosen) ?? known.find(({ role }) => role === 'viewer')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share-embed': ShareEmbed
  }
}
