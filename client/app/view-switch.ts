import { css, html, LitElement, type TemplateResult } from 'lit'
import { Columns2, Eye, PenLine } from 'lucide-static'
import { controls } from '../elements/controls.styles.ts'
import type { EditorLayout } from '../elements/editor-layout.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

const storageKey = 'encke:view'
const layouts = ['edit', 'split', 'preview'] as const
const icons = { edit: PenLine, split: Columns2, preview: Eye }
const keys = { edit: '', split: 'Ctrl-\\', preview: 'Ctrl-Alt-P' }

/** What the reader chose last in this browser, or the text alone. Storage may be null or forbidden. */
export function readLayout(storage: Pick<Storage, 'getItem'> | null): EditorLayout {
  try {
    const stored = storage?.getItem(storageKey)
    return layouts.find((layout) => layout === stored) ?? 'edit'
  } catch {
    // Forbidden: then nothing was chosen.
    return 'edit'
  }
}

/** Remembers it for the next visit; for this one only where storage is forbidden. */
export function rememberLayout(storage: Pick<Storage, 'setItem'> | null, layout: EditorLayout): void {
  try {
    storage?.setItem(storageKey, layout)
  } catch {
    // Full or forbidden: the choice lives as long as the page.
  }
}

/**
 * Chooses between the text, its preview, and both.
 * Fires `view-change` with the choice.
 */
export class ViewSwitch extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: inline-flex;
        flex: none;
        gap: 2px;
        margin-inline: 4px;
        padding: 1px;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
      }
      button {
        min-width: 32px;
        min-height: 28px;
        padding: 0;
        color: var(--_muted);
        border-radius: calc(var(--_radius) - 2px);
      }
      button:hover {
        color: var(--_fg);
      }
      button[aria-pressed='true'] {
        color: var(--_fg);
        background: var(--_wash);
      }
      @media (pointer: coarse) {
        button {
          min-width: 44px;
          min-height: 44px;
        }
      }
      @media (forced-colors: active) {
        button[aria-pressed='true'] {
          outline: 2px solid Highlight;
          outline-offset: -4px;
        }
      }
    `,
  ]
  static override properties = {
    layout: { type: String },
  }

  declare layout: EditorLayout

  readonly #localize = new PageLocalizeController(this)

  constructor() {
    super()
    this.layout = 'edit'
  }

  protected override render(): TemplateResult {
    const label = this.#localize.term('view.label')
    return html`<div role="group" aria-label=${label}>${layouts.map((layout) => this.#button(layout))}</div>`
  }

  #button(layout: EditorLayout): TemplateResult {
    const name = this.#localize.term(`view.${layout}`)
    const key = keys[layout] === '' ? '' : ` (${keys[layout]})`
    const choose = () => this.dispatchEvent(new CustomEvent('view-change', { detail: layout }))
    return html`<button title=${name + key} aria-label=${name} aria-pressed=${layout === this.layout} @click=${choose}
      >${icon(icons[layout])}</button>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'view-switch': ViewSwitch
  }
  interface HTMLElementEventMap {
    'view-change': CustomEvent<EditorLayout>
  }
}
