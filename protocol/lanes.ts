import { type CloseFrame, FrameType, type SequencedFrame } from './frame.ts'
import { Lane, type LaneOptions } from './lane.ts'
import { limits } from './limits.ts'
import type { FrameSource } from './outbox.ts'

/** When all lanes together hold more than the first, each is behind with little, until they hold less than the second. */
const FULL_BYTES = 8 * 1024 * 1024
const ROOMY_BYTES = 4 * 1024 * 1024

/** One channel's lane, and how it ends. */
interface Entry {
  readonly channel: number
  readonly lane: Lane
  /** Goes out behind everything else of the lane. */
  close: CloseFrame | null
}

/**
 * What waits to be sent in one direction of a session: a lane for each channel, and whose turn it is. Each gives as much
 * in its turn as one large frame has, so that a channel with megabytes to send holds up none of the others.
 * What was taken belongs to the outbox, under a number; what was not can still be left out.
 */
export class Lanes implements FrameSource {
  readonly #wake: () => void
  readonly #entries = new Map<number, Entry>()
  /** Those that have something to send, in the order of their turns. */
  readonly #ready = new Set<Entry>()
  /** Frames that wait for no turn. */
  #first: SequencedFrame[] = []
  /** What the first of them has given in this turn. */
  #givenBytes = 0
  #bytes = 0
  #isFull = false

  /** `wake` is called when there is something to take. */
  constructor({ wake }: { wake: () => void }) {
    this.#wake = wake
  }

  /** What waits in all lanes, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  get isEmpty(): boolean {
    return this.#first.length === 0 && this.#ready.size === 0
  }

  /** Takes a frame that goes before everything that waits: it opens a channel, or is of the session. */
  push(frame: SequencedFrame): void {
    this.#first.push(frame)
    this.#wake()
  }

  /** The lane of a channel that is about to be opened. */
  open(channel: number, { drained, taken }: Pick<LaneOptions, 'drained' | 'taken'> = {}): Lane {
    const lane = new Lane({
      wake: () => {
        this.#ready.add(entry)
        this.#wake()
      },
      changed: (byBytes) => this.#changed(byBytes),
      ...(drained ? { drained } : {}),
      ...(taken ? { taken } : {}),
    })
    const entry: Entry = { channel, lane, close: null }
    this.#entries.set(channel, entry)
    if (this.#isFull) lane.isShort = true
    return lane
  }

  /** Closes a channel with this frame, behind what waits in its lane. */
  end(frame: CloseFrame): void {
    const entry = this.#entries.get(frame.channel)
    if (!entry) {
      this.push(frame)
      return
    }
    this.#entries.delete(frame.channel)
    entry.close = frame
    this.#ready.add(entry)
    this.#wake()
  }

  /** The other side has closed a channel: nobody is there for what waits. */
  drop(channel: number): void {
    const entry = this.#entries.get(channel)
    if (entry) this.#drop(entry)
  }

  /** The next frame, of whoever's turn it is; null when nothing waits. */
  next(): SequencedFrame | null {
    const first = this.#first.shift()
    if (first) return first
    for (const entry of this.#ready) {
      const frame = this.#take(entry)
      this.#givenBytes += frame && 'bytes' in frame ? frame.bytes.byteLength : 0
      const isDone = entry.lane.isEmpty && !entry.close
      if (isDone || this.#givenBytes >= limits.fragmentBytes) {
        this.#givenBytes = 0
        this.#ready.delete(entry)
        if (!isDone) this.#ready.add(entry)
      }
      if (frame) return frame
    }
    return null
  }

  /** Forgets everything. Idempotent. */
  close(): void {
    for (const entry of [...this.#entries.values(), ...this.#ready]) this.#drop(entry)
    this.#first = []
  }

  #take(entry: Entry): SequencedFrame | null {
    const { channel, lane, close } = entry
    const part = lane.take(limits.fragmentBytes)
    if (part) return { type: part.isLast ? FrameType.Message : FrameType.Fragment, channel, bytes: part.bytes }
    entry.close = null
    return close
  }

  #drop(entry: Entry): void {
    if (this.#entries.get(entry.channel) === entry) this.#entries.delete(entry.channel)
    this.#ready.delete(entry)
    entry.lane.close()
  }

  #changed(byBytes: number): void {
    this.#bytes += byBytes
    const isFull = this.#bytes > (this.#isFull ? ROOMY_BYTES : FULL_BYTES)
    if (isFull === this.#isFull) return
    this.#isFull = isFull
    for (const { lane } of this.#entries.values()) lane.isShort = isFull
  }
}
