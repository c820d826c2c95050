import type { Clock } from '../../../protocol/clock.ts'
import { afterPatiently } from '../patient-timer.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import type { Port } from './line.ts'

/** A leader that has not been heard for so long is asked; then it has so long to answer, before another tab takes over. */
const SILENCE_MS = 1_200
const ANSWER_MS = 1_400
/** Those that wait for an answer together do not take over together. */
const SPREAD_MS = 200

/** Who leads. */
export interface Lead {
  /** Another one for each time that a tab leads. */
  readonly leader: string
  /** Grows from leader to leader. */
  readonly term: number
  /** The session that it keeps; null until the server has named it. */
  readonly session: SessionIdentity | null
}

/** What tabs tell each other. Who changes it changes the channel's name too: an older tab may be open for weeks. */
type LeaderMessage =
  | { type: 'ask' }
  | ({ type: 'lead' } & Lead)
  /** To the leader: the tab listens on a channel of its own. */
  | { type: 'join'; tab: string }

export interface LeadershipOptions {
  /** Of the lock and of the channel. */
  name: string
  clock: Clock
  locks: LockManager
  /** @throws where a page may not have one */
  createChannel: (name: string) => Port
  /** The session that this tab keeps, while it leads. */
  session: () => SessionIdentity | null
  /** This tab leads. `unheard` led before and does not answer; null when it has gone by itself, or there was none. */
  elected: (unheard: Lead | null) => void
  /** Another tab leads, and this one does not any more. */
  deposed: () => void
  /** Another tab leads than before: `join` leads to it. */
  followed: () => void
  /** While it leads: another tab is awake, and asks. */
  asked: () => void
  /** While it leads: a tab wants to be served. */
  joined: (tab: string) => void
  /** The browser gives no lock: everybody is on their own. */
  refused: () => void
}

/**
 * Finds out which of the tabs leads: the one that holds the lock. A tab that closes lets it go, and the browser gives it
 * to the next. One that does not answer loses it.
 *
 *     off ──start──▶ seeking ──lead heard──▶ following
 *                      │ ▲                      │ the lock is free, or the leader does not answer
 *             the lock │ │ lock lost,           ▼
 *              is free └─┼──────────────────▶ leading
 *                        └── newer leader ──────┘
 *
 * The leader has no timer. It is its followers that ask, and messages wake a page whose timers the browser holds back
 * because nobody looks at it; a beat of its own would come once a minute there. A tab alone asks nobody.
 */
export class Leadership {
  readonly #options: LeadershipOptions
  readonly #clock: Clock
  #channel: Port | null = null
  /** Ends the wait for the lock, or lets it go. */
  #letGo: () => void = () => {}
  #stopTimer: () => void = () => {}
  /** The newest that is known, perhaps this tab. */
  #lead: Lead | null = null
  #isLeading = false

  constructor(options: LeadershipOptions) {
    this.#options = options
    this.#clock = options.clock
  }

  /** Begins to look for a leader, or to be one. */
  start(): void {
    if (this.#channel) return
    try {
      this.#channel = this.#options.createChannel(this.#options.name)
    } catch {
      this.#options.refused()
      return
    }
    this.#channel.onmessage = ({ data }: MessageEvent<LeaderMessage>) => this.#take(data)
    this.#seek()
  }

  /** Leads no more, and follows nobody. Idempotent; `start` begins again. */
  stop(): void {
    this.#isLeading = false
    this.#lead = null
    this.#stopTimer()
    this.#letGo()
    this.#channel?.close()
    this.#channel = null
  }

  /** Asks the leader to serve `tab`. */
  join(tab: string): void {
    this.#tell({ type: 'join', tab })
  }

  #take(message: LeaderMessage): void {
    if (!this.#channel) return
    switch (message.type) {
      case 'ask':
        if (!this.#isLeading) return
        this.#options.asked()
        this.#announce()
        return
      case 'join':
        if (this.#isLeading) this.#options.joined(message.tab)
        return
      case 'lead':
        this.#heard(message)
        return
      default:
        message satisfies never
    }
  }

  #heard({ leader, term, session }: Lead): void {
    const known = this.#lead
    if (known && known.leader !== leader && known.term >= term) {
      // It slept, and does not know yet that it was replaced.
      if (this.#isLeading) this.#announce()
      return
    }
    if (this.#isLeading) this.#lost()
    this.#lead = { leader, term, session }
    this.#watch()
    if (known?.leader !== leader) this.#options.followed()
  }

  #seek(): void {
    this.#request({ steal: false })
    this.#ask()
  }

  /** Asks once it has been silent. */
  #watch(): void {
    this.#stopTimer()
    this.#stopTimer = this.#clock.after(SILENCE_MS, () => this.#ask())
  }

  #ask(): void {
    this.#tell({ type: 'ask' })
    this.#stopTimer()
    const waitMs = ANSWER_MS + this.#clock.random() * SPREAD_MS
    this.#stopTimer = afterPatiently(this.#clock, waitMs, () => {
      this.#request({ steal: true })
      // Where even this is not granted, there are no locks.
      this.#stopTimer = afterPatiently(this.#clock, ANSWER_MS, () => this.#options.refused())
    })
  }

  #request({ steal }: { steal: boolean }): void {
    this.#letGo()
    const { name, locks } = this.#options
    const waiting = new AbortController()
    const { signal } = waiting
    const held = Promise.withResolvers<void>()
    this.#letGo = () => {
      waiting.abort()
      held.resolve()
    }
    const granted = () => {
      if (signal.aborted) return
      this.#elected({ unheard: steal ? this.#lead : null })
      return held.promise
    }
    // The two options exclude each other.
    locks.request(name, steal ? { steal } : { signal }, granted).catch((error: unknown) => {
      if (signal.aborted) return
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.#options.refused()
      else if (this.#isLeading) this.#lost()
      else this.#seek()
    })
  }

  #elected({ unheard }: { unheard: Lead | null }): void {
    this.#stopTimer()
    const term = Math.max(this.#clock.now(), (this.#lead?.term ?? 0) + 1)
    this.#lead = { leader: crypto.randomUUID(), term, session: null }
    this.#isLeading = true
    this.#options.elected(unheard)
    this.#announce()
  }

  /** Another tab took the lock: this one had slept. */
  #lost(): void {
    this.#isLeading = false
    this.#options.deposed()
    this.#seek()
  }

  #announce(): void {
    if (this.#lead) this.#tell({ type: 'lead', ...this.#lead, session: this.#options.session() })
  }

  #tell(message: LeaderMessage): void {
    this.#channel?.postMessage(message, [])
  }
}
