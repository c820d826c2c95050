import * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { type Author, type Draft, type Message, messageText, parseAuthor, parseTime } from '../comments/message.ts'
import { quoteOf, type Thread } from '../comments/thread.ts'
import { makeMessage, readConversation, shortId } from './conversation.ts'

export interface CommentDocumentOptions {
  ydoc: Y.Doc
  clock: Clock
}

/** What a thread is begun with. */
export interface ThreadStart {
  /** What `createAnchor` made. */
  anchor: string
  /** The words that it is about. */
  quote: string
}

/** Called after a change, by whomever, with what changed; `remote` when somebody else made it. */
export type CommentListener = (change: { threads: boolean; chat: boolean; remote: boolean }) => void

/** The shared types that hold them. */
export const THREADS_NAME = 'comments'
export const CHAT_NAME = 'chat'

/** The most threads that are read. */
export const MAX_THREADS = 2_000
/** The newest messages of the chat that are read, and the most that are kept. */
export const MAX_CHAT_READ = 200
const MAX_CHAT_KEPT = 1_000
/** The most messages of a thread that are read. */
const MAX_MESSAGES = 500

/**
 * The comments and the chat of a document, in the document itself, so that they are saved, sent, kept offline and
 * merged as its text is:
 *
 * ```
 * Y.Map comments   id of a thread -> Y.Map { anchor, quote, messages: Y.Array of messages, resolved?: { by, at } }
 * Y.Array chat     messages
 * message          Y.Map { id, author: { id, name, color }, at, text, mentions: [{ id, name }], editedAt? }
 * ```
 * What others wrote is parsed as it is read, with limits; what is no thread and no message is not there. A thread whose
 * messages are all deleted stays without being shown, because somebody may be answering at that moment.
 * Undo of the text knows nothing of it: the undo manager watches the text alone.
 */
export class CommentDocument {
  readonly #ydoc: Y.Doc
  readonly #clock: Clock
  readonly #threads: Y.Map<unknown>
  readonly #chat: Y.Array<unknown>
  readonly #listeners = new Set<CommentListener>()
  readonly #read = new Map<string, Thread | null>()
  #list: readonly Thread[] | null = null
  #messages: readonly Message[] | null = null
  #closed = false

  /** @throws Error when a program of the page uses the names `comments` or `chat` for something else. */
  constructor({ ydoc, clock }: CommentDocumentOptions) {
    this.#ydoc = ydoc
    this.#clock = clock
    this.#threads = ydoc.getMap(THREADS_NAME)
    this.#chat = ydoc.getArray(CHAT_NAME)
    this.#threads.observeDeep(this.#onThreads)
    this.#chat.observeDeep(this.#onChat)
  }

  /** In no order that means anything; the same array until one changes. */
  get threads(): readonly Thread[] {
    this.#list ??= this.#readThreads()
    return this.#list
  }

  /** The newest messages of the chat, oldest first; the same array until one changes. */
  get chat(): readonly Message[] {
    this.#messages ??= readConversation(this.#chat, { last: MAX_CHAT_READ })
    return this.#messages
  }

  find(id: string): Thread | null {
    return this.threads.find((thread) => thread.id === id) ?? null
  }

  /** Calls back after each change; the result ends it. */
  subscribe(listener: CommentListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Begins a thread; its id, or null when the draft says nothing. */
  begin({ anchor, quote }: ThreadStart, draft: Draft): string | null {
    const message = this.#make(draft)
    if (message === null) return null
    const id = shortId(this.#clock)
    this.#edit(() => {
      const thread = new Y.Map<unknown>()
      const messages = new Y.Array<unknown>()
      messages.push([message])
      thread.set('anchor', anchor)
      thread.set('quote', quoteOf(quote))
      thread.set('messages', messages)
      this.#threads.set(id, thread)
    })
    return id
  }

  /** Answers in a thread. False when it is gone, or the draft says nothing. */
  reply(threadId: string, draft: Draft): boolean {
    const messages = this.#messagesOf(threadId)
    const message = this.#make(draft)
    if (messages === null || message === null) return false
    this.#edit(() => messages.push([message]))
    return true
  }

