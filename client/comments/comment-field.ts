import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { buttonStyles } from '../elements/buttons.styles.ts'
import { controls } from '../elements/controls.styles.ts'
import { initials } from '../elements/face.ts'
import { placePopover } from '../elements/popover-place.ts'
import { personColor, tokens } from '../elements/tokens.styles.ts'
import { styles } from './comment-field.styles.ts'
import { discStyles } from './comment-signs.styles.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import { type MentionQuery, matchPeople, mentionedIn, mentionQuery } from './mention-query.ts'
import { type Author, MAX_MENTIONS, MAX_MESSAGE_LENGTH, type Mention } from './message.ts'

/** What somebody has written and sent. */
export interface Written {
  readonly text: string
  readonly mentions: readonly Mention[]
}

/** From here on it is told how much room is left, in UTF-16 units. */
const TELL_BELOW = 400

/**
 * A field for a message. Grows with it; `@` offers the names of those who are here, to the keyboard and to a finger.
 *
 * Escape closes the list, else cancels. With `enter-sends` Enter sends and Shift-Enter breaks the line, else Enter
 * breaks it and Ctrl- or Cmd-Enter sends. Never while an input method composes.
 *
 * @element encke-comment-field
 * @fires {CustomEvent<Written>} encke-field-send - Sent. Who listens empties the field.
 * @fires {CustomEvent<string>} encke-field-write - The text changed.
 * @fires encke-field-cancel - Given up; the text is still there.
 */
