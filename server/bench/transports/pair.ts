import type { Client } from './client.ts'
import type { Contender } from './contender.ts'

/** Keystrokes that have not arrived by then never will. */
const SETTLE_MS = 10_000

export interface PairOptions {
  contender: Contender
  /** Where the one who types finds the server. */
  authorUrl: string
  readerUrl: string
}

/** Two clients of one contender: one types, the other one sees it. */
export class Pair {
  readonly contender: Contender
  readonly #author: Client
  readonly #reader: Client
  #pressedAt: number[] = []
  #latencies: number[] = []
  #arrived = 0
  #offset = 0
  #settled: () => void = () => {}

  private constructor(contender: Contender, author: Client, reader: Client) {
    this.contender = contender
    this.#author = author
    this.#reader = reader
    reader.onArrived = (total) => this.#count(total)
  }

  /** Resolves when both are connected. */
  static async open({ contender, authorUrl, readerUrl }: PairOptions): Promise<Pair> {
    const author = contender.connect(authorUrl)
    const reader = contender.connect(readerUrl)
    await Promise.all([author.ready, reader.ready])
    return new Pair(contender, author, reader)
  }

  press(): void {
    this.#pressedAt.push(performance.now())
    this.#author.press()
  }

  /** Resolves when every keystroke has arrived. @throws Error when one does not */
  async settled(): Promise<void> {
    if (this.#arrived === this.#pressedAt.length) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#settled = resolve
    const { make, transport } = this.contender
    const timer = setTimeout(() => reject(new Error(`${make} ${transport} has lost a keystroke`)), SETTLE_MS)
    await promise
    clearTimeout(timer)
  }

  /** How long each keystroke took since the last time, milliseconds in the order in which they were pressed. */
  async takeLatencies(): Promise<number[]> {
    await this.settled()
    const taken = this.#latencies
    this.#offset += this.#arrived
    this.#pressedAt = []
    this.#latencies = []
    this.#arrived = 0
    return taken
  }

  close(): void {
    this.#author.close()
    this.#reader.close()
  }

  #count(total: number): void {
    const now = performance.now()
    for (; this.#arrived < total - this.#offset; this.#arrived++) {
      this.#latencies.push(now - (this.#pressedAt[this.#arrived] ?? now))
    }
    if (this.#arrived === this.#pressedAt.length) this.#settled()
  }
}
