import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Check, RotateCcw } from 'lucide-static'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import type { CommentActions } from './comment-actions.ts'
import type { Written } from './comment-field.ts'
import { freshStyles } from './comment-signs.styles.ts'
import { styles } from './comment-thread.styles.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import { type Author, isBy, type Message } from './message.ts'
import type { Thread } from './thread.ts'

/**
 * A thread in the list: the words that it is about, its first message, and, while it is looked at, the answers and a
 * field for one more.
 *
 * @element encke-comment-thread
 */
export class CommentThread extends LitElement {
  static override styles = [tokens, controls, freshStyles, styles]
  static override properties = {
    thread: { attribute: false },
    active: { type: Boolean, reflect: true },
    textDeleted: { type: Boolean, attribute: 'text-deleted' },
    writable: { type: Boolean },
    self: { attribute: false },
    people: { attribute: false },
    fresh: { attribute: false },
    draft: { type: String },
    now: { attribute: false },
    actions: { attribute: false },
  }

  declare thread: Thread
  declare active: boolean
  /** Nothing is left of the words that it is about. */
  declare textDeleted: boolean
  declare writable: boolean
  /** The id of the reader. */
  declare self: string
  declare people: readonly Author[]
  /** The ids of the messages that are new to the reader. */
  declare fresh: ReadonlySet<string>
  /** The answer that is being written. */
  declare draft: string
  declare now: number
  declare actions: CommentActions

  readonly #localize = new CommentsLocalizeController(this)

  constructor() {
    super()
    this.active = false
    this.textDeleted = false
    this.writable = false
    this.self = ''
    this.people = []
    this.fresh = new Set()
    this.draft = ''
    this.now = 0
  }

  /** Moves the focus to the words that it is about. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.quote')?.focus(options)
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('active') && this.active) this.scrollIntoView({ block: 'nearest' })
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const { thread } = this
    const [first, ...replies] = thread.messages
    const name = first!.author.name || term('comments.anonymous')
    const label = this.textDeleted ? term('comments.thread-deleted', name) : term('comments.thread', name, thread.quote)
    return html`
      <article aria-label=${label} @click=${this.#onClick}>
        <div class="top">
          <button class="quote" title=${term('comments.go-to-text')} @click=${() => this.actions.look(thread.id)}>
            ${this.textDeleted ? html`<span class="deleted">${term('comments.text-deleted')}</span>` : nothing}
            ${thread.quote === '' ? nothing : html`<bdi class="words">${thread.quote}</bdi>`}
          </button>
          ${this.writable ? this.#renderResolve() : nothing}
        </div>
        ${
          thread.resolved === null
            ? nothing
            : html`<p class="settled">${icon(Check)}${term('comments.resolved-by', thread.resolved.by.name || term('comments.anonymous'))}</p>`
        }
        ${this.#renderMessage(first!)}
        ${this.active ? this.#renderAnswers(replies) : this.#renderCount(replies)}
      </article>
    `
  }

  #renderAnswers(replies: readonly Message[]): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      ${repeat(
        replies,
        ({ id }) => id,
        (message) => this.#renderMessage(message),
      )}
      ${
        this.writable && this.thread.resolved === null
          ? html`<encke-comment-field class="reply" label=${term('comments.reply')} placeholder=${term('comments.write-reply')}
              send=${term('comments.reply')} .value=${this.draft} .people=${this.people}
              @encke-field-write=${this.#write} @encke-field-send=${this.#reply}
              @encke-field-cancel=${this.#leave}></encke-comment-field>`
          : nothing
      }
    `
  }

  #renderCount(replies: readonly Message[]): TemplateResult | typeof nothing {
    if (replies.length === 0) return nothing
    const isFresh = replies.some(({ id }) => this.fresh.has(id))
    return html`
      <button class="more" aria-expanded="false" @click=${() => this.actions.look(this.thread.id)}>
        ${this.#localize.term('comments.replies', replies.length)}
        ${isFresh ? html`<span class="fresh"><span class="visually-hidden">${this.#localize.term('comments.unread')}</span></span>` : nothing}
      </button>
    `
  }

  #renderMessage(message: Message): TemplateResult {
    const { thread } = this
    return html`
      <encke-comment-message .message=${message} .people=${this.people} ?own=${isBy(message, this.self)}
        ?changeable=${this.active && this.writable && thread.resolved === null} ?fresh=${this.fresh.has(message.id)}
        ?clamped=${!this.active} .now=${this.now}
        @encke-message-rewrite=${({ detail }: CustomEvent<Written>) => this.actions.rewrite(thread.id, message.id, detail)}
        @encke-message-remove=${() => this.actions.remove(thread.id, message.id)}></encke-comment-message>
    `
  }

  #renderResolve(): TemplateResult {
    const isOpen = this.thread.resolved === null
    const text = this.#localize.term(isOpen ? 'comments.resolve' : 'comments.reopen')
    return html`
      <button class="resolve" title=${text} aria-label=${text}
        @click=${() => this.actions.resolve(this.thread.id, isOpen)}>${icon(isOpen ? Check : RotateCcw)}</button>
    `
  }

  /** A click anywhere on a card that is closed opens it; what is a control does its own work as well. */
  readonly #onClick = (event: MouseEvent): void => {
    const isControl = event.composedPath().some((each) => each instanceof HTMLElement && each.matches('a, button'))
    if (!this.active && !isControl) this.actions.look(this.thread.id)
  }

  readonly #write = ({ detail }: CustomEvent<string>): void => this.actions.keepDraft(this.thread.id, detail)

  readonly #reply = ({ detail }: CustomEvent<Written>): void => this.actions.reply(this.thread.id, detail)

  readonly #leave = (): void => this.focus()
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-thread': CommentThread
  }
}