export class CommentField extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, buttonStyles, discStyles, styles]
  static override properties = {
    value: { type: String },
    label: { type: String },
    placeholder: { type: String },
    send: { type: String },
    enterSends: { type: Boolean, attribute: 'enter-sends' },
    cancellable: { type: Boolean },
    people: { attribute: false },
    query: { state: true },
    chosen: { state: true },
  }

  declare value: string
  /** The name of the field. */
  declare label: string
  declare placeholder: string
  /** The words of its button. */
  declare send: string
  declare enterSends: boolean
  /** There is a button to give up. */
  declare cancellable: boolean
  /** Those who may be mentioned. */
  declare people: readonly Author[]
  declare protected query: MentionQuery | null
  /** Index of the name that Enter takes. */
  declare protected chosen: number

  readonly #localize = new CommentsLocalizeController(this)
  /** Whose names were taken from the list: they may have left by the time that it is sent. */
  readonly #taken = new Map<string, Mention>()

  constructor() {
    super()
    this.value = ''
    this.label = ''
    this.placeholder = ''
    this.send = ''
    this.enterSends = false
    this.cancellable = false
    this.people = []
    this.query = null
    this.chosen = 0
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const matches = this.#offered
    const isListed = matches.length > 0
    const room = MAX_MESSAGE_LENGTH - this.value.length
    const isEmpty = this.value.trim() === ''
    return html`
      <div class="field">
        <textarea rows="1" dir="auto" aria-label=${this.label} placeholder=${this.placeholder} maxlength=${MAX_MESSAGE_LENGTH}
          enterkeyhint=${this.enterSends ? 'send' : 'enter'} aria-autocomplete="list" aria-controls="people"
          aria-activedescendant=${isListed ? `person-${this.chosen}` : nothing}
          .value=${this.value} @input=${this.#onInput} @keydown=${this.#onKey} @click=${this.#look}
          @blur=${this.#onBlur}></textarea>
        <div id="people" class="people" popover="manual" role="listbox" aria-label=${term('comments.people')}>
          ${matches.map((person, index) => this.#renderPerson(person, index))}
        </div>
      </div>
      ${
        isEmpty && !this.cancellable
          ? nothing
          : html`<div class="row">
              <span class="left" role="status">${room <= TELL_BELOW ? term('comments.left', room) : ''}</span>
              ${
                this.cancellable
                  ? html`<button class="quiet" @click=${this.#cancel}>${term('comments.cancel')}</button>`
                  : nothing
              }
              <button class="primary send" aria-disabled=${isEmpty ? 'true' : 'false'} @click=${this.#submit}>${this.send}</button>
            </div>`
      }
    `
  }

  protected override updated(): void {
    const area = this.#area
    const list = this.renderRoot.querySelector<HTMLElement>('.people')
    if (area === null || list === null || !this.isConnected) return
    // In the top layer: the list of comments scrolls, and would cut it off.
    if (this.#offered.length === 0) list.hidePopover()
    else {
      list.showPopover()
      list.style.width = `${area.offsetWidth}px`
      placePopover(list, area)
    }
    if (CSS.supports('field-sizing', 'content')) return
    // Where CSS cannot let it grow: as high as its text.
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }

  #renderPerson(person: Author, index: number): TemplateResult {
    return html`
      <div role="option" id="person-${index}" aria-selected=${index === this.chosen ? 'true' : 'false'}
        @pointerdown=${keepFocus} @click=${() => this.#take(person)}>
        <span class="disc" aria-hidden="true" data-initials=${initials(person.name)}
          .style=${`--_person: ${personColor(person.color)}`}></span>
        <bdi>${person.name}</bdi>
      </div>
    `
  }

  /** Those whose names may be meant by what is being written. */
  get #offered(): readonly Author[] {
    return this.query === null ? [] : matchPeople(this.people, this.query.query)
  }

  get #area(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  readonly #onInput = (event: InputEvent): void => {
    this.value = (event.target as HTMLTextAreaElement).value
    this.dispatchEvent(new CustomEvent('encke-field-write', { detail: this.value }))
    this.#look()
  }

  readonly #look = (): void => {
    const area = this.#area
    if (area === null) return
    const query = mentionQuery(area.value, area.selectionStart)
    if (query?.query !== this.query?.query || query?.from !== this.query?.from) this.chosen = 0
    this.query = query
  }

  readonly #onBlur = (): void => {
    this.query = null
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // What an input method composes is not ours; 229 is Safari's word for it, after the composition has ended.
    if (event.isComposing || event.keyCode === 229) return
    const { key, shiftKey, ctrlKey, metaKey } = event
    if (this.#offered.length > 0 && !ctrlKey && !metaKey && this.#onListKey(key)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (key === 'Enter' && (ctrlKey || metaKey || (this.enterSends && !shiftKey))) {
      event.preventDefault()
      this.#submit()
    } else if (key === 'Escape') {
      event.stopPropagation()
      this.#cancel()
    } else if (key.startsWith('Arrow') || key === 'Home' || key === 'End') {
      // The caret has moved when the key is up; the list follows it.
      requestAnimationFrame(this.#look)
    }
  }

  /** True when the list of names has taken the key. */
  #onListKey(key: string): boolean {
    const matches = this.#offered
    if (key === 'ArrowDown') this.chosen = (this.chosen + 1) % matches.length
    else if (key === 'ArrowUp') this.chosen = (this.chosen + matches.length - 1) % matches.length
    else if (key === 'Enter' || key === 'Tab') this.#take(matches[this.chosen] ?? matches[0]!)
    else if (key === 'Escape') this.query = null
    else return false
    return true
  }

  #take({ id, name }: Author): void {
    const area = this.#area
    if (this.query === null || area === null) return
    const written = `@${name} `
    area.setRangeText(written, this.query.from, area.selectionStart, 'end')
    if (this.#taken.size < MAX_MENTIONS) this.#taken.set(id, { id, name })
    this.value = area.value
    this.query = null
    area.focus()
    this.dispatchEvent(new CustomEvent('encke-field-write', { detail: this.value }))
  }

  readonly #submit = (): void => {
    if (this.value.trim() === '') return
    const mentions = mentionedIn(this.value, [...this.#taken.values(), ...this.people])
    const written: Written = { text: this.value, mentions }
    this.#taken.clear()
    this.query = null
    this.dispatchEvent(new CustomEvent('encke-field-send', { detail: written }))
  }

  readonly #cancel = (): void => {
    this.dispatchEvent(new CustomEvent('encke-field-cancel'))
  }
}

/** A press on a name must not take the focus, and with it the list, away. */
function keepFocus(event: Event): void {
  event.preventDefault()
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-field': CommentField
  }
}
