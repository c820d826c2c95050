import { isBy, type Message } from './message.ts'
import type { SeenMessages } from './seen-messages.ts'

/** Where messages are said. */
export type Room = 'comments' | 'chat'

export interface CommentNewsOptions {
  seen: SeenMessages
  /** The id of the reader; null while it is unknown. */
  self: () => string | null
}

/**
 * What is new to the reader: the number of messages that they have not looked at, those that came since they opened the
 * list, which keep their mark until it is closed, and those that have just arrived.
 */
export class CommentNews {
  readonly #seen: SeenMessages
  readonly #self: () => string | null
  readonly #known = new Set<string>()
  readonly #messages: Record<Room, readonly Message[]> = { comments: [], chat: [] }
  #fresh: ReadonlySet<string> = new Set()

  constructor({ seen, self }: CommentNewsOptions) {
    this.#seen = seen
    this.#self = self
  }

  /** The ids of the messages that are marked as new; another set after each change. */
  get fresh(): ReadonlySet<string> {
    return this.#fresh
  }

  /** All messages of a room, as they are now. Those that came back are new since the last call, and by others. */
  take(room: Room, messages: readonly Message[]): Message[] {
    this.#messages[room] = messages
    const arrived: Message[] = []
    for (const message of messages) {
      const key = `${message.stamp.client}:${message.stamp.clock}`
      if (this.#known.has(key)) continue
      this.#known.add(key)
      if (!this.#isOwn(message)) arrived.push(message)
    }
    return arrived
  }

  /** The document has arrived. */
  welcome(): void {
    this.#seen.welcome([...this.#messages.comments, ...this.#messages.chat])
  }

  /** Messages of others that have not been looked at. */
  unread(room: Room): readonly Message[] {
    return this.#messages[room].filter((message) => !this.#isOwn(message) && !this.#seen.has(message.stamp))
  }

  /** The reader looks at a room: what is new there keeps its mark, and is not new again. */
  look(room: Room): void {
    const unread = this.unread(room)
    if (unread.length > 0) this.#fresh = new Set([...this.#fresh, ...unread.map(({ id }) => id)])
    this.#seen.add(this.#messages[room])
  }

  /** The reader has looked away, or at these: they are new no longer. */
  settle(messages?: readonly Message[]): void {
    if (this.#fresh.size === 0) return
    const gone = new Set(messages?.map(({ id }) => id))
    this.#fresh = messages === undefined ? new Set() : new Set([...this.#fresh].filter((id) => !gone.has(id)))
  }

  /** Takes over what another tab of the reader has shown. */
  refresh(): void {
    this.#seen.refresh()
  }

  #isOwn(message: Message): boolean {
    return isBy(message, this.#self())
  }
}
