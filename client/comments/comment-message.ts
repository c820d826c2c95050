import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { controls } from '../elements/controls.styles.ts'
import { initials } from '../elements/face.ts'
import { personColor, tokens } from '../elements/tokens.styles.ts'
import type { Written } from './comment-field.ts'
import { styles } from './comment-message.styles.ts'
import { discStyles, freshStyles } from './comment-signs.styles.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import type { Author, Message } from './message.ts'
import { shortened, type TextPart, textParts } from './message-text.ts'

/**
 * One message: who, when, and what. With `compact` what can be done with it is shown on demand. Names and texts come
 * from others and are shown as text, never as markup.
 *
 * @element encke-comment-message
 * @fires {CustomEvent<Written>} encke-message-rewrite - The reader gave it other words.
 * @fires encke-message-remove - The reader takes it away.
 */
export class CommentMessage extends LitElement {
  static override styles = [tokens, controls, discStyles, freshStyles, styles]
  static override properties = {
    message: { attribute: false },
    people: { attribute: false },
    own: { type: Boolean },
    changeable: { type: Boolean },
    fresh: { type: Boolean },
    clamped: { type: Boolean },
    compact: { type: Boolean, reflect: true },
    continues: { type: Boolean, reflect: true },
    now: { attribute: false },
    isEditing: { state: true },
    isWhole: { state: true },
    draft: { state: true },
  }

  declare message: Message
  declare people: readonly Author[]
  /** The reader wrote it. */
  declare own: boolean
  /** The reader may change it and take it away. */
  declare changeable: boolean
  /** It is new to the reader. */
  declare fresh: boolean
  /** Three lines of it are enough. */
  declare clamped: boolean
  /** In the chat, where days are told before their messages. */
  declare compact: boolean
  /** Its person and their time stand above it already. */
  declare continues: boolean
  declare now: number
  declare protected isEditing: boolean
  declare protected isWhole: boolean
  declare protected draft: string

  readonly #localize = new CommentsLocalizeController(this)

  constructor() {
    super()
    this.people = []
    this.own = false
    this.changeable = false
    this.fresh = false
    this.clamped = false
    this.compact = false
    this.continues = false
    this.now = 0
    this.isEditing = false
    this.isWhole = false
    this.draft = ''
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const edited =
      this.message.editedAt === null ? nothing : html`<span class="edited">${term('comments.edited')}</span>`
    const fresh = this.fresh
      ? html`<span class="fresh"><span class="visually-hidden">${term('comments.unread')}</span></span>`
      : nothing
    return html`
      ${this.continues ? html`<span class="gutter">${fresh}</span>` : this.#renderDisc()}
      <div class="body" title=${this.continues ? this.#localize.moment(this.message.at) : nothing}>
        ${this.continues ? nothing : this.#renderHead(edited, fresh)}
        ${this.isEditing ? this.#renderField() : this.#renderText()} ${this.continues ? edited : nothing}
        ${
          this.own && this.changeable && !this.isEditing
            ? html`<div class="tools">
                <button @click=${this.#edit}>${term('comments.edit')}</button>
                <button @click=${() => this.#fire('encke-message-remove')}>${term('comments.delete')}</button>
              </div>`
            : nothing
        }
      </div>
    `
  }

  get #name(): string {
    return this.message.author.name || this.#localize.term('comments.anonymous')
  }

  #renderDisc(): TemplateResult {
    return html`<span class="disc" aria-hidden="true" data-initials=${initials(this.#name)}
      .style=${`--_person: ${personColor(this.message.author.color)}`}></span>`
  }

  #renderHead(...signs: unknown[]): TemplateResult {
    const { at } = this.message
    const when = this.compact ? this.#localize.time(at, this.now) : this.#localize.ago(at, this.now)
    return html`
      <div class="head">
        <bdi class="name">${this.#name}</bdi>
        <time title=${this.#localize.moment(at)}>${when}</time>
        ${signs}
      </div>
    `
  }

  #renderText(): TemplateResult {
    const { text, mentions } = this.message
    const short = this.isWhole ? null : shortened(text)
    return html`
      <p class=${this.clamped ? 'text clamped' : 'text'} dir="auto">${textParts(short ?? text, mentions).map(renderPart)}${
        short === null ? nothing : '…'
      }</p>
      ${
        short === null || this.clamped
          ? nothing
          : html`<button class="link" @click=${this.#showAll}>${this.#localize.term('comments.show-all')}</button>`
      }
    `
  }

  #renderField(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <encke-comment-field cancellable label=${term('comments.edit')} send=${term('comments.save')} .value=${this.draft}
        .people=${this.people} @encke-field-write=${this.#write} @encke-field-send=${this.#save}
        @encke-field-cancel=${this.#stop}></encke-comment-field>
    `
  }

  readonly #showAll = (): void => {
    this.isWhole = true
  }

  readonly #edit = async (): Promise<void> => {
    this.draft = this.message.text
    this.isEditing = true
    await this.updateComplete
    this.renderRoot.querySelector('encke-comment-field')?.focus()
  }

  readonly #write = ({ detail }: CustomEvent<string>): void => {
    this.draft = detail
  }

  readonly #stop = (): void => {
    this.isEditing = false
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.tools button')?.focus())
  }

  readonly #save = ({ detail }: CustomEvent<Written>): void => {
    this.#stop()
    if (detail.text.trim() !== this.message.text) this.#fire('encke-message-rewrite', detail)
  }

  #fire(type: string, detail?: Written): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

function renderPart(part: TextPart): TemplateResult | string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'link':
      return html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`
    case 'mention':
      return html`<bdi class="mention">${part.text}</bdi>`
    default:
      return part satisfies never
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-message': CommentMessage
  }
}
