import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { Check, CircleAlert, CircleDashed, CloudOff, RefreshCw, TriangleAlert } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import type { ConnectionState } from '../provider/connection-state.ts'
import { controls } from './controls.styles.ts'
import { EditorLink } from './editor-port.ts'
import { styles } from './encke-status.styles.ts'
import { icon } from './icon.ts'
import { LocalizeController } from './localize.ts'
import type { Phrases } from './phrases/phrases.ts'
import { placePopover } from './popover-place.ts'
import { serverAddress } from './server-address.ts'
import { type Chip, isWorthSaying, StatusModel } from './status-model.ts'
import { tokens } from './tokens.styles.ts'

const icons: Record<Chip['kind'], string> = {
  connecting: CircleDashed,
  saved: Check,
  saving: CircleDashed,
  unsafe: CircleAlert,
  offline: CloudOff,
  reconnecting: RefreshCw,
  closed: TriangleAlert,
}

const reasons: Partial<Record<number, keyof Phrases & `error.${string}`>> = {
  [CloseCode.Malformed]: 'error.malformed',
  [CloseCode.Unauthenticated]: 'error.unauthenticated',
  [CloseCode.Forbidden]: 'error.forbidden',
  [CloseCode.NoSuchDocument]: 'error.no-such-document',
  [CloseCode.AnotherHistory]: 'error.another-history',
  [CloseCode.TooLarge]: 'error.too-large',
  [CloseCode.OverTheLimit]: 'error.over-the-limit',
}

/**
 * Says in words whether the text of an editor is safe: Saved, Saving…, 3 edits not yet safe, Offline, Reconnecting in
 * 4 s with a button to try now. A click shows the transport, the round trip and when the last edit was saved.
 * Reads out only what matters: lost, back, edits that wait, the end.
 *
 * @element encke-status
 * @attr for - The id of an `<encke-editor>` in the same tree.
 * @attr {'auto'|'light'|'dark'} theme - The colour scheme; the page's own when it is missing.
 * @prop {Chip} chip - What it says now, read-only.
 * @csspart base - The whole line; `chip` - the button with the words, `text`; `retry` - Try now; `details` - the popover,
 *   `doctor` - the link in it to the server's page that checks the connection.
 * @cssstate connecting, saved, saving, unsafe, offline, reconnecting, closed - The kind of `chip`.
 */
