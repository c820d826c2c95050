import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { X } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

/** What has just happened, and what may be done about it. */
export interface Notice {
  text: string
  action?: { label: string; run: () => void }
  /** More lines: what went wrong with each of several. */
  details?: readonly string[]
  /** It stays until the reader closes it. */
  stays?: boolean
  /** Not read out: the next of many steps. */
  isQuiet?: boolean
}

/** How long a notice stays, in milliseconds: long enough to read it twice and reach its button. */
const shownForMs = 12_000

/**
 * One line at the foot of the page, said once to those who listen: `notice.show({ text, action })`. It goes by itself,
 * but not from under the pointer or the focus, and what it offers can also be had elsewhere.
 */
export class PageNotice extends LitElement {
  static override styles = [
    tokens,
    controls,
    pageStyles,
    css`
      :host {
        position: fixed;
        z-index: 3;
        inset: auto 0 24px;
        display: grid;
        justify-items: center;
        min-height: 0;
        padding: 0 16px;
        font-size: 14px;
        line-height: 20px;
        pointer-events: none;
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 16px;
        max-width: 560px;
        padding: 4px 4px 4px 16px;
        background: var(--_raised);
        border: 1px solid var(--_border);
        border-radius: calc(var(--_radius) + 2px);
        box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
        pointer-events: auto;
      }
      .text {
        flex: 1;
        min-width: 0;
        padding: 8px 0;
        overflow-wrap: anywhere;
      }
      .action {
        font-weight: 550;
        color: var(--_accent);
      }
      .close {
        min-width: 32px;
        padding: 0;
        color: var(--_muted);
      }
      ul {
        width: 100%;
        max-height: 30vh;
        margin: 0;
        padding: 0 12px 10px 0;
        overflow: auto;
        color: var(--_muted);
        list-style: none;
      }
      button {
        min-height: 36px;
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ]
  static override properties = { notice: { state: true } }

  declare protected notice: Notice | null
  readonly #localize = new PageLocalizeController(this)
  #stopTimer: (() => void) | null = null

  constructor() {
    super()
    this.notice = null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopTimer?.()
  }

  /** In the place of the one before it. */
  show(notice: Notice): void {
    this.notice = notice
    this.#wait()
  }

  /** Says that a part of the page did not come. It is asked for again with the next wish for it. */
  notLoaded(): void {
    this.show({ text: this.#localize.term('page.not-loaded') })
  }

  hide(): void {
    this.#stopTimer?.()
    this.notice = null
  }

  /** Does what the notice offers, as its button would; false when it offers nothing. */
  act(): boolean {
    const action = this.notice?.action
    if (!action) return false
    this.hide()
    action.run()
    return true
  }

  protected override render(): TemplateResult {
    const { notice } = this
    // The region is there before its text: only what comes into a region that is known is read out.
    return html`
      <span role="status" class="visually-hidden">${notice && !notice.isQuiet ? [notice.text, ...(notice.details ?? [])].join(' ') : ''}</span>
      ${notice ? this.#renderNotice(notice) : nothing}
    `
  }

  #renderNotice({ text, action, details }: Notice): TemplateResult {
    return html`
      <div class="notice" @pointerenter=${this.#hold} @pointerleave=${this.#wait} @focusin=${this.#hold}
        @focusout=${this.#wait} @keydown=${this.#onKey}>
        <span class="text" aria-hidden="true">${text}</span>
        ${action ? html`<button class="action" @click=${() => this.act()}>${action.label}</button>` : nothing}
        <button class="close" aria-label=${this.#localize.term('page.close')} @click=${this.hide}>${icon(X)}</button>
        ${details?.length ? html`<ul role="list">${details.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
      </div>
    `
  }

  readonly #hold = (): void => this.#stopTimer?.()

  readonly #wait = (): void => {
    this.#stopTimer?.()
    if (this.notice && !this.notice.stays) this.#stopTimer = systemClock.after(shownForMs, () => this.hide())
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.hide()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-notice': PageNotice
  }
}
