import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { controls } from '../elements/controls.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import type { CommentActions } from './comment-actions.ts'
import { styles } from './comment-chat.styles.ts'
import type { Written } from './comment-field.ts'
import { roomStyles } from './comment-room.styles.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import type { Author, Message } from './message.ts'

/** This near to the end, in pixels, the list follows what is said. */
const FOLLOW_WITHIN_PX = 48

/**
 * The chat: what was said, newest at the bottom, and a field. The list stays where the reader scrolled it to; at its
 * end it follows what is said.
 *
 * @element encke-comment-chat
 */
export class CommentChat extends LitElement {
  static override styles = [tokens, controls, roomStyles, styles]
  static override properties = {
    messages: { attribute: false },
    fresh: { attribute: false },
    writable: { type: Boolean },
    self: { attribute: false },
    people: { attribute: false },
    draft: { type: String },
    now: { attribute: false },
    actions: { attribute: false },
  }

  declare messages: readonly Message[]
  /** The ids of the messages that are new to the reader. */
  declare fresh: ReadonlySet<string>
  declare writable: boolean
  /** The id of the reader. */
  declare self: string
  declare people: readonly Author[]
  declare draft: string
  declare now: number
  declare actions: CommentActions

  readonly #localize = new CommentsLocalizeController(this)
  #follows = true

  constructor() {
    super()
    this.messages = []
    this.fresh = new Set()
    this.writable = false
    this.self = ''
    this.people = []
    this.draft = ''
    this.now = 0
  }

  override focus(options?: FocusOptions): void {
    const field = this.renderRoot.querySelector('encke-comment-field')
    if (field) field.focus(options)
    else this.renderRoot.querySelector<HTMLElement>('.list')?.focus(options)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const list = this.renderRoot.querySelector('.list')
    if (!list || !changed.has('messages')) return
    this.#follows = list.scrollHeight - list.scrollTop - list.clientHeight < FOLLOW_WITHIN_PX
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('messages') || !this.#follows) return
    const list = this.renderRoot.querySelector('.list')
    // After the messages have drawn themselves.
    requestAnimationFrame(() => list?.scrollTo({ top: list.scrollHeight }))
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="list" tabindex="0" role="region" aria-label=${term('comments.chat')}>
        ${
          this.messages.length === 0
            ? html`<div class="empty">
                <p>${term('comments.chat-empty')}</p>
                <p class="why">${term('comments.chat-empty-explained')}</p>
              </div>`
            : repeat(
                this.messages,
                ({ id }) => id,
                (message) => this.#renderMessage(message),
              )
        }
      </div>
      ${
        this.writable
          ? html`<encke-comment-field enter-sends label=${term('comments.chat')} placeholder=${term('comments.chat-write')}
              send=${term('comments.send')} .value=${this.draft} .people=${this.people}
              @encke-field-write=${this.#write} @encke-field-send=${this.#say}
              @encke-field-cancel=${this.#leave}></encke-comment-field>`
          : html`<p class="viewer">${term('comments.chat-viewer')}</p>`
      }
    `
  }

  #renderMessage(message: Message): TemplateResult {
    const isOwn = message.author.id !== '' && message.author.id === this.self
    return html`
      <encke-comment-message compact .message=${message} .people=${this.people} ?own=${isOwn}
        ?changeable=${this.writable} ?fresh=${this.fresh.has(message.id)} .now=${this.now}
        @encke-message-rewrite=${({ detail }: CustomEvent<Written>) => this.actions.rewrite(null, message.id, detail)}
        @encke-message-remove=${() => this.actions.remove(null, message.id)}></encke-comment-message>
    `
  }

  readonly #write = ({ detail }: CustomEvent<string>): void => this.actions.keepDraft('chat', detail)

  readonly #say = ({ detail }: CustomEvent<Written>): void => {
    this.#follows = true
    this.actions.say(detail)
  }

  readonly #leave = (): void => this.renderRoot.querySelector<HTMLElement>('.list')?.focus()
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-chat': CommentChat
  }
}
