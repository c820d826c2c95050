import { css, html, LitElement, type TemplateResult } from 'lit'
import { X } from 'lucide-static'
import { closeOutside } from '../elements/close-outside.ts'
import { controls } from '../elements/controls.styles.ts'
import { dialogStyles } from '../elements/dialog.styles.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { keyCaps } from './key-caps.ts'
import { KeysLocalizeController } from './keys-localize.ts'
import { pageStyles } from './page.styles.ts'

/** Keys that belong together. */
export interface KeyGroup {
  title: string
  lines: readonly {
    label: string
    /** Combinations that do the same, as CodeMirror writes them. */
    keys: readonly string[]
  }[]
}

/** All keys of a page and what they do, by group: `dialog.groups = …; dialog.show()`. */
export class KeysDialog extends LitElement {
  static override styles = [
    tokens,
    controls,
    pageStyles,
    dialogStyles,
    css`
      :host {
        display: contents;
        font-size: 14px;
        line-height: 20px;
      }
      dialog {
        width: 720px;
        max-height: calc(100dvh - 48px);
        margin: auto;
      }
      .groups {
        padding: 4px 20px 24px;
        columns: 2;
        column-gap: 40px;
      }
      section {
        margin-bottom: 20px;
        break-inside: avoid-column;
      }
      section.long {
        break-inside: auto;
      }
      h3 {
        margin: 0 0 6px;
        font-size: 13px;
        font-weight: 600;
        color: var(--_muted);
        break-after: avoid-column;
      }
      dl {
        margin: 0;
      }
      dl div {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 16px;
        padding: 3px 0;
        break-inside: avoid-column;
      }
      dt {
        min-width: 0;
      }
      dd {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 3px;
        max-width: 60%;
        margin: 0;
        white-space: nowrap;
      }
      .combination {
        display: inline-flex;
        gap: 3px;
      }
      .or {
        padding: 0 3px;
        font-size: 12px;
        color: var(--_muted);
      }
      kbd {
        min-width: 20px;
        padding: 0 5px;
        font: inherit;
        font-size: 12px;
        line-height: 18px;
        text-align: center;
        color: var(--_muted);
        border: 1px solid var(--_border);
        border-radius: 4px;
      }
      @media (max-width: 720px) {
        .groups {
          columns: 1;
        }
      }
    `,
  ]
  static override properties = { groups: { attribute: false } }

  declare groups: readonly KeyGroup[]
  readonly #localize = new KeysLocalizeController(this)

  constructor() {
    super()
    this.groups = []
  }

  show(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (dialog && !dialog.open) dialog.showModal()
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <dialog aria-labelledby="title" @click=${closeOutside}>
        <div class="head">
          <h2 id="title">${term('keys.title')}</h2>
          <button aria-label=${term('keys.close')} @click=${this.#close}>${icon(X)}</button>
        </div>
        <div class="groups">${this.groups.map((group) => this.#renderGroup(group))}</div>
      </dialog>
    `
  }

  #renderGroup({ title, lines }: KeyGroup): TemplateResult {
    return html`
      <section class=${lines.length > 8 ? 'long' : ''}>
        <h3>${title}</h3>
        <dl>
          ${lines.map(
            ({ label, keys }) => html`
              <div>
                <dt>${label}</dt>
                <dd>${keys.map((key, index) => this.#renderKey(key, index))}</dd>
              </div>
            `,
          )}
        </dl>
      </section>
    `
  }

  #renderKey(key: string, index: number): TemplateResult {
    const caps = html`<span class="combination">${keyCaps(key).map((cap) => html`<kbd>${cap}</kbd>`)}</span>`
    return index === 0 ? html`${caps}` : html`<span class="or">${this.#localize.term('keys.or')}</span>${caps}`
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()
}

declare global {
  interface HTMLElementTagNameMap {
    'keys-dialog': KeysDialog
  }
}
