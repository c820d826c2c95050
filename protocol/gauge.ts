/** Above the first, more waits than should; below the second it is little enough again. */
export const HIGH_WATER_BYTES = 256 * 1024
export const LOW_WATER_BYTES = 64 * 1024

/** What a waiting message takes besides its bytes: thousands of small ones are too many as well. */
const MESSAGE_COST_BYTES = 128

export interface GaugeOptions {
  /** It was too much and is not any more. Never called within a call of the gauge. */
  drained?: () => void
}

/** How much waits somewhere, and whether that is too much: from 256 KiB on, until it is below 64 KiB again (S9). */
export class Gauge {
  readonly #drained: () => void
  #bytes = 0
  #cost = 0
  #isBehind = false
  #isHeld = false
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

  /** Makes it too much whatever waits here: others that share the room have used it up. */
  set isHeld(isHeld: boolean) {
    this.#isHeld = isHeld
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
    this.#isBehind = this.#isHeld || this.#cost > (wasBehind ? LOW_WATER_BYTES : HIGH_WATER_BYTES)
    if (!wasBehind || this.#isBehind) return
    // Whoever takes things out is in the middle of something.
    queueMicrotask(() => {
      if (!this.#closed) this.#drained()
    })
  }
}