export class EnckeStatus extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    for: { type: String },
    announcement: { state: true },
  }

  declare for: string
  declare protected announcement: string
  #connection: ConnectionState | null = null
  /** The details are on the screen. */
  #isOpen = false

  readonly #localize = new LocalizeController(this)
  readonly #internals = this.attachInternals()
  readonly #model = new StatusModel({
    clock: systemClock,
    onChange: (chip, previous) => this.#take(chip, previous),
  })
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-status'],
    onChange: ({ connection }) => {
      // Before it is upgraded the editor has none.
      if (!connection) return
      const previous = this.#connection
      this.#connection = connection
      this.#model.take(connection)
      if (this.#isOpen || isSeen(connection, previous)) this.requestUpdate()
    },
  })

  constructor() {
    super()
    this.for = ''
    this.announcement = ''
    this.#internals.states.add(this.#model.chip.kind)
  }

  get chip(): Chip {
    return this.#model.chip
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#model.close()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
  }

  protected override render(): TemplateResult {
    const { chip } = this
    return html`
      <div part="base" class="base">
        <button part="chip" class="chip ${chip.kind}" popovertarget="details" title=${this.#transport() ?? nothing}>
          ${icon(icons[chip.kind])}<span part="text" class="text">${this.#words(chip)}</span>
        </button>
        ${
          chip.kind === 'reconnecting' || chip.kind === 'offline'
            ? html`<button part="retry" class="retry" @click=${this.#retry}>${this.#localize.term('status.try-now')}</button>`
            : nothing
        }
      </div>
      <span role="status" class="visually-hidden">${this.announcement}</span>
      ${this.#renderDetails(chip)}
    `
  }

  #renderDetails(chip: Chip): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div id="details" part="details" class="details" popover role="dialog" aria-label=${term('status.details')}
        @beforetoggle=${this.#place}>
        ${chip.kind === 'closed' ? html`<p class="explanation">${this.#reason(chip.code)}</p>` : nothing}
        <dl>${this.#isOpen ? this.#details().map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`) : nothing}</dl>
        <a part="doctor" class="doctor" href=${`${serverAddress(this.#link.editor?.server ?? null)}/status`}
          target="_blank" rel="noopener">${term('status.check')}</a>
      </div>
    `
  }

  /** Names and values. Dates and numbers take their time to be written, and this is asked at every key: not while closed. */
  #details(): [string, string][] {
    const connection = this.#connection
    const term = this.#localize.term.bind(this.#localize)
    return [
      [term('status.transport'), this.#transport() ?? term('status.none')],
      ...(connection?.rttMs == null
        ? []
        : [
            [term('status.round-trip'), term('status.milliseconds', this.#milliseconds(connection.rttMs))] as [
              string,
              string,
            ],
          ]),
      ...(connection?.lastSavedAt == null
        ? []
        : [[term('status.last-saved'), this.#time(connection.lastSavedAt)] as [string, string]]),
      [
        term('status.waiting'),
        connection?.unsentEdits ? term('status.edits', connection.unsentEdits) : term('status.none'),
      ],
      ...(connection?.role === 'viewer' ? [[term('status.role'), term('status.role-viewer')] as [string, string]] : []),
    ]
  }

  #take(chip: Chip, previous: Chip): void {
    this.#internals.states.delete(previous.kind)
    this.#internals.states.add(chip.kind)
    if (isWorthSaying(chip, previous)) this.announcement = this.#spoken(chip, previous)
    this.requestUpdate()
  }

  #words(chip: Chip): string {
    const term = this.#localize.term.bind(this.#localize)
    switch (chip.kind) {
      case 'connecting': {
        // Those that an earlier page left, before the server is there to take them.
        const edits = this.#connection?.unsentEdits ?? 0
        const words = term('status.connecting')
        return edits > 0 ? `${term('status.unsent', edits)} · ${words}` : words
      }
      case 'saved':
        return term(this.#connection?.role === 'viewer' ? 'status.role-viewer' : 'status.saved')
      case 'saving':
        return term('status.saving')
      case 'unsafe':
        return term('status.unsent', chip.edits)
      case 'offline':
        return term(this.#connection?.keepsEdits ? 'status.offline-kept' : 'status.offline-edits')
      case 'reconnecting': {
        const words = chip.seconds === null ? term('status.reconnecting') : term('status.reconnecting-in', chip.seconds)
        return chip.edits > 0 ? `${term('status.unsent', chip.edits)} · ${words}` : words
      }
      case 'closed':
        return term('status.closed')
      default:
        return chip satisfies never
    }
  }

  /** As read out: without the countdown, and with the reason of an end. */
  #spoken(chip: Chip, previous: Chip): string {
    switch (chip.kind) {
      case 'saved':
      case 'saving':
        return previous.kind === 'unsafe' ? this.#words(chip) : this.#localize.term('status.back')
      case 'reconnecting':
        return this.#words({ ...chip, seconds: null })
      case 'closed':
        return this.#reason(chip.code)
      default:
        return this.#words(chip)
    }
  }

  #reason(code: number): string {
    return this.#localize.term(reasons[code] ?? 'error.unknown')
  }

  #transport(): string | null {
    const transport = this.#connection?.transport
    return transport ? this.#localize.term(`transport.${transport}`) : null
  }

  #milliseconds(rttMs: number): string {
    return this.#localize.number(rttMs, { maximumFractionDigits: rttMs < 10 ? 1 : 0 })
  }

  #time(at: number): string {
    return this.#localize.date(new Date(at), { timeStyle: 'medium' })
  }

  readonly #retry = (): void => this.#link.editor?.provider?.retryNow()

  readonly #place = (event: ToggleEvent): void => {
    const chip = this.renderRoot.querySelector<HTMLElement>('.chip')
    if (!chip) return
    chip.setAttribute('aria-expanded', String(event.newState === 'open'))
    this.#isOpen = event.newState === 'open'
    this.requestUpdate()
    if (!this.#isOpen) return
    // Its place depends on its size.
    this.performUpdate()
    placePopover(event.currentTarget as HTMLElement, chip)
  }
}

/** Whether a change of the connection shows, apart from the chip. With a connection the count of edits, which changes with every key, does not. */
function isSeen(next: ConnectionState, previous: ConnectionState | null): boolean {
  return (
    next.state !== 'connected' ||
    next.transport !== previous?.transport ||
    next.role !== previous.role ||
    next.keepsEdits !== previous.keepsEdits
  )
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-status': EnckeStatus
  }
}
