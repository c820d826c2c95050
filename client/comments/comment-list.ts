import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { TextRange } from '../editor/anchor.ts'
import { controls } from '../elements/controls.styles.ts'
import { tokens } from '../elements/tokens.styles.ts'
import type { CommentActions } from './comment-actions.ts'
import type { Written } from './comment-field.ts'
import { styles } from './comment-list.styles.ts'
import { roomStyles } from './comment-room.styles.ts'
import type { CommentThread } from './comment-thread.ts'
import type { Beginning, PlacedThread } from './comments-controller.ts'
import { CommentsLocalizeController } from './comments-localize.ts'
import type { Author } from './message.ts'

/** So many threads are listed before more are asked for. */
const LISTED_AT_ONCE = 50

/**
 * The threads of a text in the order of the text, the open ones or the resolved ones, and among them the comment that
 * is being begun.
 *
 * @element encke-comment-list
 */
export class CommentList extends LitElement {
  static override styles = [tokens, controls, roomStyles, styles]
  static override properties = {
    threads: { attribute: false },
    beginning: { attribute: false },
    beginningRange: { attribute: false },
    active: { attribute: false },
    fresh: { attribute: false },
    writable: { type: Boolean },
    self: { attribute: false },
    people: { attribute: false },
    // A map that is changed in place: it is handed on with each update of the host.
    drafts: { attribute: false, hasChanged: () => true },
    now: { attribute: false },
    actions: { attribute: false },
    filter: { state: true },
    limit: { state: true },
  }

  /** In the order of the text. */
  declare threads: readonly PlacedThread[]
  declare beginning: Beginning | null
  declare beginningRange: TextRange | null
  /** The id of the thread that is looked at. */
  declare active: string | null
  /** The ids of the messages that are new to the reader. */
  declare fresh: ReadonlySet<string>
  declare writable: boolean
  /** The id of the reader. */
  declare self: string
  declare people: readonly Author[]
  /** What is being written, by the id of its thread; `new` for the comment that is being begun. */
  declare drafts: ReadonlyMap<string, string>
  declare now: number
  declare actions: CommentActions
  declare protected filter: 'open' | 'resolved'
  /** So many threads are listed. */
  declare protected limit: number

  readonly #localize = new CommentsLocalizeController(this)

  constructor() {
    super()
    this.threads = []
    this.beginning = this.beginningRange = this.active = null
    this.fresh = new Set()
    this.writable = false
    this.self = ''
    this.people = []
    this.drafts = new Map()
    this.now = 0
    this.filter = 'open'
    this.limit = LISTED_AT_ONCE
  }