  /** Gives a message of a thread, or with null of the chat, other words. False when it is gone, or the words say nothing. */
  rewrite(threadId: string | null, messageId: string, { text, mentions }: Pick<Draft, 'text' | 'mentions'>): boolean {
    const message = this.#findMessage(threadId, messageId)?.message
    const kept = messageText(text)
    if (message === undefined || kept === '') return false
    this.#edit(() => {
      message.set('text', kept)
      message.set('mentions', mentions)
      message.set('editedAt', this.#clock.now())
    })
    return true
  }

  /** Takes a message of a thread, or with null of the chat, away. What comes back puts it back where it was; null when it is gone already. */
  remove(threadId: string | null, messageId: string): (() => void) | null {
    const found = this.#findMessage(threadId, messageId)
    if (found === null) return null
    const { messages, message, index } = found
    // A shared type inside cannot be used again; our own messages have none.
    const fields = [...message.entries()].filter(([, value]) => !(value instanceof Y.AbstractType))
    this.#edit(() => messages.delete(index))
    return () => {
      const again = this.#messagesOf(threadId)
      if (again === null) return
      this.#edit(() => again.insert(Math.min(index, again.length), [new Y.Map(fields)]))
    }
  }

  /** Settles a thread, or opens it again with null. */
  resolve(threadId: string, by: Author | null): void {
    const thread = this.#threads.get(threadId)
    if (!(thread instanceof Y.Map)) return
    this.#edit(() => {
      if (by === null) thread.delete('resolved')
      else thread.set('resolved', { by, at: this.#clock.now() })
    })
  }

  /** Says something in the chat; the oldest gives way above 1,000. False when the draft says nothing. */
  say(draft: Draft): boolean {
    const message = this.#make(draft)
    if (message === null) return false
    this.#edit(() => {
      this.#chat.push([message])
      if (this.#chat.length > MAX_CHAT_KEPT) this.#chat.delete(0, this.#chat.length - MAX_CHAT_KEPT)
    })
    return true
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#threads.unobserveDeep(this.#onThreads)
    this.#chat.unobserveDeep(this.#onChat)
    this.#listeners.clear()
  }

  #make(draft: Draft): Y.Map<unknown> | null {
    return makeMessage(draft, this.#clock)
  }

  #edit(change: () => void): void {
    this.#ydoc.transact(change, this)
  }

  #messagesOf(threadId: string | null): Y.Array<unknown> | null {
    if (threadId === null) return this.#chat
    const thread = this.#threads.get(threadId)
    const messages = thread instanceof Y.Map ? thread.get('messages') : null
    return messages instanceof Y.Array ? messages : null
  }

  #findMessage(threadId: string | null, messageId: string) {
    const messages = this.#messagesOf(threadId)
    if (messages === null) return null
    const index = messages.toArray().findIndex((each) => each instanceof Y.Map && each.get('id') === messageId)
    const message: unknown = index < 0 ? null : messages.get(index)
    return message instanceof Y.Map ? { messages, message, index } : null
  }

  #readThreads(): Thread[] {
    const threads: Thread[] = []
    for (const [id, value] of this.#threads.entries()) {
      if (threads.length === MAX_THREADS) break
      let thread = this.#read.get(id)
      if (thread === undefined) {
        thread = parseThread(id, value)
        this.#read.set(id, thread)
      }
      if (thread !== null) threads.push(thread)
    }
    return threads
  }

  readonly #onThreads = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], { local }: Y.Transaction): void => {
    for (const { path, keys } of events) {
      const [id] = path
      if (id === undefined) for (const key of keys.keys()) this.#read.delete(key)
      else this.#read.delete(String(id))
    }
    this.#list = null
    this.#tell({ threads: true, chat: false, remote: !local })
  }

  readonly #onChat = (_events: unknown, { local }: Y.Transaction): void => {
    this.#messages = null
    this.#tell({ threads: false, chat: true, remote: !local })
  }

  #tell(change: Parameters<CommentListener>[0]): void {
    for (const listener of [...this.#listeners]) listener(change)
  }
}

function parseThread(id: string, value: unknown): Thread | null {
  if (id === '' || id.length > 64 || !(value instanceof Y.Map)) return null
  const list: unknown = value.get('messages')
  const messages = list instanceof Y.Array ? readConversation(list, { first: MAX_MESSAGES }) : []
  if (messages.length === 0) return null
  const [anchor, quote, resolved]: unknown[] = [value.get('anchor'), value.get('quote'), value.get('resolved')]
  return {
    id,
    anchor: typeof anchor === 'string' ? anchor : '',
    quote: typeof quote === 'string' ? quoteOf(quote) : '',
    messages,
    resolved: parseResolved(resolved),
  }
}

function parseResolved(value: unknown): Thread['resolved'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { by, at } = value as { by?: unknown; at?: unknown }
  return { by: parseAuthor(by), at: parseTime(at) ?? 0 }
}
