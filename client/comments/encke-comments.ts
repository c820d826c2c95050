import { html, LitElement, nothing, type PropertyValues, render, type TemplateResult } from 'lit'
import { MessageSquare, MessageSquarePlus, X } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { announcementPreference } from '../announcements/announcement-level.ts'
import { ACTIVITY, signsOfLife } from '../elements/collaboration-controller.ts'
import { controls } from '../elements/controls.styles.ts'
import { define } from '../elements/define.ts'
import { EditorLink } from '../elements/editor-port.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { icon } from '../elements/icon.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { browserStorage } from '../presence/identity.ts'
import { isApplePlatform, keyWords } from '../writing/key-words.ts'
import { ChatReader } from './chat-reader.ts'
import type { CommentActions } from './comment-actions.ts'
import { type CommentOffer, commentButton } from './comment-button.ts'
import { CommentChat } from './comment-chat.ts'
import { CommentField } from './comment-field.ts'
import { CommentList } from './comment-list.ts'
import { CommentMessage } from './comment-message.ts'
import type { Room } from './comment-news.ts'
import { CommentNotices } from './comment-notices.ts'
import { freshStyles } from './comment-signs.styles.ts'
import { CommentThread } from './comment-thread.ts'
import { CommentsController } from './comments-controller.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import { styles } from './encke-comments.styles.ts'
import type { Message } from './message.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

/** What a page may show of the comments beside them, in its bar for example. */
export interface CommentCounts {
  readonly open: number
  /** Messages of others that the reader has not looked at, in comments and chat. */
  readonly unread: number
  /** The list is open. */
  readonly shown: boolean
}

const COMMAND_KEY = 'Mod-Alt-m'
const MINUTE_MS = 60_000

/**
 * Comments on the text of an editor, and a chat: a list beside the text, marks in the text, and a button in its margin.
 * They are part of the document: whoever may change it may comment, whoever may read it may read them.
 *
 * @element encke-comments
 * @attr for - The id of an `<encke-editor>` in the same tree.
 * @attr {boolean} open - The list is shown. Without it only the marks and the button in the text are there.
 * @attr {'comments'|'chat'} room - Which of the two is shown; `comments` by default.
 * @attr {'auto'|'light'|'dark'} theme - The colour scheme; the page's own when it is missing.
 * @fires {CustomEvent<CommentCounts>} encke-comments-change - How many there are, or whether they are shown, changed.
 * @fires encke-comments-close - The reader closed the list.
 * @csspart base - The list and the chat.
 */
export class EnckeComments extends LitElement {
  static override styles = [tokens, controls, freshStyles, styles]
  static override properties = {
    for: { type: String },
    open: { type: Boolean, reflect: true },
    room: { type: String },
    now: { state: true },
    heard: { state: true },
  }

  declare for: string
  declare open: boolean
  declare room: Room
  declare protected now: number
  /** What assistive technology is told, politely. */
  declare protected heard: string

