import type { Message, Stamp } from './message.ts'

/** The part of `localStorage` that is used. */
export type SeenStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface SeenMessagesOptions {
  /** Null keeps it in memory only. */
  storage: SeenStorage | null
  /** Which document. */
  document: string
}

/** By client: the clock before which everything has been seen. */
type SeenClocks = Map<number, number>

const KEY = 'encke:comments-seen'
const MAX_DOCUMENTS = 50
const MAX_CLIENTS = 500

/**
 * Which messages of a document this browser has shown. By the clocks of Yjs rather than by time: what somebody wrote
 * without a network yesterday and sent today is new, and a clock that is wrong changes nothing.
 *
 * Kept for the last 50 documents. Storage that is full, forbidden or holds nonsense never throws.
 */
export class SeenMessages {
  readonly #storage: SeenStorage | null
  readonly #document: string
  readonly #clocks: SeenClocks
  #isFirstVisit: boolean

  constructor({ storage, document }: SeenMessagesOptions) {
    this.#storage = storage
    this.#document = document
    const known = this.#load().get(document)
    this.#clocks = known ?? new Map()
    this.#isFirstVisit = known === undefined
  }

  /** The document has arrived: to a newcomer what is already there is no news. */
  welcome(messages: readonly Message[]): void {
    if (this.#isFirstVisit) this.add(messages)
  }

  has({ client, clock }: Stamp): boolean {
    return clock < (this.#clocks.get(client) ?? 0)
  }

  /** These have been shown. */
  add(messages: readonly Message[]): void {
    const news = messages.filter(({ stamp }) => !this.has(stamp))
    if (news.length === 0 && !this.#isFirstVisit) return
    this.#isFirstVisit = false
    for (const { stamp } of news) {
      const { client, clock } = stamp
      const seen = Math.max(this.#clocks.get(client) ?? 0, clock + 1)
      // Behind the others, so that the clients of which nothing was seen for longest are forgotten first.
      this.#clocks.delete(client)
      this.#clocks.set(client, seen)
    }
    this.#save()
  }

  /** Takes over what another tab of this browser has shown meanwhile. */
  refresh(): void {
    for (const [client, clock] of this.#load().get(this.#document) ?? []) {
      this.#clocks.set(client, Math.max(this.#clocks.get(client) ?? 0, clock))
    }
  }

  #load(): Map<string, SeenClocks> {
    try {
      return parse(JSON.parse(this.#storage?.getItem(KEY) ?? '[]'))
    } catch {
      // Forbidden, or not ours: nothing has been seen.
      return new Map()
    }
  }

  #save(): void {
    this.refresh()
    const all = this.#load()
    all.delete(this.#document)
    all.set(this.#document, new Map([...this.#clocks].slice(-MAX_CLIENTS)))
    const kept = [...all].slice(-MAX_DOCUMENTS).map(([document, clocks]) => [document, [...clocks]])
    try {
      this.#storage?.setItem(KEY, JSON.stringify(kept))
    } catch {
      // Full or forbidden: it is known as long as the page lives.
    }
  }
}

/** `[[document, [[client, clock], ...]], ...]`, the one seen last at the end. */
function parse(value: unknown): Map<string, SeenClocks> {
  const all = new Map<string, SeenClocks>()
  for (const entry of list(value)) {
    const [document, clocks] = list(entry)
    if (typeof document !== 'string') continue
    const seen: SeenClocks = new Map()
    for (const pair of list(clocks)) {
      const [client, clock] = list(pair)
      if (Number.isSafeInteger(client) && Number.isSafeInteger(clock)) seen.set(client as number, clock as number)
    }
    all.set(document, seen)
  }
  return all
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
