import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { MessageSquare } from 'lucide-static'
import type { CommentCounts, EnckeComments } from '../comments/encke-comments.ts'
import { controls } from '../elements/controls.styles.ts'
import { define } from '../elements/define.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { styles } from './comments-button.styles.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'

const none: CommentCounts = { open: 0, unread: 0, shown: false }

/**
 * Opens and closes the comments of the page, and says how many there are and whether something is new. Loads them once
 * the text has come: nobody waits for them.
 *
 * @element comments-button
 * @attr for - The id of the `<encke-comments>` in the same tree.
 */
export class CommentsButton extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = {
    for: { type: String },
    counts: { state: true },
  }

  declare for: string
  declare protected counts: CommentCounts

  readonly #localize = new PageLocalizeController(this)
  #root: Node | null = null
  #loading: Promise<void> | null = null

  constructor() {
    super()
    this.for = ''
    this.counts = none
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#root = this.getRootNode()
    this.#root.addEventListener('encke-synced', this.#onSynced)
    this.#root.addEventListener('encke-comments-change', this.#onChange)
    this.#root.addEventListener('encke-comments-close', this.#onClose)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#root?.removeEventListener('encke-synced', this.#onSynced)
    this.#root?.removeEventListener('encke-comments-change', this.#onChange)
    this.#root?.removeEventListener('encke-comments-close', this.#onClose)
  }

  protected override render(): TemplateResult {
    const { open, unread, shown } = this.counts
    const label = this.#localize.term('document.comments', open, unread)
    return html`
      <button class="quiet" title=${label} aria-label=${label} aria-expanded=${shown ? 'true' : 'false'} @click=${this.#toggle}>
        ${icon(MessageSquare)}
        ${open > 0 ? html`<span class="count">${open > 99 ? '99+' : open}</span>` : nothing}
        ${unread > 0 ? html`<span class="unread"></span>` : nothing}
      </button>
    `
  }

  get #comments(): EnckeComments | null {
    return this.#root instanceof ShadowRoot ? (this.#root.getElementById(this.for) as EnckeComments | null) : null
  }

  readonly #toggle = async (): Promise<void> => {
    await this.#load()
    const comments = this.#comments
    // The page is offline: the next click tries again.
    if (comments === null || !('show' in comments)) return
    if (comments.open) comments.open = false
    else {
      comments.show()
      await comments.updateComplete
      comments.focus()
    }
  }

  /** Tried again with a click, should the network have gone away in between. */
  #load(): Promise<void> {
    this.#loading ??= import('../comments/encke-comments.ts').then(
      ({ EnckeComments }) => define('encke-comments', EnckeComments),
      () => {
        this.#loading = null
      },
    )
    return this.#loading
  }

  readonly #onSynced = (): void => void this.#load()

  readonly #onChange = (event: Event): void => {
    this.counts = (event as CustomEvent<CommentCounts>).detail
  }

  readonly #onClose = (): void => this.renderRoot.querySelector('button')?.focus()
}

declare global {
  interface HTMLElementTagNameMap {
    'comments-button': CommentsButton
  }
}
