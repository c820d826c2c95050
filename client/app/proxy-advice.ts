import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { type ProxyName, proxies, proxyLines, proxyOf, proxyText } from '../doctor/proxy-lines.ts'
import type { Advice } from '../doctor/verdict.ts'
import { controls } from '../elements/controls.styles.ts'
import { coveringRadioStyles } from '../elements/covering-radio.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { pageStyles } from './page.styles.ts'
import { styles } from './proxy-advice.styles.ts'
import { StatusLocalizeController } from './status-localize.ts'

/** What each proxy is called by those who made it. */
const proxyNames: Record<ProxyName, string> = { nginx: 'nginx', caddy: 'Caddy', apache: 'Apache', traefik: 'Traefik' }

/** What is to be changed in words, and as lines for the proxy that is chosen; the one that was seen is chosen first. */
export class ProxyAdvice extends LitElement {
  static override styles = [tokens, controls, coveringRadioStyles, pageStyles, styles]
  static override properties = {
    advice: { attribute: false },
    via: { attribute: false },
    chosen: { state: true },
  }

  declare advice: readonly Advice[]
  /** Who says in the answers that it is on the way. */
  declare via: string | null
  declare protected chosen: ProxyName | null

  readonly #localize = new StatusLocalizeController(this)

  constructor() {
    super()
    this.advice = []
    this.via = null
    this.chosen = null
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const proxy = this.chosen ?? proxyOf(this.via) ?? proxies[0]
    const lines = proxyLines({ proxy, advice: this.advice, host: location.host })
    return html`
      <ul>${this.advice.map((advice) => html`<li>${term(`advice.${advice}`)}</li>`)}</ul>
      <p class="where">${term('advice.where')} ${this.via ? term('advice.via', this.via) : nothing}</p>
      <div class="bar">
        <fieldset>
          <legend class="visually-hidden">${term('advice.proxy')}</legend>
          ${proxies.map((name) => this.#renderChoice(name, name === proxy))}
        </fieldset>
        <copy-button label=${term('advice.copy')} .text=${() => proxyText(lines)}></copy-button>
      </div>
      <pre tabindex="0" role="region" aria-label=${proxyNames[proxy]}><code>${lines.map(
        ({ text, isContext }) => html`<span class=${isContext ? 'context' : ''}>${`${text}\n`}</span>`,
      )}</code></pre>
    `
  }

  #renderChoice(name: ProxyName, isChosen: boolean): TemplateResult {
    return html`
      <label>
        <input type="radio" name="proxy" value=${name} .checked=${isChosen} @change=${() => this.#choose(name)} />
        ${proxyNames[name]}
      </label>
    `
  }

  #choose(name: ProxyName): void {
    this.chosen = name
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'proxy-advice': ProxyAdvice
  }
}
