import { isRetried } from '../answer-failure.ts'
import { Uplink } from '../uplink.ts'
import { poll } from './long-poll.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** While people type. */
const ACTIVE_MS = 250
/** Nothing came: each wait is longer, up to here. */
const IDLE_MS = 4_000
const GROWTH = 1.6
/** Nobody looks. Below the 30 s after which other clients would think us gone. */
const HIDDEN_MS = 20_000
const MAX_TRIES = 3

/** Plain requests on a timer down, POST up: what is left when a network cuts everything that lasts. */
export class PollTransport implements Transport {
  readonly name = 'poll'
  readonly #host: TransportHost
  readonly #uplink: Uplink
  readonly #abort = new AbortController()
  #waitMs = ACTIVE_MS
  #generation = 0
  #wakeUp: () => void = () => {}
  #bound = false
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
    this.#uplink = new Uplink({ host, onSent: () => this.#hurry(), onFailed: (failure) => this.#fail(failure) })
  }

  get generation(): number {
    return this.#generation
  }

  get bound(): boolean {
    return this.#bound
  }

  start(): void {
    void this.#run()
  }

  use(): void {}

  wake(): void {
    const { outbox } = this.#host
    if (this.#bound && !outbox.isEmpty) this.#uplink.wake()
  }

  ping(): void {
    this.#hurry()
  }

  close(): void {
    this.#over = true
    this.#abort.abort()
    this.#uplink.close()
    this.#wakeUp()
  }

  async #run(): Promise<void> {
    const host = this.#host
    if (!(await this.#uplink.open()) || this.#over) return
    this.#bound = true
    // As in long-poll: smaller than that of the better transport whose trial begins with the proof.
    this.#generation = host.nextGeneration()
    host.proven(this)
    let tries = 0
    while (!this.#over) {
      await this.#wait(host.hidden ? HIDDEN_MS : this.#waitMs)
      if (this.#over) return
      const before = host.received
      const { failure } = await poll(host, { generation: this.#generation, holdMs: 0, signal: this.#abort.signal })
      if (this.#over) return
      if (failure && (!isRetried(failure) || ++tries === MAX_TRIES)) {
        this.#fail(failure)
        return
      }
      if (!failure) tries = 0
      this.#waitMs = host.received > before ? ACTIVE_MS : Math.min(IDLE_MS, this.#waitMs * GROWTH)
      this.wake()
    }
  }

  /** Something happened here: others will answer soon. */
  #hurry(): void {
    this.#waitMs = ACTIVE_MS
    this.#wakeUp()
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#host.clock.after(delayMs, resolve)
      this.#wakeUp = () => {
        // Sooner, but never at once: a typist's every POST would be followed by a poll.
        stop()
        this.#wakeUp = () => {}
        this.#host.clock.after(Math.min(delayMs, ACTIVE_MS), resolve)
      }
    })
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.close()
    this.#host.failed(this, failure)
  }
}
