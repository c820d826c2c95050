import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { placePopover } from '../elements/popover-place.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { styles } from './action-menu.styles.ts'
import { keyCaps } from './key-caps.ts'

/** One thing that can be done. */
export interface MenuItem {
  label: string
  icon: string
  /** Called when it is chosen; the menu is closed by then. A link needs none. */
  run?: () => void
  /** Where a link leads. */
  href?: string
  /** As CodeMirror writes keys: shown beside it. */
  key?: string
  isDangerous?: boolean
  /** A line above it. */
  begins?: boolean
}

/**
 * A menu that buttons share: `menu.toggle(button, items)`. By arrows, first letters, Home and End, as menus go; Escape,
 * Tab and anything outside close it, and the focus is on the button again.
 */
export class ActionMenu extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    items: { state: true },
    label: { state: true },
  }

  declare protected items: readonly MenuItem[]
  declare protected label: string
  #button: HTMLElement | null = null

  constructor() {
    super()
    this.items = []
    this.label = ''
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.close()
  }

  /** Opens it at a button, or closes it if it is open there. */
  toggle(button: HTMLElement, items: readonly MenuItem[]): void {
    const wasHere = this.#button === button
    this.close()
    if (!wasHere) void this.#open(button, items)
  }

  /** Idempotent. */
  close({ restoreFocus = false } = {}): void {
    const button = this.#button
    if (!button) return
    this.#button = null
    window.removeEventListener('pointerdown', this.#onPointer, true)
    button.setAttribute('aria-expanded', 'false')
    this.#popover?.hidePopover()
    if (restoreFocus) button.focus()
  }

  protected override render(): TemplateResult {
    return html`
      <div popover="manual" role="menu" aria-label=${this.label} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
        ${this.items.map((item) => html`${item.begins ? html`<hr />` : nothing}${this.#renderItem(item)}`)}
      </div>
    `
  }

  #renderItem(item: MenuItem): TemplateResult {
    const content = html`${icon(item.icon)}${item.label}${
      item.key ? html`<span class="keys" aria-hidden="true">${keyCaps(item.key).join(' ')}</span>` : nothing
    }`
    return item.href
      ? html`<a class="item" role="menuitem" tabindex="-1" href=${item.href}>${content}</a>`
      : html`<button class="item ${item.isDangerous ? 'danger' : ''}" role="menuitem" tabindex="-1"
          @click=${() => this.#choose(item)}>${content}</button>`
  }

  get #popover(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')
  }

  get #stops(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item')]
  }

  async #open(button: HTMLElement, items: readonly MenuItem[]): Promise<void> {
    this.#button = button
    this.items = items
    this.label = button.getAttribute('aria-label') ?? button.textContent?.trim() ?? ''
    await this.updateComplete
    const popover = this.#popover
    if (this.#button !== button || !popover) return
    // By hand: an automatic popover is closed by the press on its own button, which the click would then open again.
    window.addEventListener('pointerdown', this.#onPointer, true)
    button.setAttribute('aria-expanded', 'true')
    popover.showPopover()
    placePopover(popover, button)
    this.#stops[0]?.focus({ preventScroll: true })
  }

  #choose({ run }: MenuItem): void {
    this.close({ restoreFocus: true })
    run?.()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const stops = this.#stops
    const index = stops.indexOf(event.composedPath()[0] as HTMLElement)
    const next = nextStop(event, stops, index)
    if (next) next.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') this.close({ restoreFocus: true })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && this.renderRoot.contains(event.relatedTarget)) return
    // Not when the window itself loses the focus: then it comes back to where it was.
    if (document.hasFocus()) this.close()
  }

  readonly #onPointer = (event: PointerEvent): void => {
    const path = event.composedPath()
    if (!path.includes(this) && !(this.#button && path.includes(this.#button))) this.close()
  }
}

function nextStop(event: KeyboardEvent, stops: HTMLElement[], index: number): HTMLElement | undefined {
  const { key } = event
  if (key === 'ArrowDown') return stops[(index + 1) % stops.length]
  if (key === 'ArrowUp') return stops.at(index - 1)
  if (key === 'Home') return stops[0]
  if (key === 'End') return stops.at(-1)
  if (key.length !== 1 || key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return undefined
  const letter = key.toLocaleLowerCase()
  const rest = [...stops.slice(index + 1), ...stops.slice(0, index + 1)]
  return rest.find((stop) => stop.textContent?.trim().toLocaleLowerCase().startsWith(letter))
}

declare global {
  interface HTMLElementTagNameMap {
    'action-menu': ActionMenu
  }
}
