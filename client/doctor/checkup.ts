import { type TransportName, transportNames } from '../../protocol/transport-name.ts'
import { emptyMeasurement, type Measurement } from './measurement.ts'
import { tryLongPoll, tryPoll } from './poll-trial.ts'
import { ProbeSession } from './probe-session.ts'
import { trySse } from './sse-trial.ts'
import { Trial, TrialEnd, type TrialPlatform, type TrialStep } from './trial.ts'
import { tryWebSocket } from './websocket-trial.ts'

/** How far the trial of one transport is. */
export type TrialState =
  | { kind: 'waiting' }
  | { kind: 'running'; step: TrialStep }
  | { kind: 'cancelled' }
  | { kind: 'done'; measurement: Measurement }

export type TrialStates = Readonly<Record<TransportName, TrialState>>

export interface CheckupOptions extends TrialPlatform {
  /** Called after each change of `states`. */
  onChange: (states: TrialStates) => void
}

const attempts: Record<TransportName, (trial: Trial) => Promise<void>> = {
  websocket: tryWebSocket,
  sse: trySse,
  'long-poll': tryLongPoll,
  poll: tryPoll,
}

/**
 * Tries each transport once against the server, each with a session of its own that it ends. WebSocket beside the
 * others, which come one after the other: a browser has few connections over HTTP/1.1, and a request that waits for
 * one would be taken for a slow one.
 */
export class Checkup {
  readonly #platform: TrialPlatform
  readonly #onChange: (states: TrialStates) => void
  readonly #over = new AbortController()
  readonly #sessions = new Set<ProbeSession>()
  #states: TrialStates = everywhere({ kind: 'waiting' })

  constructor({ onChange, fetch, ...platform }: CheckupOptions) {
    // A browser's own `fetch` may not be called as a method of something else.
    this.#platform = { ...platform, fetch: (...request) => fetch(...request) }
    this.#onChange = onChange
  }

  get states(): TrialStates {
    return this.#states
  }

  /** Resolves when every trial is done or cancelled, and every session has been ended. To be called once. */
  async run(): Promise<void> {
    await Promise.all([this.#try(['websocket']), this.#try(['sse', 'long-poll', 'poll'])])
    await Promise.all([...this.#sessions].map((session) => session.leave()))
  }

  /** Ends what is under way; what is done stays. The server is told before this returns. Idempotent. */
  cancel(): void {
    this.#over.abort(new Error('cancelled'))
    for (const session of this.#sessions) void session.leave()
  }

  async #try(names: readonly TransportName[]): Promise<void> {
    for (const name of names) this.#set(name, await this.#tryOne(name))
  }

  async #tryOne(name: TransportName): Promise<TrialState> {
    const { signal } = this.#over
    if (signal.aborted) return { kind: 'cancelled' }
    const measurement = emptyMeasurement(name)
    const session = new ProbeSession(this.#platform)
    this.#sessions.add(session)
    const onStep = (step: TrialStep): void => this.#set(name, { kind: 'running', step })
    try {
      await attempts[name](new Trial({ ...this.#platform, measurement, session, signal, onStep }))
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' }
      measurement.ending = error instanceof TrialEnd ? error.ending : { kind: 'refused', detail: String(error) }
    } finally {
      void session.leave()
    }
    measurement.via = session.via
    return { kind: 'done', measurement }
  }

  #set(name: TransportName, state: TrialState): void {
    // A trial that is cancelled may still say what it is at.
    if (this.#over.signal.aborted && state.kind === 'running') return
    this.#states = { ...this.#states, [name]: state }
    this.#onChange(this.#states)
  }
}

function everywhere(state: TrialState): TrialStates {
  return Object.fromEntries(transportNames.map((name) => [name, state])) as Record<TransportName, TrialState>
}
