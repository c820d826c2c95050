import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { ChevronDown, Eye, WifiOff } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { CompanyLocalizeController, companyPhrasesIn } from '../company/company-localize.ts'
import { peopleMenuStyles } from '../company/people-menu.styles.ts'
import { isFollowing, renderPeopleMenu } from '../company/people-menu.ts'
import { caretsPreference } from '../presence/preference.ts'
import { controls } from './controls.styles.ts'
import { EditorLink, type EditorPort, type Face } from './editor-port.ts'
import { styles } from './encke-presence.styles.ts'
import { arrange, initials } from './face.ts'
import { icon } from './icon.ts'
import { placePopover } from './popover-place.ts'
import { PresenceFeed } from './presence-feed.ts'
import { personColor, tokens } from './tokens.styles.ts'

const linesEveryMs = 1_000

/**
 * The faces of those who are in a document: beside an editor (`for`), or anywhere else without opening the document
 * (`document`, `server`), or of people that the page itself knows (`users`).
 *
 * A face says by its shape what its person does: a ring while typing, with three moving dots unless it is the reader's
 * own; full when here, pale when idle, hollow when away, with a cut line while reconnecting; its name says it in words.
 * With an editor each face is a button that jumps to that person, with Shift it follows them; a list of everybody says
 * where each is, and has a switch for their carets.
 *
 * @element encke-presence
 * @attr for - The id of an `<encke-editor>` in the same tree.
 * @attr document - The id of a document whose people are shown without an editor.
 * @attr server - The origin of its server; empty for the page's own.
 * @attr {number} max - How many faces are shown before the rest go behind one button; 5 by default.
 * @attr {boolean} edit-self - The own face is a button that fires `encke-presence-self`.
 * @attr {'auto'|'light'|'dark'} theme - The colour scheme; the page's own when it is missing.
 * @prop {readonly Face[]} users - Who is shown; set by `for` and by `document`, else by the page.
 * @fires {CustomEvent<{ user: Face }>} encke-presence-select - A face was chosen. Cancel it to jump nowhere.
 * @fires {CustomEvent<{ user: Face }>} encke-presence-self - The own face was chosen, with `edit-self`.
 * @csspart base - The list of faces.
 * @csspart face - One face; `more` - the button for the rest; `menu` - the list of everybody.
 * @cssprop [--encke-face-size=26px] - Diameter of a face.
 */
export class EnckePresence extends LitElement {
  static override styles = [tokens, controls, styles, peopleMenuStyles]
  static override properties = {
    for: { type: String },
    document: { type: String },
    server: { type: String },
    max: { type: Number },
    editSelf: { type: Boolean, attribute: 'edit-self' },
    users: { attribute: false },
    open: { state: true },
    connected: { state: true },
    followed: { state: true },
  }

  declare for: string
  declare document: string
  declare server: string
  declare max: number
  declare editSelf: boolean
  declare users: readonly Face[]
  /** The list of everybody is on the screen. */
  declare protected open: boolean
  /** The editor has a connection, or never had one. */
  declare protected connected: boolean
  /** The id of the person whom the reader follows. */
  declare protected followed: string | null

