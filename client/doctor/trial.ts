import type { Clock } from '../../protocol/clock.ts'
import type { Ending, Measurement } from './measurement.ts'
import type { ProbeSession } from './probe-session.ts'

/** What a trial is at: it asks for the transport · sends and waits for answers · looks whether the transport stays. */
export type TrialStep = 'opening' | 'measuring' | 'watching'

/** The browser's part in a trial. */
export interface TrialPlatform {
  /** `https://host`, without a slash at the end. */
  baseUrl: string
  clock: Clock
  fetch: typeof fetch
  WebSocket: typeof WebSocket
}

export interface TrialOptions extends TrialPlatform {
  /** Written to while the trial goes on. */
  measurement: Measurement
  session: ProbeSession
  /** The trial is to end now. */
  signal: AbortSignal
  onStep: (step: TrialStep) => void
}

/** Ends a trial from anywhere within it. */
export class TrialEnd extends Error {
  readonly ending: Ending

  constructor(ending: Ending) {
    super(ending.kind)
    this.name = 'TrialEnd'
    this.ending = ending
  }
}

/** What has not answered by then does not work. As long as negotiation gives a transport to prove itself. */
export const ANSWER_MS = 5_000

/** One trial of one transport: what it works with, what it has found, and how it waits. */
export class Trial {
  readonly baseUrl: string
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket
  readonly measurement: Measurement
  readonly session: ProbeSession
  readonly signal: AbortSignal
  readonly step: (step: TrialStep) => void
  readonly #ended = Promise.withResolvers<never>()

  constructor({ baseUrl, clock, fetch, WebSocket, measurement, session, signal, onStep }: TrialOptions) {
    this.baseUrl = baseUrl
    this.clock = clock
    this.fetch = fetch
    this.WebSocket = WebSocket
    this.measurement = measurement
    this.session = session
    this.signal = signal
    this.step = onStep
    // Heard by whoever waits, if anybody does.
    this.#ended.promise.catch(() => {})
    signal.addEventListener('abort', () => this.#ended.reject(signal.reason), { once: true })
  }

  /** Something happened that ends the trial, whatever it waits for. The first time counts. */
  end(ending: Ending): void {
    this.#ended.reject(new TrialEnd(ending))
  }

  /** Resolves with `promise`. @throws TrialEnd with `late` after `limitMs`, or as `end` said; the reason of `signal` */
  async within<Value>(limitMs: number, promise: Promise<Value>, late: Ending): Promise<Value> {
    const deadline = Promise.withResolvers<never>()
    const stop = this.clock.after(limitMs, () => deadline.reject(new TrialEnd(late)))
    try {
      return await Promise.race([promise, deadline.promise, this.#ended.promise])
    } finally {
      stop()
    }
  }

  /** Takes a batch that came down. False, and the trial is over, when it is none. */
  deliver(bytes: Uint8Array): boolean {
    try {
      this.session.deliver(bytes)
      return true
    } catch (error) {
      this.end({ kind: 'refused', detail: String(error) })
      return false
    }
  }

  /** Waits. @throws as `within` */
  async pause(delayMs: number): Promise<void> {
    const over = Promise.withResolvers<void>()
    const stop = this.clock.after(delayMs, over.resolve)
    try {
      await Promise.race([over.promise, this.#ended.promise])
    } finally {
      stop()
    }
  }

  /** Opens the session by POST. Resolves with how long that took, milliseconds. @throws as `within` */
  async open(): Promise<number> {
    this.step('opening')
    this.signal.throwIfAborted()
    const at = this.clock.now()
    await this.within(ANSWER_MS, this.post(), { kind: 'unanswered', afterMs: ANSWER_MS })
    this.measurement.opened = true
    return this.clock.now() - at
  }

  /** Sends what was asked by POST. @throws TrialEnd when the answer is not the server's own */
  async post(): Promise<void> {
    const ending = await this.session.post(this.signal)
    if (ending) throw new TrialEnd(ending)
  }

  /** Sends a frame that asks for an answer, and notes how long the answer took. @throws as `within` */
  async roundTrip(send: () => Promise<void> | void): Promise<void> {
    const answered = this.session.ask()
    const at = this.clock.now()
    // What `send` throws ends the trial; that it has ended is not yet the answer.
    const sent = Promise.resolve(send()).then(() => answered)
    await this.within(ANSWER_MS, Promise.race([answered, sent]), { kind: 'mute', afterMs: ANSWER_MS })
    this.measurement.roundTripsMs.push(this.clock.now() - at)
  }
}
