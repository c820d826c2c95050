import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { CloudOff } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { EditorLink } from '../elements/editor-port.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { type Trouble, TroubleModel } from '../elements/trouble-model.ts'
import { LeaveGuard } from './leave-guard.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

const styles = css`
  :host {
    display: block;
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
  }
  .trouble {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 8px 8px 14px;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
    animation: come 120ms;
  }
  .icon {
    color: var(--_warning);
  }
  p {
    flex: 1;
    min-width: 0;
    margin: 0;
    text-wrap: pretty;
  }
  p b {
    font-weight: 600;
  }
  button {
    flex: none;
    min-height: 32px;
    font-weight: 500;
    color: var(--_accent);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  @keyframes come {
    from {
      opacity: 0;
    }
  }
  /* Words as wide as the banner, the button below them. */
  @media (max-width: 600px) {
    .trouble {
      flex-wrap: wrap;
      gap: 0 12px;
      padding-block: 8px 4px;
    }
    p {
      flex-basis: calc(100% - 40px);
    }
    button {
      margin-inline-start: auto;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .trouble {
      animation: none;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`

/**
 * Says below the bar that the connection has been away for 5 s, or that edits have been waiting for 10 s, and what
 * becomes of them; gone without a word when it is over. The text under it stays as it is, and can be written.
 * Not read out: the chip (`<encke-status>`) has said it by then. Has the browser ask before edits are lost.
 *
 * @cssstate shown - There is something to say.
 */
export class ConnectionBanner extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = { for: { type: String }, trouble: { state: true }, isKept: { state: true } }

  declare for: string
  declare protected trouble: Trouble
  /** The edits that wait are kept in this browser. */
  declare protected isKept: boolean

  readonly #localize = new PageLocalizeController(this)
  readonly #internals = this.attachInternals()
  readonly #guard = new LeaveGuard({ clock: systemClock })
  readonly #model = new TroubleModel({
    clock: systemClock,
    onChange: (trouble) => {
      this.trouble = trouble
    },
  })
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-status'],
    onChange: ({ connection }) => {
      // Before it is upgraded the editor has none.
      if (!connection) return
      this.#model.take(connection)
      this.#guard.take(connection)
      this.isKept = connection.keepsEdits
    },
  })

  constructor() {
    super()
    this.for = ''
    this.trouble = null
    this.isKept = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#model.close()
    this.#guard.close()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
    if (this.trouble === null) this.#internals.states.delete('shown')
    else this.#internals.states.add('shown')
  }

  protected override render(): TemplateResult | typeof nothing {
    const { trouble } = this
    if (trouble === null) return nothing
    const term = this.#localize.term.bind(this.#localize)
    if (trouble.kind === 'stuck') {
      return html`<div class="trouble">${icon(CloudOff)}<p><b>${term('trust.stuck', trouble.edits)}</b> ${term(this.isKept ? 'trust.stay-kept' : 'trust.stay')}</p></div>`
    }
    const { offline, edits, seconds } = trouble
    return html`
      <div class="trouble">
        ${icon(CloudOff)}
        <p><b>${term(offline ? 'trust.offline' : 'trust.away')}</b> ${edits > 0 ? term(this.isKept ? 'trust.kept-in-browser' : 'trust.kept', edits) : term('trust.write-on')}</p>
        <button @click=${this.#retry}>${seconds === null ? term('trust.try-now') : term('trust.try-now-or', seconds)}</button>
      </div>
    `
  }

  readonly #retry = (): void => this.#link.editor?.provider?.retryNow()
}

declare global {
  interface HTMLElementTagNameMap {
    'connection-banner': ConnectionBanner
  }
}
