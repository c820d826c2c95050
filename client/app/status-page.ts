import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { type TransportName, transportNames } from '../../protocol/transport-name.ts'
import { Checkup, type TrialState } from '../doctor/checkup.ts'
import { type Measurement, percentile } from '../doctor/measurement.ts'
import { measurementsOf, reportText } from '../doctor/report.ts'
import { advices, type Diagnosis, diagnose, type Health } from '../doctor/verdict.ts'
import { controls } from '../elements/controls.styles.ts'
import { icon } from '../elements/icon.ts'
import { LocalizeController } from '../elements/localize.ts'
import { tokens } from '../elements/tokens.styles.ts'
import type { SessionHandle } from '../socket/session-handle.ts'
import { SessionPool } from '../socket/session-pool.ts'
import { noStats, type SessionStats } from '../socket/session-stats.ts'
import { columnStyles } from './column.styles.ts'
import { comet } from './comet.ts'
import { diagnosisWords, endingDetail, findingWords } from './finding-words.ts'
import { pageStyles } from './page.styles.ts'
import { PageLocalizeController } from './page-localize.ts'
import { StatusLocalizeController } from './status-localize.ts'
import { styles } from './status-page.styles.ts'

/** How often the session that this browser has already is asked how it fares, in milliseconds. */
const askEveryMs = 2_000

/** What a proxy needs even when nothing is wrong with it. */
const everyAdvice = advices.filter((advice) => advice !== 'route')

const icons: Record<Health, string> = { good: CircleCheck, fair: CircleAlert, bad: CircleX }

/** Round trips take less than the millisecond that the usual clock counts in. */
const fineClock = { ...systemClock, now: () => performance.timeOrigin + performance.now() }

/**
 * The page `/status`, a connection doctor: tries each transport from this browser to the server, says in words what it
 * found and what to write into the proxy's configuration, and shows how the session of this browser has fared so far.
 */
export class StatusPage extends LitElement {
  static override styles = [tokens, controls, pageStyles, columnStyles, styles]
  static override properties = {
    checkup: { state: true },
    stats: { state: true },
  }

  declare protected checkup: Checkup
  declare protected stats: SessionStats

  readonly #localize = new StatusLocalizeController(this)
  readonly #pages = new PageLocalizeController(this)
  readonly #names = new LocalizeController(this)
  readonly #pool = new SessionPool({ shared: true })
  #session: SessionHandle | null = null
  #stopAsking: () => void = () => {}