  readonly #localize = new CompanyLocalizeController(this)
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-presence', 'encke-status', 'encke-follow'],
    onChange: (editor) => this.#look(editor),
  })
  readonly #carets = caretsPreference()
  #feed: PresenceFeed | null = null
  #stopCarets: (() => void) | null = null
  #stopLines: (() => void) | null = null

  constructor() {
    super()
    this.for = ''
    this.document = ''
    this.server = ''
    this.max = 5
    this.editSelf = false
    this.users = []
    this.open = false
    this.connected = true
    this.followed = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stopCarets = this.#carets.watch(() => this.requestUpdate())
    if (this.hasUpdated) this.#openFeed()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#feed?.close()
    this.#feed = null
    this.#stopCarets?.()
    this.#stopLines?.()
    this.#stopLines = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('document') || changed.has('server')) this.#openFeed()
  }

  protected override render(): TemplateResult {
    const { shown, rest } = arrange(this.users, this.max)
    const hasMenu = rest.length > 0 || (this.for !== '' && this.users.length > 1)
    return html`
      <ul part="base" class="stack" role="list" aria-label=${this.#localize.term('presence.label')}>
        ${repeat(
          shown,
          ({ id }) => id,
          (person) => html`<li>${this.#renderFace(person)}</li>`,
        )}
        ${hasMenu ? html`<li>${this.#renderMore(rest.length)}</li>` : nothing}
      </ul>
      ${hasMenu ? this.#renderEverybody() : nothing}
    `
  }

  #renderFace(person: Face): TemplateResult {
    const label = this.#label(person)
    const content = html`
      <span class="disc" data-initials=${initials(this.#name(person))}>
        ${person.activity === 'typing' && !person.self ? html`<span class="dots"><i></i><i></i><i></i></span>` : nothing}
        ${person.activity === 'reconnecting' ? html`<span class="badge">${icon(WifiOff)}</span>` : nothing}
        ${person.self && this.#followers > 0 ? html`<span class="badge">${icon(Eye)}</span>` : nothing}
      </span>
    `
    const style = `--_person: ${personColor(person.color)}`
    const isLost = person.stale || (person.self && !this.connected)
    const classes = `face ${person.activity} ${isLost ? 'stale' : ''} ${this.#isFollowed(person) ? 'followed' : ''}`
    const title = person.self ? label : `${label} · ${this.#localize.term('people.follow-hint')}`
    // The style goes in as a property: a strict Content-Security-Policy refuses style attributes, but not the CSSOM.
    return this.#isButton(person)
      ? html`<button part="face" class=${classes} .style=${style} title=${title} aria-label=${label}
          @click=${(event: MouseEvent) => this.#choose(person, event)}>${content}</button>`
      : html`<span part="face" class=${classes} .style=${style} title=${label} role="img"
          aria-label=${label}>${content}</span>`
  }

  /** Also when everybody fits: here one follows, and says whether carets are shown. */
  #renderMore(count: number): TemplateResult {
    const label = count > 0 ? this.#localize.term('presence.more', count) : this.#localize.term('people.show')
    return html`<button part="more" class="more ${count > 0 ? '' : 'all'}" popovertarget="everybody" title=${label}
      aria-label=${label}>${count > 0 ? `+${count}` : icon(ChevronDown)}</button>`
  }

  #renderEverybody(): TemplateResult {
    const editor = this.for ? this.#link.editor : null
    const menu = this.open
      ? renderPeopleMenu({
          people: this.users,
          phrases: companyPhrasesIn(this.#localize.lang()),
          editor,
          canEditSelf: this.editSelf,
          carets: editor?.cursors === null ? this.#carets.value === 'on' : null,
          onSelect: (person) => this.#select(person),
          onFollow: (person) => this.#follow(person),
          onCarets: (shown) => this.#carets.choose(shown ? 'on' : 'off'),
        })
      : nothing
    return html`<div id="everybody" part="menu" popover @beforetoggle=${this.#place}>${menu}</div>`
  }

  #name({ name }: Face): string {
    return name || this.#localize.term('presence.anonymous')
  }

  #label(person: Face): string {
    const name = this.#name(person)
    const said = this.#localize.term(`activity.${person.activity}`)
    const activity = person.stale ? `${said}, ${this.#localize.term('people.stale')}` : said
    if (person.self && this.editSelf) {
      const more = [
        this.#followers > 0 ? this.#localize.term('people.followers', this.#followers) : '',
        this.connected ? '' : this.#localize.term('people.reconnecting'),
      ].filter(Boolean)
      return more.length === 0
        ? this.#localize.term('presence.edit-self', name)
        : this.#localize.term('people.you-with', name, more.join(', '))
    }
    if (person.self) return this.#localize.term('presence.self', name, activity)
    return this.#localize.term(this.for ? 'presence.jump' : 'presence.person', name, activity)
  }

  #isButton(person: Face): boolean {
    return person.self ? this.editSelf : this.for !== ''
  }

  #look(editor: EditorPort): void {
    this.users = editor.users
    const { state, epoch } = editor.connection
    this.connected = state === 'connected' || epoch === null
    this.followed = editor.follow
  }

  /** How many follow the reader. */
  get #followers(): number {
    const { users } = this
    return users.filter((person) => isFollowing(person, { users })).length
  }

  #isFollowed({ id }: Face): boolean {
    return this.for !== '' && this.followed === id
  }

  #choose(person: Face, event: MouseEvent): void {
    if (event.shiftKey && !person.self) this.#follow(person)
    else this.#select(person)
  }

  /** Follows somebody, or ends it. */
  #follow(person: Face): void {
    this.renderRoot.querySelector<HTMLElement>('#everybody')?.hidePopover()
    this.#link.editor?.followUser(this.#isFollowed(person) ? null : person.id)
  }

  #select(user: Face): void {
    this.renderRoot.querySelector<HTMLElement>('#everybody')?.hidePopover()
    const type = user.self ? 'encke-presence-self' : 'encke-presence-select'
    const event = new CustomEvent(type, { detail: { user }, bubbles: true, composed: true, cancelable: true })
    if (this.dispatchEvent(event) && !user.self) this.#link.editor?.revealUser(user.id)
  }

  readonly #place = (event: ToggleEvent): void => {
    const button = this.renderRoot.querySelector<HTMLElement>('.more')
    if (!button) return
    button.setAttribute('aria-expanded', String(event.newState === 'open'))
    this.open = event.newState === 'open'
    this.#stopLines?.()
    this.#stopLines = this.open ? this.#watchLines() : null
    if (this.open) placePopover(event.currentTarget as HTMLElement, button)
  }

  /** A caret that moves is no news of its person: the lines in the list are read anew while somebody looks at it. */
  #watchLines(): () => void {
    return systemClock.after(linesEveryMs, () => {
      this.#stopLines = this.#watchLines()
      this.requestUpdate()
    })
  }

  #openFeed(): void {
    this.#feed?.close()
    this.#feed = null
    const id = this.document
    if (!id || this.for) return
    this.#feed = new PresenceFeed({
      server: this.server,
      documents: [id],
      clock: systemClock,
      onChange: (people) => {
        this.users = people.get(id) ?? []
      },
    })
    this.#feed.open()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-presence': EnckePresence
  }
  interface HTMLElementEventMap {
    'encke-presence-select': CustomEvent<{ user: Face }>
    'encke-presence-self': CustomEvent<{ user: Face }>
  }
}
