import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { X } from 'lucide-static'
import type { Clock } from '../../protocol/clock.ts'
import { icon } from '../elements/icon.ts'
import { CommentsLocalizeController } from './comments-localize.ts'

/** Something that the reader is told once, in a corner. */
export interface CommentNotice {
  readonly text: string
  /** Words that others wrote. */
  readonly quote?: string
  /** What can be done about it. */
  readonly action?: { readonly label: string; run(): void }
}

/** So long a notice stays, unless the pointer or the focus is on it. */
const SHOWN_MS = 10_000

/**
 * A notice at a time, in the top layer, where a closed list does not hide it. Its host gives `render()` a place and has
 * an `announce(text)` for those who do not see it.
 */
export class CommentNotices implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement & { announce(text: string): void }
  readonly #clock: Clock
  readonly #localize: CommentsLocalizeController
  #notice: CommentNotice | null = null
  #stopTimer: (() => void) | null = null

  constructor(
    host: ReactiveControllerHost & HTMLElement & { announce(text: string): void },
    { clock }: { clock: Clock },
  ) {
    this.#host = host
    this.#clock = clock
    this.#localize = new CommentsLocalizeController(host)
    host.addController(this)
  }

  /** Shows a notice in place of the last one; with `focus` its action gets the focus. */
  show(notice: CommentNotice, { focus = false } = {}): void {
    this.#notice = notice
    this.#host.announce(notice.quote ? `${notice.text}. ${notice.quote}` : notice.text)
    this.#host.requestUpdate()
    this.#wait()
    if (!focus) return
    void this.#host.updateComplete.then(() => this.#popover?.querySelector<HTMLElement>('.act')?.focus())
  }

  hide(): void {
    this.#stopTimer?.()
    this.#notice = null
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    const popover = this.#popover
    if (!popover?.isConnected) return
    const isOpen = popover.matches(':popover-open')
    if (this.#notice !== null && !isOpen) popover.showPopover()
    if (this.#notice === null && isOpen) popover.hidePopover()
  }

  hostDisconnected(): void {
    this.#stopTimer?.()
    this.#notice = null
  }

  render(): TemplateResult {
    const notice = this.#notice
    return html`
      <div class="notice" popover="manual" @pointerenter=${this.#stay} @pointerleave=${this.#wait} @focusin=${this.#stay}
        @focusout=${this.#wait}>
        ${
          notice === null
            ? nothing
            : html`
                <p>
                  ${notice.text}${notice.quote === undefined ? nothing : html`<bdi class="said">${notice.quote}</bdi>`}
                </p>
                ${
                  notice.action === undefined
                    ? nothing
                    : html`<button class="act" @click=${() => this.#act(notice)}>${notice.action.label}</button>`
                }
                <button class="dismiss" aria-label=${this.#localize.term('comments.dismiss')}
                  title=${this.#localize.term('comments.dismiss')} @click=${() => this.hide()}>${icon(X)}</button>
              `
        }
      </div>
    `
  }

  get #popover(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.notice') ?? null
  }

  #act({ action }: CommentNotice): void {
    this.hide()
    action?.run()
  }

  readonly #stay = (): void => this.#stopTimer?.()

  readonly #wait = (): void => {
    this.#stopTimer?.()
    if (this.#notice !== null) this.#stopTimer = this.#clock.after(SHOWN_MS, () => this.hide())
  }
}
