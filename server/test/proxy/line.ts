import { setTimeout as sleep } from 'node:timers/promises'
import type { SeededRandom } from '../seeded-random.ts'
import type { Conditions, Subject } from './conditions.ts'

/** With a bandwidth, pieces pass so often. */
const SLICE_MS = 25
/** So much is on its way before whoever sends has to wait. */
const ON_THE_WAY_BYTES = 64 * 1024

export interface LineOptions {
  direction: 'up' | 'down'
  subject: Subject
  conditions: Conditions
  random: SeededRandom
  /** Takes what arrives; false when nobody is there any more. */
  arrive: (bytes: Buffer) => Promise<boolean>
  /** Called for each piece that passes. */
  passed: () => void
  /** Aborted when the connection is over. */
  signal: AbortSignal
}

/** One direction of one exchange: what is put in arrives in order, as late and as slowly as the conditions say. */
export class Line {
  readonly #options: LineOptions
  #arrival: Promise<boolean> = Promise.resolve(true)
  #onTheWay = 0

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** Resolves when more may be put in; false when nobody is there any more. */
  async put(bytes: Buffer): Promise<boolean> {
    const { subject, conditions, random } = this.#options
    const delay = conditions.now('delay', subject)
    const due = performance.now() + (delay ? delay.ms + random.next() * (delay.jitterMs ?? 0) : 0)
    this.#onTheWay += bytes.byteLength
    const arrival = this.#arrival.then((open) => open && this.#carry(bytes, due))
    this.#arrival = arrival
    return this.#onTheWay > ON_THE_WAY_BYTES || due <= performance.now() ? await arrival : true
  }

  /** Resolves when everything has arrived. */
  async drained(): Promise<boolean> {
    return await this.#arrival
  }

  async #carry(bytes: Buffer, due: number): Promise<boolean> {
    const { subject, conditions, arrive, passed, signal } = this.#options
    try {
      await this.opened()
      if (due > performance.now()) await sleep(due - performance.now(), undefined, { signal })
      for (let offset = 0; offset < bytes.byteLength; ) {
        await this.opened()
        const rate = conditions.now('bandwidth', subject)?.bytesPerSecond
        const size = rate === undefined ? bytes.byteLength : Math.max(1, Math.ceil((rate * SLICE_MS) / 1000))
        const slice = bytes.subarray(offset, offset + size)
        if (rate !== undefined) await sleep((slice.byteLength / rate) * 1000, undefined, { signal })
        if (!(await arrive(slice))) return false
        passed()
        offset += slice.byteLength
      }
      return true
    } catch {
      return false // the connection is over
    } finally {
      this.#onTheWay -= bytes.byteLength
    }
  }

  /** Resolves when this direction is open; rejects when the connection is over. */
  async opened(): Promise<void> {
    const { conditions, signal } = this.#options
    signal.throwIfAborted()
    if (!this.#isShut()) return
    const gone = Promise.withResolvers<never>()
    const abort = () => gone.reject(signal.reason)
    signal.addEventListener('abort', abort)
    try {
      while (this.#isShut()) await Promise.race([conditions.changed, gone.promise])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  #isShut(): boolean {
    const { direction, subject, conditions } = this.#options
    if (conditions.now('half-open', subject)) return true
    return (conditions.now('one-way', subject)?.open ?? direction) !== direction
  }
}
