import type { Clock } from '../../protocol/clock.ts'
import { MessageType } from '../../protocol/message.ts'
import type { Reading } from './crdt-task.ts'
import type { Member } from './member.ts'
import type { Documents, Membership } from './membership.ts'

/** The text of a document at one moment, and what it is. */
export interface TextVersion extends Reading {
  /** Of the text and its mode themselves, so that it is the same after a restart, and where nothing was changed in the end. */
  version: string
}

export interface TextWatchOptions {
  documents: Documents
  documentId: string
  read: () => Promise<TextVersion | null>
  clock: Clock
  /** How long it stays when nobody holds it any more. */
  lingerMs: number
  /** It has left the document; whoever wants another text makes another watch. */
  ended: () => void
}

/** From one text to the next, at least; and for each character of it: a large text costs more to make and to send. */
const PACE_MS = 250
const PACE_MS_PER_CHARACTER = 0.002
const MAX_PACE_MS = 3_000

/**
 * Looks at one document as a member that only listens, and has its newest text for all who read it.
 *
 *   fresh ──an update──→ stale ──a reader waits, the pace allows it──→ fresh, and told to those who wait
 */
export class TextWatch implements Member {
  readonly id: string
  readonly role = 'viewer'
  readonly extended = true
  readonly isBehind = false
  readonly #options: TextWatchOptions
  readonly #waiting = new Set<(text: TextVersion | null) => void>()
  readonly #joined: Promise<void>
  #membership: Membership | null = null
  #current: TextVersion | null = null
  #isStale = true
  #reading: Promise<TextVersion | null> | null = null
  #readAt = Number.NEGATIVE_INFINITY
  #holders = 0
  #stopPace: (() => void) | null = null
  #stopLinger: (() => void) | null = null
  #over = false

  constructor(options: TextWatchOptions) {
    this.#options = options
    this.id = `text/${options.documentId}`
    this.#joined = this.#join()
    // Whoever waits for it is told; somebody may not have come to that yet.
    this.#joined.catch(() => this.#end())
  }

  /** Somebody reads: it stays. */
  hold(): void {
    this.#holders += 1
    this.#stopLinger?.()
    this.#stopLinger = null
  }

  /** Somebody reads no more. */
  release(): void {
    this.#holders -= 1
    if (this.#holders > 0 || this.#over) return
    this.#stopLinger = this.#options.clock.after(this.#options.lingerMs, () => this.#end())
  }

  /** The newest text. @throws ProtocolError, StoreError */
  async newest(): Promise<TextVersion | null> {
    await this.#joined
    if (!this.#reading && !this.#isStale && !this.#over) return this.#current
    return await this.#read()
  }

  /** The text as soon as it is another one than `after`, or when the wait is over. @throws ProtocolError, StoreError */
  async after(after: string, { waitMs, signal }: { waitMs: number; signal: AbortSignal }): Promise<TextVersion | null> {
    const now = await this.newest()
    if (now?.version !== after || signal.aborted || waitMs <= 0 || this.#over) return now
    return await new Promise((resolve) => {
      const done = (text: TextVersion | null) => {
        stop()
        signal.removeEventListener('abort', giveUp)
        this.#waiting.delete(done)
        resolve(text)
      }
      const giveUp = () => done(this.#current)
      const stop = this.#options.clock.after(waitMs, giveUp)
      signal.addEventListener('abort', giveUp)
      this.#waiting.add(done)
      if (this.#isStale) this.#pace()
    })
  }

  send(message: Uint8Array): void {
    if (message[0] !== MessageType.Sync) return
    this.#isStale = true
    if (this.#waiting.size > 0) this.#pace()
  }

  sendSaved(): void {}

  /** The document was deleted, or the server stops. */
  close(): void {
    this.#membership = null
    this.#end()
  }

  async #join(): Promise<void> {
    const membership = await this.#options.documents.join(this.#options.documentId, this)
    if (this.#over) membership.leave()
    else this.#membership = membership
  }

  #pace(): void {
    if (this.#stopPace || this.#over) return
    const { clock } = this.#options
    const length = this.#current?.text.length ?? 0
    const paceMs = Math.min(MAX_PACE_MS, PACE_MS + length * PACE_MS_PER_CHARACTER)
    const leftMs = Math.max(0, this.#readAt + paceMs - clock.now())
    this.#stopPace = clock.after(Math.min(leftMs, paceMs), () => void this.#tell())
  }

  async #tell(): Promise<void> {
    const before = this.#current?.version
    try {
      const text = await this.#read()
      this.#stopPace = null
      // Changed meanwhile: those who have this one already are told of the next.
      if (this.#isStale) this.#pace()
      if (text?.version !== before) for (const done of [...this.#waiting]) done(text)
    } catch {
      // Whoever asks next is told what is wrong, by a request of their own.
      this.#stopPace = null
      this.#end()
    }
  }

  #read(): Promise<TextVersion | null> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readOnce(): Promise<TextVersion | null> {
    this.#isStale = false
    this.#readAt = this.#options.clock.now()
    try {
      this.#current = await this.#options.read()
      return this.#current
    } catch (error) {
      this.#isStale = true
      throw error
    }
  }

  #end(): void {
    if (this.#over) return
    this.#over = true
    this.#stopLinger?.()
    this.#stopPace?.()
    this.#membership?.leave()
    this.#membership = null
    this.#options.ended()
    for (const done of [...this.#waiting]) done(this.#current)
  }
}
