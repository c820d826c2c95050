import { Gauge } from './gauge.ts'

/** A message, or a part of one. */
export interface LanePart {
  /** Shared: nobody may change them. */
  bytes: Uint8Array
  /** The message ends with it. */
  isLast: boolean
}

export interface LaneOptions {
  /** There is something to take. */
  wake: () => void
  /** It was behind and is not any more. Never called within a call of the lane. */
  drained?: () => void
  /** So many bytes more wait, or fewer. */
  changed?: (byBytes: number) => void
  /** Of a message of so many bytes the last part was taken. */
  taken?: (messageBytes: number) => void
  /** Takes a message in whole before which nothing waits, if it can. */
  pass?: (message: Uint8Array) => boolean
}

/**
 * The messages that wait to be sent on one channel, in order. Keeps them as they are, so that many lanes can share them;
 * knows nothing of what they mean. Takes everything: it is for the one who sends to look at `isBehind` first (S10).
 */
export class Lane {
  readonly #wake: () => void
  readonly #changed: (byBytes: number) => void
  readonly #taken: (messageBytes: number) => void
  readonly #gauge: Gauge
  readonly #pass: (message: Uint8Array) => boolean
  #messages: Uint8Array[] = []
  /** Goes before all others. */
  #newest: Uint8Array | null = null
  /** A part of it has been taken. */
  #begun: Uint8Array | null = null
  #offset = 0
  #closed = false

  constructor({ wake, drained, changed = () => {}, taken = () => {}, pass = () => false }: LaneOptions) {
    this.#wake = wake
    this.#changed = changed
    this.#taken = taken
    this.#pass = pass
    this.#gauge = new Gauge(drained ? { drained } : {})
  }

  /** What waits, bytes. A message counts as a whole until its last part was taken. */
  get bytes(): number {
    return this.#gauge.bytes
  }

  get isEmpty(): boolean {
    return this.#begun === null && this.#newest === null && this.#messages.length === 0
  }

  /** True while more waits than should: 256 KiB, until it is below 64 KiB again. */
  get isBehind(): boolean {
    return this.#gauge.isBehind
  }

  /** True makes it behind with little: others have used up the room that they share. */
  set isShort(isShort: boolean) {
    this.#gauge.isShort = isShort
  }

  push(message: Uint8Array): void {
    if (this.#closed || (this.isEmpty && this.#pass(message))) return
    this.#messages.push(message)
    this.#add(message.byteLength)
    this.#wake()
  }

  /** Sends a message before all others, and in the place of the last one of this kind if that still waits. */
  pushNewest(message: Uint8Array): void {
    if (this.#closed) return
    const before = this.#newest
    this.#newest = message
    this.#add(message.byteLength)
    if (before) this.#remove(before.byteLength)
    this.#wake()
  }

  /** The next part, of at most so many bytes; null when nothing waits. */
  take(maxBytes: number): LanePart | null {
    const message = this.#begun ?? this.#next()
    if (!message) return null
    const end = Math.min(this.#offset + maxBytes, message.byteLength)
    const isLast = end === message.byteLength
    const bytes = isLast && this.#offset === 0 ? message : message.subarray(this.#offset, end)
    this.#begun = isLast ? null : message
    this.#offset = isLast ? 0 : end
    if (isLast) {
      this.#remove(message.byteLength)
      this.#taken(message.byteLength)
    }
    return { bytes, isLast }
  }

  /** Forgets what waits, and calls nobody back any more. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#gauge.close()
    this.#remove(this.bytes)
    this.#messages = []
    this.#newest = this.#begun = null
  }

  #add(messageBytes: number): void {
    this.#gauge.add(messageBytes)
    this.#changed(messageBytes)
  }

  #remove(messageBytes: number): void {
    this.#gauge.remove(messageBytes)
    this.#changed(-messageBytes)
  }

  #next(): Uint8Array | null {
    const newest = this.#newest
    this.#newest = null
    return newest ?? this.#messages.shift() ?? null
  }
}
