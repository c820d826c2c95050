import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { controls } from '../elements/controls.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { type ChatEntry, chatEntries } from './chat-entries.ts'
import type { CommentActions } from './comment-actions.ts'
import { styles } from './comment-chat.styles.ts'
import type { Written } from './comment-field.ts'
import { roomStyles } from './comment-room.styles.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import { type Author, isBy, type Message } from './message.ts'

/** This near to the end, in pixels, the list follows what is said. */
const FOLLOW_WITHIN_PX = 48

/**
 * The chat: what was said, newest at the bottom, and a field. The list stays where the reader scrolled it to; at its
 * end it follows what is said, and stays there when it gets lower, by the keyboard of a phone for example.
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
  readonly #sizes = new ResizeObserver(() => {
    if (this.#follows) this.#toEnd()
  })

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
    else this.#list?.focus(options)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.updateComplete.then(() => {
      if (this.#list && this.isConnected) this.#sizes.observe(this.#list)
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
  }

  protected override updated(changed: PropertyValues<this>): void {
    // After the messages have drawn themselves.
    if (changed.has('messages') && this.#follows) requestAnimationFrame(() => this.#toEnd())
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="list" tabindex="0" role="region" aria-label=${term('comments.chat')} @scroll=${this.#onScroll}>
        ${
          this.messages.length === 0
            ? html`<div class="empty">
                <p>${term('comments.chat-empty')}</p>
                <p class="why">${term('comments.chat-empty-explained')}</p>
              </div>`
            : repeat(
                chatEntries(this.messages, this.now),
                ({ message }) => message.id,
                (entry) => this.#renderEntry(entry),
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

  #renderEntry({ message, continues, day }: ChatEntry): TemplateResult {
    return html`
      ${day === null ? nothing : html`<p class="day">${this.#localize.day(day, this.now)}</p>`}
      <encke-comment-message compact ?continues=${continues} .message=${message} .people=${this.people} ?own=${isBy(message, this.self)}
        ?changeable=${this.writable} ?fresh=${this.fresh.has(message.id)} .now=${this.now}
        @encke-message-rewrite=${({ detail }: CustomEvent<Written>) => this.actions.rewrite(null, message.id, detail)}
        @encke-message-remove=${() => this.actions.remove(null, message.id)}></encke-comment-message>
    `
  }

  get #list(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.list')
  }

  #toEnd(): void {
    const list = this.#list
    list?.scrollTo({ top: list.scrollHeight })
  }

  readonly #onScroll = (): void => {
    const list = this.#list
    if (list) this.#follows = list.scrollHeight - list.scrollTop - list.clientHeight < FOLLOW_WITHIN_PX
  }

  readonly #write = ({ detail }: CustomEvent<string>): void => this.actions.keepDraft('chat', detail)

  readonly #say = ({ detail }: CustomEvent<Written>): void => {
    this.#follows = true
    this.actions.say(detail)
  }

  readonly #leave = (): void => this.#list?.focus()
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-chat': CommentChat
  }
}
