import type { Document } from './document.ts'
import type { LogEntry } from './log-entry.ts'
import type { LogMark } from './log-history.ts'
import type { LogParts } from './log-parts.ts'
import type { Member } from './member.ts'

/** The state vector of somebody who has nothing. */
const NOTHING = Uint8Array.of(0)

export interface LogReaderOptions {
  document: Document
  /** Shared by the readers of a document. */
  parts: LogParts
  member: Member
  /** The messages that answer SyncStep1; they have all that is in the log when they are asked for. @throws ProtocolError */
  answer: (stateVector: Uint8Array) => Uint8Array[] | Promise<Uint8Array[]>
  /** There was no answer. */
  failed: (error: unknown) => void
  /** True for an entry that the member is not to have now, and will hear of when it is. */
  isWithheld: (entry: LogEntry) => boolean
  /** It reads from now on. */
  fellBehind: () => void
}

/**
 * Brings one member what is in the log, as fast as the member takes it (S10).
 *
 * ```
 * live ──the member is behind──▶ reading ──drained, and the end of the log is reached──▶ live
 * ```
 *
 * Live, it passes on what it hears. Reading, it hears nothing: it remembers how far in the log the member is, and sends
 * the next part, merged, whenever the member takes more. So a slow member costs a number and not a queue, and misses
 * nothing. Answers to SyncStep1 go out in the same way: their messages are shared bytes, and wait here, not with the member.
 */
export class LogReader {
  readonly #document: Document
  readonly #parts: LogParts
  readonly #member: Member
  readonly #options: LogReaderOptions
  /** Null while live. */
  #mark: LogMark | null = null
  /** The rest of an answer; what it does not bring lies after the mark. */
  #answer: Uint8Array[] = []
  /** The newest SyncStep1 that is still to be answered. */
  #question: Uint8Array | null = null
  #isAsking = false
  #closed = false

  constructor(options: LogReaderOptions) {
    this.#options = options
    this.#document = options.document
    this.#parts = options.parts
    this.#member = options.member
  }

  /** False while the member is behind. */
  get isLive(): boolean {
    return this.#mark === null
  }

  /** An entry is for the member, as this message: now, or when the member takes more. */
  hear(message: Uint8Array, { position }: LogEntry): void {
    if (this.#mark) this.#mark.position = Math.min(this.#mark.position, position - 1)
    else if (this.#member.isBehind) this.#read(position - 1)
    else this.#member.send(message)
  }

  /**
   * The member asks for what it lacks. One answer at a time: of questions that come meanwhile the newest counts.
   * @throws ProtocolError MESSAGE_MALFORMED
   */
  ask(stateVector: Uint8Array): void {
    if (this.isLive && this.#member.isBehind) this.#read(this.#document.position)
    if (this.isLive && !this.#isAsking) this.#ask(stateVector)
    // A copy: the view would keep all that it came with.
    else this.#question = new Uint8Array(stateVector)
  }

  /** The member takes more. */
  resume(): void {
    while (this.#mark && !this.#member.isBehind && !this.#closed && this.#step(this.#mark)) {}
  }

  /** The member is gone. Idempotent. */
  close(): void {
    this.#closed = true
    this.#stop()
    this.#answer = []
    this.#question = null
  }

  /** False when there is nothing to be done before an answer comes. */
  #step(mark: LogMark): boolean {
    const message = this.#answer.shift()
    if (message) {
      this.#member.send(message)
      return true
    }
    if (this.#question && !this.#isAsking) {
      this.#askAgain(this.#question)
      return true
    }
    if (mark.position >= this.#document.position) {
      this.#stop()
      return true
    }
    const part = this.#parts.after(mark.position, this.#options.isWithheld)
    if (!part) {
      // What comes next is part of the base by now: all of it again, which does no harm.
      this.#question ??= NOTHING
      return !this.#isAsking
    }
    mark.position = part.position
    if (part.message) this.#member.send(part.message)
    return true
  }

  #askAgain(stateVector: Uint8Array): void {
    try {
      this.#ask(stateVector)
    } catch (error) {
      this.#options.failed(error)
    }
  }

  #ask(stateVector: Uint8Array): void {
    this.#question = null
    const answer = this.#options.answer(stateVector)
    // The answer has everything up to here.
    if (this.#mark) this.#mark.position = this.#document.position
    if (Array.isArray(answer)) {
      this.#say(answer)
      return
    }
    this.#isAsking = true
    answer.then(
      (messages) => {
        this.#isAsking = false
        if (this.#closed) return
        this.#say(messages)
        this.resume()
        if (this.isLive && this.#question) this.#askAgain(this.#question)
      },
      (error: unknown) => {
        if (!this.#closed) this.#options.failed(error)
      },
    )
  }

  #say(messages: readonly Uint8Array[]): void {
    for (const message of messages) {
      if (this.isLive && this.#member.isBehind) this.#read(this.#document.position)
      if (this.isLive) this.#member.send(message)
      else this.#answer.push(message)
    }
  }

  #read(position: number): void {
    this.#options.fellBehind()
    this.#mark = this.#document.history.mark(position)
  }

  #stop(): void {
    if (!this.#mark) return
    const { history } = this.#document
    history.release(this.#mark)
    this.#mark = null
    if (history.isUnused) this.#parts.clear()
  }
}