  readonly #localize = new CommentsLocalizeController(this)
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-presence', 'encke-status', 'encke-synced'],
    onChange: (editor) => this.#follow(editor as unknown as EnckeEditor),
  })
  readonly #comments = new CommentsController(this, {
    clock: systemClock,
    storage: browserStorage(),
    room: () => (this.open && !document.hidden ? this.room : null),
    extension: commentButton({
      mayOffer: (kind) =>
        kind === 'new'
          ? this.#comments.canWrite && this.#comments.beginning === null
          : !this.open || this.room === 'chat',
      dress: (button, offer) => this.#dress(button, offer),
      accept: (offer) => (offer.kind === 'new' ? this.comment() : this.#look(offer.id, false)),
    }),
    onCaret: (id) => {
      if (this.open && this.room === 'comments') this.#look(id, false)
    },
    onArrival: (room, messages) => this.#arrived(room, messages),
  })
  readonly #notices = new CommentNotices(this, { clock: systemClock })
  readonly #level = announcementPreference()
  readonly #chatReader = new ChatReader({
    clock: systemClock,
    level: () => this.#level.value,
    say: (line) => this.announce(line),
  })
  readonly #drafts = new Map<string, string>()
  #removeCommand: (() => void) | null = null
  #stopMinutes: (() => void) | null = null
  #counts = ''

  constructor() {
    super()
    define('encke-comment-field', CommentField)
    define('encke-comment-message', CommentMessage)
    define('encke-comment-thread', CommentThread)
    define('encke-comment-list', CommentList)
    define('encke-comment-chat', CommentChat)
    this.for = ''
    this.open = false
    this.room = 'comments'
    this.now = Date.now()
    this.heard = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
    for (const sign of signsOfLife) this.addEventListener(sign, this.#onSign, { passive: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    for (const sign of signsOfLife) this.removeEventListener(sign, this.#onSign)
    this.#removeCommand?.()
    this.#removeCommand = null
    this.#stopMinutes?.()
    this.#chatReader.close()
  }

  /** Begins a comment on what is selected in the text, or on the word at the caret. */
  comment(): void {
    const { atCaret, editor } = this.#comments
    if (editor?.view?.state.selection.main.empty && atCaret !== null) {
      this.#look(atCaret, false)
    } else if (!this.#comments.canWrite) {
      this.#notices.show({ text: this.#localize.term('comments.viewer') })
    } else if (this.#comments.begin()) {
      this.show('comments')
      void this.updateComplete.then(async () => {
        await this.renderRoot.querySelector('encke-comment-list')?.focusBeginning()
        requestAnimationFrame(() => this.#comments.revealBeginning())
      })
    } else {
      this.#notices.show({ text: this.#localize.term('comments.nothing-selected') })
    }
  }

  /** Opens the list. */
  show(room: Room = this.room): void {
    this.room = room
    this.open = true
  }

  /** Moves the focus into the list. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(options)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
    if (changed.has('open') || changed.has('room')) {
      this.now = Date.now()
      this.#comments.roomChanged()
      this.#tick()
    }
  }

  protected override updated(): void {
    const { threads } = this.#comments
    const counts: CommentCounts = {
      open: threads.filter(({ thread }) => thread.resolved === null).length,
      unread: this.#comments.unread('comments').length + this.#comments.unread('chat').length,
      shown: this.open,
    }
    const said = JSON.stringify(counts)
    if (said === this.#counts) return
    this.#counts = said
    this.dispatchEvent(new CustomEvent('encke-comments-change', { detail: counts, bubbles: true, composed: true }))
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      ${
        this.open
          ? html`<section part="base" class="panel" aria-label=${term('comments.panel')} @keydown=${this.#onKey}>
              <header>
                <div role="tablist" aria-label=${term('comments.panel')}>${this.#renderTab('comments')}${this.#renderTab('chat')}</div>
                <button class="close" title=${term('comments.close')} aria-label=${term('comments.close')} @click=${this.#close}>
                  ${icon(X)}
                </button>
              </header>
              ${this.room === 'chat' ? this.#renderChat() : this.#renderComments()}
            </section>`
          : nothing
      }
      ${this.#notices.render()}
      <span role="status" class="visually-hidden">${this.heard}</span>
    `
  }

  #renderTab(room: Room): TemplateResult {
    const isShown = this.room === room
    const unread = isShown ? 0 : this.#comments.unread(room).length
    return html`
      <button role="tab" id="tab-${room}" aria-selected=${isShown ? 'true' : 'false'} aria-controls="room"
        tabindex=${isShown ? '0' : '-1'} @click=${() => this.show(room)}>
        ${this.#localize.term(`comments.${room}`)}
        ${unread > 0 ? html`<span class="fresh"><span class="visually-hidden">${this.#localize.term('comments.count-new', unread)}</span></span>` : nothing}
      </button>
    `
  }

  #renderChat(): TemplateResult {
    return html`
      <encke-comment-chat id="room" role="tabpanel" aria-labelledby="tab-chat" .messages=${this.#comments.chat}
        .fresh=${this.#comments.fresh} ?writable=${this.#comments.canWrite} .self=${this.#comments.self.id}
        .people=${this.#comments.people} .draft=${this.#drafts.get('chat') ?? ''} .now=${this.now} .actions=${this.#actions}></encke-comment-chat>
    `
  }

  #renderComments(): TemplateResult {
    const comments = this.#comments
    return html`
      <encke-comment-list id="room" role="tabpanel" aria-labelledby="tab-comments" .threads=${comments.threads}
        .beginning=${comments.beginning} .beginningRange=${comments.beginningRange} .active=${comments.active}
        .fresh=${comments.fresh} ?writable=${comments.canWrite} .self=${comments.self.id} .people=${comments.people}
        .drafts=${this.#drafts} .now=${this.now} .actions=${this.#actions}></encke-comment-list>
    `
  }

  /** Says something to assistive technology, when it has a moment. */
  announce(text: string): void {
    this.heard = text
  }

  #follow(editor: EnckeEditor): void {
    this.#comments.follow(editor)
    if (this.#removeCommand !== null || !('commands' in editor)) return
    const words = (language: string) => (language.toLowerCase().startsWith('ru') ? ru : en)
    this.#removeCommand = editor.commands.add({
      id: 'comments.add',
      label: (language) => words(language)['comments.add'],
      keywords: (language) => words(language)['comments.panel'],
      key: COMMAND_KEY,
      icon: MessageSquarePlus,
      run: () => this.comment(),
    })
  }

  #look(id: string, reveal: boolean): void {
    this.#comments.look(id, { reveal })
    this.show('comments')
  }

  /** Others said something. Who is spoken to gets a notice, whatever is open; the chat that is open is read out. */
  #arrived(room: Room, messages: readonly Message[]): void {
    const { self } = this.#comments
    const mine = messages.findLast(({ mentions }) => mentions.some(({ id }) => id === self.id))
    const term = this.#localize.term.bind(this.#localize)
    const last = messages.at(-1)!
    if (mine !== undefined) {
      const threadId = this.#comments.threadOf(mine)
      const run = () => (threadId === null ? this.show('chat') : this.#look(threadId, true))
      const text = term('comments.mentioned', mine.author.name || term('comments.anonymous'))
      this.#notices.show({ text, quote: mine.text.slice(0, 140), action: { label: term('comments.look'), run } })
    } else if (room === 'chat' && this.open && this.room === 'chat') {
      this.#chatReader.read(
        term('comments.said', last.author.name || term('comments.anonymous'), last.text.slice(0, 280)),
      )
    }
  }

  #dress(button: HTMLButtonElement, offer: CommentOffer): void {
    const name =
      offer.kind === 'show'
        ? this.#localize.term('comments.show')
        : this.#localize.term('comments.add-to-selection', keyWords(COMMAND_KEY, { isApple: isApplePlatform() }))
    button.title = name
    button.setAttribute('aria-label', name)
    render(icon(offer.kind === 'new' ? MessageSquarePlus : MessageSquare), button)
  }

  readonly #actions: CommentActions = {
    look: (threadId) => this.#look(threadId, true),
    begin: (written) => {
      if (this.#comments.send(written)) this.#forget('new')
      // Back to writing; but on a phone the focus would bring the keyboard.
      if (matchMedia('(pointer: coarse)').matches) this.focus()
      else this.#comments.editor?.focus()
    },
    giveUp: () => {
      this.#forget('new')
      this.#comments.giveUp()
      this.#comments.editor?.focus()
    },
    reply: (threadId, written) => {
      if (this.#comments.reply(threadId, written)) this.#forget(threadId)
    },
    rewrite: (threadId, messageId, written) => this.#comments.rewrite(threadId, messageId, written),
    remove: (threadId, messageId) => {
      const undo = this.#comments.remove(threadId, messageId)
      if (undo === null) return
      const term = this.#localize.term.bind(this.#localize)
      const run = () => {
        undo()
        if (threadId === null) this.show('chat')
        else this.#look(threadId, false)
        this.focus()
      }
      this.#notices.show(
        {
          text: term(threadId === null ? 'comments.said-deleted' : 'comments.deleted'),
          action: { label: term('comments.undo'), run },
        },
        { focus: true },
      )
    },
    resolve: (threadId, resolved) => {
      this.#comments.resolve(threadId, resolved)
      if (resolved) this.#comments.look(null)
      this.focus()
    },
    say: (written) => {
      if (this.#comments.say(written)) this.#forget('chat')
    },
    keepDraft: (key, text) => {
      if (text === '') this.#drafts.delete(key)
      else this.#drafts.set(key, text)
      this.requestUpdate()
    },
  }

  #forget(key: string): void {
    this.#drafts.delete(key)
    this.requestUpdate()
  }

  readonly #close = (): void => {
    this.open = false
    this.#comments.look(null)
    this.dispatchEvent(new CustomEvent('encke-comments-close', { bubbles: true, composed: true }))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key } = event
    const isTab = event.target instanceof HTMLElement && event.target.role === 'tab'
    if (key === 'Escape' && !event.isComposing) this.#close()
    else if (isTab && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      event.preventDefault()
      this.show(this.room === 'chat' ? 'comments' : 'chat')
      void this.updateComplete.then(() => this.focus())
    }
  }

  /** Who writes a comment is here, as who writes in the text is. */
  readonly #onSign = (): void => {
    this.#comments.editor?.dispatchEvent(new Event(ACTIVITY))
  }

  readonly #onVisibility = (): void => {
    if (!document.hidden) this.#comments.refresh()
    this.#comments.roomChanged()
    this.#tick()
  }

  /** Times are told anew each minute, while somebody can see them. */
  #tick(): void {
    this.#stopMinutes?.()
    if (!this.open || document.hidden) return
    this.#stopMinutes = systemClock.after(MINUTE_MS, () => {
      this.now = Date.now()
      this.#tick()
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comments': EnckeComments
  }
  interface GlobalEventHandlersEventMap {
    'encke-comments-change': CustomEvent<CommentCounts>
    'encke-comments-close': CustomEvent<null>
  }
}
