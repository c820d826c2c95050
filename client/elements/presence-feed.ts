import type { Clock } from '../../protocol/clock.ts'
import { type Activity, activities } from '../presence/presence-state.ts'
import type { Face } from './editor-port.ts'

/** Who is in each of the documents asked for. A document without people may be missing. */
export type PeopleByDocument = ReadonlyMap<string, readonly Face[]>

/** The part of `EventSource` that is used. */
export interface EventStream {
  readonly readyState: number
  addEventListener(type: string, listener: (event: Event) => void): void
  close(): void
}

export interface PresenceFeedOptions {
  /** Origin of the server, for example `https://notes.example.org`; empty for the page's own. */
  server: string
  documents: readonly string[]
  clock: Clock
  /** Called with everybody, at once after the first answer and after each change. */
  onChange: (people: PeopleByDocument) => void
  /** Opens a stream; the browser's EventSource unless a test brings another. */
  openStream?: (url: string) => EventStream
  fetch?: (url: string, init: { signal: AbortSignal }) => Promise<Response>
}

/** A stream that has said nothing for this long is held back by a proxy, or refused: then we ask instead. */
const firstEventWithinMs = 4_000
const waitSeconds = 20
const retryMinMs = 1_000
const retryMaxMs = 30_000
const closedState = 2

/**
 * Who is in some documents, from the presence channel, without opening any of them: one EventSource for all, and
 * long-polling where a stream does not get through. Keeps trying with growing, jittered delays until it is closed.
 */
export class PresenceFeed {
  readonly #url: string
  readonly #clock: Clock
  readonly #onChange: (people: PeopleByDocument) => void
  readonly #openStream: (url: string) => EventStream
  readonly #fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>
  readonly #people = new Map<string, readonly Face[]>()
  readonly #abort = new AbortController()
  #stream: EventStream | null = null
  #cancel: (() => void) | null = null
  #version: string | null = null
  #failures = 0

  constructor({ server, documents, clock, onChange, openStream, fetch: ask }: PresenceFeedOptions) {
    const query = new URLSearchParams(documents.map((id) => ['document', id]))
    this.#url = `${server.replace(/\/+$/, '')}/api/presence?${query}`
    this.#clock = clock
    this.#onChange = onChange
    this.#openStream = openStream ?? ((url) => new EventSource(url))
    this.#fetch = ask ?? ((url, init) => fetch(url, init))
  }

  /** Opens the stream. Once. */
  open(): void {
    if (this.#stream || this.#abort.signal.aborted) return
    const stream = this.#openStream(this.#url)
    this.#stream = stream
    const take = (event: Event): void => {
      this.#later(null)
      this.#failures = 0
      this.#take((event as MessageEvent<unknown>).data)
    }
    stream.addEventListener('presence', take)
    stream.addEventListener('error', () => {
      // While it is merely connecting the browser tries again by itself; once closed (an HTTP error) it never does.
      if (stream.readyState === closedState) this.#poll()
    })
    this.#later(firstEventWithinMs, () => this.#poll())
  }

  /** Ends it. Calling it twice is fine. */
  close(): void {
    this.#later(null)
    this.#stream?.close()
    this.#abort.abort()
  }

  #poll(): void {
    this.#stream?.close()
    this.#later(null)
    void this.#ask()
  }

  async #ask(): Promise<void> {
    const { signal } = this.#abort
    while (!signal.aborted) {
      const cursor = this.#version === null ? '' : `&after=${encodeURIComponent(this.#version)}&wait=${waitSeconds}`
      try {
        const response = await this.#fetch(this.#url + cursor, { signal })
        if (!response.ok) throw new Error(`presence answered ${response.status}`)
        this.#take(await response.text())
        this.#failures = 0
        if (this.#version === null) return this.#retry()
      } catch {
        // Unreachable, refused or aborted: faces are an extra, so the page says nothing and asks again later.
        return this.#retry()
      }
    }
  }

  #retry(): void {
    if (this.#abort.signal.aborted) return
    const cap = Math.min(retryMaxMs, retryMinMs * 2 ** this.#failures++)
    this.#later(cap * (0.5 + this.#clock.random()), () => void this.#ask())
  }

  #take(data: unknown): void {
    const news = parsePresence(data)
    if (!news || this.#abort.signal.aborted) return
    this.#version = news.version
    for (const [id, people] of news.documents) this.#people.set(id, people)
    this.#onChange(this.#people)
  }

  #later(delayMs: number | null, callback?: () => void): void {
    this.#cancel?.()
    this.#cancel = delayMs === null || !callback ? null : this.#clock.after(delayMs, callback)
  }
}

function parsePresence(data: unknown): { version: string | null; documents: [string, Face[]][] } | null {
  let value: unknown = null
  try {
    value = typeof data === 'string' ? JSON.parse(data) : null
  } catch {
    return null
  }
  if (!isRecord(value) || !isRecord(value['documents'])) return null
  const version = value['version']
  return {
    version: typeof version === 'number' || typeof version === 'string' ? String(version) : null,
    documents: Object.entries(value['documents']).map(([id, people]) => [
      id,
      Array.isArray(people) ? people.flatMap(parseFace) : [],
    ]),
  }
}

function parseFace(value: unknown): Face[] {
  if (!isRecord(value) || typeof value['id'] !== 'string') return []
  const { id, name, color, state } = value
  const activity: Activity = activities.find((known) => known === state) ?? 'active'
  return [
    {
      id,
      name: typeof name === 'string' ? name : '',
      color: typeof color === 'string' ? color : '',
      activity,
      self: false,
    },
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