  /** Moves the focus to the comment that is being begun. */
  async focusBeginning(): Promise<void> {
    await this.updateComplete
    const field = this.renderRoot.querySelector<HTMLElement>('.beginning encke-comment-field')
    field?.scrollIntoView({ block: 'nearest' })
    field?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('beginning') && this.beginning !== null) this.filter = 'open'
    if (!changed.has('active') || this.active === null) return
    const active = this.threads.find(({ thread }) => thread.id === this.active)
    if (active === undefined) return
    this.filter = active.thread.resolved === null ? 'open' : 'resolved'
    const index = this.#listed.indexOf(active)
    if (index >= this.limit) this.limit = index + LISTED_AT_ONCE
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const listed = this.#listed
    const rest = listed.length - this.limit
    return html`
      ${this.#renderFilter()}
      <div class="threads" @keydown=${this.#onKey}>
        ${this.#renderThreads(listed.slice(0, this.limit))}
        ${listed.length === 0 && this.beginning === null ? this.#renderEmpty() : nothing}
        ${
          rest > 0
            ? html`<button class="rest" @click=${this.#more}>${term('comments.more', Math.min(LISTED_AT_ONCE, rest))}</button>`
            : nothing
        }
      </div>
      ${this.writable || this.threads.length === 0 ? nothing : html`<p class="viewer">${term('comments.viewer')}</p>`}
    `
  }

  #renderFilter(): TemplateResult | typeof nothing {
    const resolved = this.threads.filter(({ thread }) => thread.resolved !== null).length
    if (resolved === 0 && this.filter === 'open') return nothing
    const term = this.#localize.term.bind(this.#localize)
    const choice = (filter: 'open' | 'resolved', count: number) => html`
      <button aria-pressed=${this.filter === filter ? 'true' : 'false'} @click=${() => this.#choose(filter)}>
        ${term('comments.filter-count', term(`comments.${filter}`), count)}
      </button>
    `
    return html`
      <div class="filter" role="group" aria-label=${term('comments.filter')}>
        ${choice('open', this.threads.length - resolved)}${choice('resolved', resolved)}
      </div>
    `
  }

  #renderThreads(shown: readonly PlacedThread[]): TemplateResult {
    const { beginning, beginningRange } = this
    const after = shown.findIndex(({ range }) => range === null || range.from > (beginningRange?.from ?? 0))
    const index = after < 0 ? shown.length : after
    const entries = beginning === null ? shown : [...shown.slice(0, index), null, ...shown.slice(index)]
    return html`${repeat(
      entries,
      (entry) => entry?.thread.id ?? '',
      (entry) => (entry === null ? this.#renderBeginning() : this.#renderThread(entry)),
    )}`
  }

  #renderThread({ thread, range }: PlacedThread): TemplateResult {
    return html`
      <encke-comment-thread .thread=${thread} ?active=${thread.id === this.active} ?writable=${this.writable}
        ?text-deleted=${range === null || range.from === range.to} .self=${this.self} .people=${this.people}
        .fresh=${this.fresh} .draft=${this.drafts.get(thread.id) ?? ''} .now=${this.now}
        .actions=${this.actions}></encke-comment-thread>
    `
  }

  #renderBeginning(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="beginning">
        <p class="quote"><bdi>${this.beginning?.quote}</bdi></p>
        <encke-comment-field cancellable label=${term('comments.new')} placeholder=${term('comments.write')}
          send=${term('comments.add')} .value=${this.drafts.get('new') ?? ''} .people=${this.people}
          @encke-field-write=${({ detail }: CustomEvent<string>) => this.actions.keepDraft('new', detail)}
          @encke-field-send=${({ detail }: CustomEvent<Written>) => this.actions.begin(detail)}
          @encke-field-cancel=${() => this.actions.giveUp()}></encke-comment-field>
      </div>
    `
  }

  #renderEmpty(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    if (this.threads.length > 0) {
      return html`<div class="empty"><p>${term(this.filter === 'open' ? 'comments.none-open' : 'comments.none-resolved')}</p></div>`
    }
    return html`
      <div class="empty">
        <p>${term('comments.empty')}</p>
        <p class="why">${term(this.writable ? 'comments.empty-explained' : 'comments.empty-viewer')}</p>
      </div>
    `
  }

  get #listed(): readonly PlacedThread[] {
    return this.threads.filter(({ thread }) => (thread.resolved === null) === (this.filter === 'open'))
  }

  #choose(filter: 'open' | 'resolved'): void {
    this.filter = filter
    this.limit = LISTED_AT_ONCE
  }

  /** From thread to thread; all that is in one is a matter of Tab. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const [pressed] = event.composedPath()
    if (!(pressed instanceof HTMLElement) || !pressed.matches('button.quote')) return
    const threads = [...this.renderRoot.querySelectorAll('encke-comment-thread')]
    const at = threads.indexOf(event.target as CommentThread)
    const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: threads.length - 1 }
    const thread = threads[next[event.key] ?? -1]
    if (thread === undefined) return
    event.preventDefault()
    thread.focus()
  }

  readonly #more = (): void => {
    this.limit += LISTED_AT_ONCE
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-comment-list': CommentList
  }
}
