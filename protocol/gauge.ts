/** Above the first, more waits than should; below the second it is little enough again. */
export const HIGH_WATER_BYTES = 256 * 1024
export const LOW_WATER_BYTES = 64 * 1024

/** The same where room is short: enough for a typist, and not for a flood. */
const SHORT_HIGH_WATER_BYTES = 16 * 1024
const SHORT_LOW_WATER_BYTES = 4 * 1024

/** What a waiting message takes besides its bytes: thousands of small ones are too many as well. */
const MESSAGE_COST_BYTES = 128

export interface GaugeOptions {
  /** It was too much and is not any more. Never called within a call of the gauge. */
  drained?: () => void
}

/** How much waits somewhere, and whether that is too much: from 256 KiB on, until it is below 64 KiB again (S10). */
export class Gauge {
  readonly #drained: () => void
  #bytes = 0
  #cost = 0
  #isBehind = false
  #isShort = false
  #closed = false

  constructor({ drained = () => {} }: GaugeOptions = {}) {
    this.#drained = drained
  }

  get bytes(): number {
    return this.#bytes
  }

  /** True while too much waits: whoever adds should leave out or merge what can be. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  /** True makes little too much: others that share the room have used it up. */
  set isShort(isShort: boolean) {
    this.#isShort = isShort
    this.#look()
  }

  add(messageBytes: number): void {
    this.#bytes += messageBytes
    this.#cost += messageBytes + MESSAGE_COST_BYTES
    this.#look()
  }

  remove(messageBytes: number): void {
    this.#bytes -= messageBytes
    this.#cost -= messageBytes + MESSAGE_COST_BYTES
    this.#look()
  }

  /** Calls nobody back any more. Idempotent. */
  close(): void {
    this.#closed = true
  }

  #look(): void {
    const wasBehind = this.#isBehind
    const high = this.#isShort ? SHORT_HIGH_WATER_BYTES : HIGH_WATER_BYTES
    const low = this.#isShort ? SHORT_LOW_WATER_BYTES : LOW_WATER_BYTES
    this.#isBehind = this.#cost > (wasBehind ? low : high)
    if (!wasBehind || this.#isBehind) return
    // Whoever takes things out is in the middle of something.
    queueMicrotask(() => {
      if (!this.#closed) this.#drained()
    })
  }
}
