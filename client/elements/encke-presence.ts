import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from './controls.styles.ts'
import { EditorLink, type Face } from './editor-port.ts'
import { styles } from './encke-presence.styles.ts'
import { arrange, initials } from './face.ts'
import { LocalizeController } from './localize.ts'
import { placePopover } from './popover-place.ts'
import { PresenceFeed } from './presence-feed.ts'
import { personColor, tokens } from './tokens.styles.ts'

/**
 * The faces of those who are in a document: beside an editor (`for`), or anywhere else without opening the document
 * (`document`, `server`), or of people that the page itself knows (`users`).
 *
 * A face says by its shape what its person does: a ring and three dots while typing, full when here, pale when idle,
 * hollow when away; its name says it in words. With an editor each face is a button that jumps to that person.
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
  static override styles = [tokens, controls, styles]
  static override properties = {
    for: { type: String },
    document: { type: String },
    server: { type: String },
    max: { type: Number },
    editSelf: { type: Boolean, attribute: 'edit-self' },
    users: { attribute: false },
  }

  declare for: string
  declare document: string
  declare server: string
  declare max: number
  declare editSelf: boolean
  declare users: readonly Face[]

  readonly #localize = new LocalizeController(this)
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-presence'],
    onChange: (editor) => {
      this.users = editor.users
    },
  })
  #feed: PresenceFeed | null = null

  constructor() {
    super()
    this.for = ''
    this.document = ''
    this.server = ''
    this.max = 5
    this.editSelf = false
    this.users = []
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#openFeed()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#feed?.close()
    this.#feed = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('document') || changed.has('server')) this.#openFeed()
  }

  protected override render(): TemplateResult {
    const { shown, rest } = arrange(this.users, this.max)
    return html`
      <ul part="base" class="stack" role="list" aria-label=${this.#localize.term('presence.label')}>
        ${repeat(
          shown,
          ({ id }) => id,
          (person) => html`<li>${this.#renderFace(person)}</li>`,
        )}
        ${rest.length > 0 ? html`<li>${this.#renderMore(rest.length)}</li>` : nothing}
      </ul>
      ${rest.length > 0 ? this.#renderEverybody() : nothing}
    `
  }

  #renderFace(person: Face): TemplateResult {
    const label = this.#label(person)
    const content = html`
      <span class="disc" data-initials=${initials(this.#name(person))}>
        ${person.activity === 'typing' ? html`<span class="dots"><i></i><i></i><i></i></span>` : nothing}
      </span>
    `
    const style = `--_person: ${personColor(person.color)}`
    // The style goes in as a property: a strict Content-Security-Policy refuses style attributes, but not the CSSOM.
    return this.#isButton(person)
      ? html`<button part="face" class="face ${person.activity}" .style=${style} title=${label} aria-label=${label}
          @click=${() => this.#select(person)}>${content}</button>`
      : html`<span part="face" class="face ${person.activity}" .style=${style} title=${label} role="img"
          aria-label=${label}>${content}</span>`
  }

  #renderMore(count: number): TemplateResult {
    const label = this.#localize.term('presence.more', count)
    return html`<button part="more" class="more" popovertarget="everybody" title=${label} aria-label=${label}
      >+${count}</button>`
  }

  #renderEverybody(): TemplateResult {
    return html`
      <div id="everybody" part="menu" popover @beforetoggle=${this.#place}>
        <ul class="everybody" role="list" aria-label=${this.#localize.term('presence.everybody')}>
          ${repeat(
            this.users,
            ({ id }) => id,
            (person) => html`<li>${this.#renderRow(person)}</li>`,
          )}
        </ul>
      </div>
    `
  }

  #renderRow(person: Face): TemplateResult {
    const style = `--_person: ${personColor(person.color)}`
    const content = html`
      <span class="disc" data-initials=${initials(this.#name(person))}></span>
      <span class="name">${this.#name(person)}${person.self ? ` (${this.#localize.term('presence.you')})` : ''}</span>
      <span class="state">${this.#localize.term(`activity.${person.activity}`)}</span>
    `
    return this.#isButton(person)
      ? html`<button class="row ${person.activity}" .style=${style} @click=${() => this.#select(person)}>${content}</button>`
      : html`<div class="row ${person.activity}" .style=${style}>${content}</div>`
  }

  #name({ name }: Face): string {
    return name || this.#localize.term('presence.anonymous')
  }

  #label(person: Face): string {
    const name = this.#name(person)
    const activity = this.#localize.term(`activity.${person.activity}`)
    if (person.self && this.editSelf) return this.#localize.term('presence.edit-self', name)
    if (person.self) return this.#localize.term('presence.self', name, activity)
    return this.#localize.term(this.for ? 'presence.jump' : 'presence.person', name, activity)
  }

  #isButton(person: Face): boolean {
    return person.self ? this.editSelf : this.for !== ''
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
    if (event.newState === 'open') placePopover(event.currentTarget as HTMLElement, button)
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