  constructor() {
    super()
    this.checkup = this.#makeCheckup()
    this.stats = noStats
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('pagehide', this.#onPageHide)
    window.addEventListener('pageshow', this.#onPageShow)
    this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('pagehide', this.#onPageHide)
    window.removeEventListener('pageshow', this.#onPageShow)
    this.#onPageHide()
  }

  protected override updated(): void {
    document.title = `${this.#localize.term('doctor.title')} · Encke`
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const { states } = this.checkup
    const diagnosis = diagnose(measurementsOf(states))
    return html`
      <div class="column">
        <header class="bar"><a class="mark" href="/" title=${this.#pages.term('page.all-documents')}>${comet}Encke</a></header>
        <main>
          <div class="heading">
            <h1>${term('doctor.title')}</h1>
            <copy-button label=${term('doctor.copy-report')} .text=${() => this.#report(diagnosis)}></copy-button>
            <button class="primary" @click=${this.#isRunning ? this.#cancel : this.#runAgain}>
              ${term(this.#isRunning ? 'doctor.cancel' : 'doctor.run-again')}
            </button>
          </div>
          <p class="lead" role="status">${this.#lead(diagnosis)}</p>
          ${this.#renderTrials(diagnosis)}
          ${this.#renderAdvice(diagnosis)}
          <section>
            <h2>${term('session.title')}</h2>
            <session-history .stats=${this.stats}></session-history>
          </section>
        </main>
      </div>
    `
  }

  #renderTrials(diagnosis: Diagnosis): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <div class="trials">
        <div class="columns" aria-hidden="true">
          <span>${term('doctor.transport')}</span>
          <span>${term('doctor.first-byte')}</span>
          <span>${term('doctor.round-trip')}</span>
          <span>${term('doctor.round-trip-95')}</span>
        </div>
        <ul role="list">
          ${transportNames.map((name) => this.#renderTrial(name, this.checkup.states[name], diagnosis))}
        </ul>
      </div>
    `
  }

  #renderTrial(name: TransportName, state: TrialState, { verdicts }: Diagnosis): TemplateResult {
    const verdict = verdicts.find(({ transport }) => transport === name)
    const health = verdict?.health ?? 'none'
    const picture = verdict ? icons[verdict.health] : state.kind === 'running' ? LoaderCircle : CircleDashed
    return html`
      <li class="trial ${health} ${state.kind}">
        ${icon(picture)}
        <div class="what">
          <h2>${this.#names.term(`transport.${name}`)}</h2>
          <span class="visually-hidden">${this.#localize.term(`health.${health}`)}.</span>
          ${
            verdict && state.kind === 'done'
              ? html`<p>${findingWords(this.#localize, verdict, state.measurement)}${this.#renderDetail(state.measurement)}</p>`
              : html`<p>${this.#progress(state)}</p>`
          }
        </div>
        ${state.kind === 'done' ? this.#renderNumbers(state.measurement) : nothing}
      </li>
    `
  }

  #renderDetail({ ending }: Measurement): TemplateResult | typeof nothing {
    const detail = endingDetail(ending)
    return detail === null ? nothing : html` <code>${detail}</code>`
  }

  #renderNumbers({ firstByteMs, roundTripsMs }: Measurement): TemplateResult {
    const numbers: [string, number | null][] = [
      [this.#localize.term('doctor.first-byte'), firstByteMs],
      [this.#localize.term('doctor.round-trip'), percentile(roundTripsMs, 0.5)],
      [this.#localize.term('doctor.round-trip-95'), percentile(roundTripsMs, 0.95)],
    ]
    return html`<dl>
      ${numbers.map(
        ([name, ms]) =>
          html`<div class=${ms === null ? 'unknown' : ''}><dt class="visually-hidden">${name}</dt><dd>${ms === null ? '–' : this.#localize.duration(ms)}</dd></div>`,
      )}
    </dl>`
  }

  #renderAdvice({ advice }: Diagnosis): TemplateResult | typeof nothing {
    if (this.#isRunning) return nothing
    const term = this.#localize.term.bind(this.#localize)
    const via = measurementsOf(this.checkup.states).find((measurement) => measurement.via !== null)?.via ?? null
    if (advice.length > 0) {
      return html`
        <section class="advice">
          <h2>${term('advice.title')}</h2>
          <proxy-advice .advice=${advice} .via=${via}></proxy-advice>
          <p class="muted">${term('advice.network')}</p>
        </section>
      `
    }
    return html`
      <details>
        <summary>${term('advice.all')}</summary>
        <proxy-advice .advice=${everyAdvice} .via=${via}></proxy-advice>
      </details>
    `
  }

  get #isRunning(): boolean {
    return transportNames.some((name) => ['waiting', 'running'].includes(this.checkup.states[name].kind))
  }

  #lead(diagnosis: Diagnosis): string {
    if (this.#isRunning) return this.#localize.term('doctor.running')
    const isCancelled = transportNames.some((name) => this.checkup.states[name].kind === 'cancelled')
    return isCancelled ? this.#localize.term('doctor.cancelled') : diagnosisWords(this.#localize, diagnosis)
  }

  #progress(state: TrialState): string {
    if (state.kind === 'running') return this.#localize.term(`doctor.${state.step}`)
    return this.#localize.term(state.kind === 'waiting' ? 'doctor.waiting' : 'doctor.not-checked')
  }

  #report(diagnosis: Diagnosis): string {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return reportText({
      at: systemClock.now(),
      origin: location.origin,
      userAgent: navigator.userAgent,
      protocol: navigation?.nextHopProtocol ?? '',
      states: this.checkup.states,
      diagnosis,
      stats: this.stats.history.length > 0 ? this.stats : null,
    })
  }

  #makeCheckup(): Checkup {
    return new Checkup({
      baseUrl: location.origin,
      clock: fineClock,
      fetch,
      WebSocket,
      onChange: () => this.requestUpdate(),
    })
  }

  #begin(): void {
    this.#session = this.#pool.session(location.origin)
    void this.#ask()
    this.#runAgain()
  }

  readonly #runAgain = (): void => {
    this.checkup = this.#makeCheckup()
    void this.checkup.run()
  }

  readonly #cancel = (): void => this.checkup.cancel()

  async #ask(): Promise<void> {
    this.#stopAsking()
    const session = this.#session
    if (!session) return
    const stats = await session.getStats()
    // The page may have been left, and come back, in the meantime.
    if (session !== this.#session) return
    this.stats = stats
    this.#stopAsking = systemClock.after(askEveryMs, () => void this.#ask())
  }

  readonly #onPageHide = (): void => {
    this.checkup.cancel()
    this.#stopAsking()
    this.#session = null
    this.#pool.close()
  }

  /** Back by the browser's own memory of the page, which was cancelled as it was left. */
  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#begin()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'status-page': StatusPage
  }
}
