import { html, LitElement, type TemplateResult } from 'lit'
import type { TransportName } from '../../protocol/transport-name.ts'
import { controls } from '../elements/controls.styles.ts'
import { LocalizeController } from '../elements/localize.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { noStats, type SessionStats, type TransportEvent } from '../socket/session-stats.ts'
import { pageStyles } from './page.styles.ts'
import { styles } from './session-history.styles.ts'
import { StatusLocalizeController, type StatusPhrases } from './status-localize.ts'

/** Reasons that have words of their own; others are shown as the browser or the server gave them. */
const reasons: Readonly<Record<string, keyof StatusPhrases & `reason.${string}`>> = {
  'no proof in time': 'reason.no-proof',
  silence: 'reason.silence',
  'a better one works': 'reason.better',
  replaced: 'reason.replaced',
  stopped: 'reason.stopped',
  'unknown-session': 'reason.forgotten',
  'something on the way holds the stream back': 'reason.held-back',
}

/** How the session that this browser has with the server has fared: the numbers, and what happened, newest first. */
export class SessionHistory extends LitElement {
  static override styles = [tokens, controls, pageStyles, styles]
  static override properties = { stats: { attribute: false } }

  declare stats: SessionStats

  readonly #localize = new StatusLocalizeController(this)
  readonly #names = new LocalizeController(this)

  constructor() {
    super()
    this.stats = noStats
  }

  protected override render(): TemplateResult {
    const { history } = this.stats
    const term = this.#localize.term.bind(this.#localize)
    if (history.length === 0) return html`<p>${term('session.none')}</p>`
    return html`
      <dl>${this.#rows().map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <h3>${term('session.history')}</h3>
      <ol>${outcomes(history)
        .toReversed()
        .map((event) => this.#renderEvent(event))}</ol>
    `
  }

  #rows(): [string, string][] {
    const { transport, rttMs, reconnects, retransmittedFrames, bufferedBytes, canaryGapMs, memory, traffic } =
      this.stats
    const l = this.#localize
    const rows: [string, string][] = [
      [l.term('session.now'), transport ? this.#name(transport) : l.term('session.no-transport')],
    ]
    if (rttMs.newest !== null && rttMs.p50 !== null) {
      const [newest, middle] = [l.duration(rttMs.newest), l.duration(rttMs.p50)]
      rows.push([l.term('session.round-trip'), l.term('session.newest', newest, middle)])
    }
    rows.push([l.term('session.reconnects'), l.term('session.times', reconnects)])
    if (retransmittedFrames > 0) rows.push([l.term('session.resent'), l.term('session.frames', retransmittedFrames)])
    if (bufferedBytes > 0) rows.push([l.term('session.buffered'), l.bytes(bufferedBytes)])
    for (const [name, until] of [
      ['websocket', memory.webSocketBannedUntil],
      ['sse', memory.sseBannedUntil],
    ] as const) {
      if (until !== null) rows.push([l.term('session.banned', this.#name(name)), this.#time(until, 'short')])
    }
    if (memory.keepAliveMs !== null) rows.push([l.term('session.keep-alive'), l.duration(memory.keepAliveMs)])
    if (memory.holdMs !== null) rows.push([l.term('session.hold'), l.duration(memory.holdMs)])
    if (memory.batchBytes !== null) rows.push([l.term('session.batch'), l.bytes(memory.batchBytes)])
    if (canaryGapMs.length > 0) {
      rows.push([l.term('session.canaries'), canaryGapMs.map((gap) => l.duration(gap)).join(', ')])
    }
    for (const [name, { bytesIn, bytesOut }] of Object.entries(traffic)) {
      const both = l.term('session.both-ways', l.bytes(bytesIn), l.bytes(bytesOut))
      rows.push([l.term('session.traffic', this.#name(name as TransportName)), both])
    }
    return rows
  }

  #renderEvent(event: TransportEvent): TemplateResult {
    return html`
      <li class=${event.event}>
        <time datetime=${new Date(event.at).toISOString()}>${this.#time(event.at, 'medium')}</time>
        <span><b>${this.#name(event.transport)}</b> ${this.#what(event)}</span>
      </li>
    `
  }

  #what({ event, durationMs, reason }: TransportEvent): string {
    const after = this.#localize.duration(durationMs)
    switch (event) {
      case 'tried':
        return this.#localize.term('session.tried')
      case 'proven':
        return this.#localize.term('session.proven', after)
      case 'dropped':
        return this.#localize.term('session.dropped', after, this.#reason(reason ?? ''))
      default:
        return event satisfies never
    }
  }

  #reason(reason: string): string {
    const known = reasons[reason]
    return known ? this.#localize.term(known) : reason
  }

  #name(transport: TransportName): string {
    return this.#names.term(`transport.${transport}`)
  }

  #time(at: number, timeStyle: 'short' | 'medium'): string {
    return this.#localize.date(new Date(at), { timeStyle })
  }
}

/** What became of each transport; that it was tried is told only while nothing has. */
function outcomes(history: readonly TransportEvent[]): TransportEvent[] {
  const startOf = ({ transport, at, durationMs }: TransportEvent): string => `${transport} ${at - durationMs}`
  const told = new Set(history.filter(({ event }) => event !== 'tried').map(startOf))
  return history.filter((event) => event.event !== 'tried' || !told.has(startOf(event)))
}

declare global {
  interface HTMLElementTagNameMap {
    'session-history': SessionHistory
  }
}
