import type { Clock } from '../../protocol/clock.ts'

/** A text as the server has it. */
export interface FollowedText {
  title: string
  version: string
  /** What the text is; empty for Markdown. */
  mode: string
  text: string
}

/**
 * live: the text is the newest · reconnecting: a request failed, another one follows · ended: the link is not valid
 * (any more) · missing: the document was deleted. The last two are for good.
 */
export type FollowState = 'live' | 'reconnecting' | 'ended' | 'missing'

export interface TextFollowerOptions {
  /** `/api/documents/<address>/text` */
  url: string
  clock: Clock
  /** What the page has already; empty without. */
  version: string
  onText: (text: FollowedText) => void
  onTitle: (title: string) => void
  onState: (state: FollowState) => void
  fetch?: typeof globalThis.fetch
}

/** How long the server may hold a request, seconds. */
const waitS = 20
/** A request without an answer by then has failed. */
const timeoutMs = 30_000
/** Between two answers: who writes makes many, and nobody reads that fast. */
const paceMs = 400
const firstBackoffMs = 1_000
const maxBackoffMs = 30_000

/**
 * Follows the text of a document by held requests: plain HTTP, which every network lets through, one at a time.
 * Waits with full jitter after a failure, and goes on at once when `wake` says that there is a reader or a network.
 */
export class TextFollower {
  readonly #options: TextFollowerOptions
  readonly #fetch: typeof globalThis.fetch
  #version: string
  #title: string | null = null
  #state: FollowState | null = null
  #failures = 0
  #abort: AbortController | null = null
  #stopWait: (() => void) | null = null
  #paused = false
  #closed = false

  constructor(options: TextFollowerOptions) {
    this.#options = options
    this.#version = options.version
    this.#fetch = options.fetch ?? ((...parameters) => globalThis.fetch(...parameters))
  }

  /** Begins, or goes on at once in place of waiting. */
  wake(): void {
    this.#paused = false
    if (this.#closed || this.#abort) return
    this.#stopWait?.()
    this.#stopWait = null
    void this.#ask()
  }

  /** Nobody looks: the request under way is the last one until `wake`. */
  pause(): void {
    this.#paused = true
    this.#stopWait?.()
    this.#stopWait = null
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopWait?.()
    this.#abort?.abort()
  }

  async #ask(): Promise<void> {
    const { url, clock } = this.#options
    const abort = new AbortController()
    this.#abort = abort
    const stop = clock.after(timeoutMs, () => abort.abort())
    // The first request after a failure is not held: whether the server is there should be known at once.
    const wait = this.#state === 'live' ? waitS : 0
    const query = this.#version === '' ? '' : `?after=${encodeURIComponent(this.#version)}&wait=${wait}`
    try {
      const response = await this.#fetch(url + query, { signal: abort.signal, headers: { accept: 'application/json' } })
      this.#take(response, response.ok ? ((await response.json()) as Partial<FollowedText>) : null)
    } catch {
      // No network, no answer in time, or an answer that is none of ours: all the same to a reader.
      this.#failed()
    } finally {
      stop()
      this.#abort = null
    }
  }

  #take({ ok, status, headers }: Response, body: Partial<FollowedText> | null): void {
    if (this.#closed) return
    const isOurs = headers.get('content-type')?.startsWith('application/problem+json') ?? false
    if (!ok) {
      // A page of some proxy proves nothing about the link.
      if (isOurs && (status === 401 || status === 403)) this.#end('ended')
      else if (isOurs && (status === 404 || status === 410)) this.#end('missing')
      else this.#failed()
      return
    }
    const { title, version, mode = '', text } = body ?? {}
    if (typeof title !== 'string' || typeof version !== 'string') throw new TypeError('this is not an answer of ours')
    this.#failures = 0
    this.#setState('live')
    if (title !== this.#title) this.#options.onTitle(title)
    this.#title = title
    this.#version = version
    if (typeof text === 'string') this.#options.onText({ title, version, mode, text })
    this.#again(paceMs)
  }

  #failed(): void {
    if (this.#closed) return
    this.#failures += 1
    this.#setState('reconnecting')
    const cap = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (this.#failures - 1))
    this.#again(cap / 2 + (this.#options.clock.random() * cap) / 2)
  }

  #again(delayMs: number): void {
    if (this.#paused) return
    this.#stopWait = this.#options.clock.after(delayMs, () => {
      this.#stopWait = null
      void this.#ask()
    })
  }

  #end(state: 'ended' | 'missing'): void {
    this.#setState(state)
    this.close()
  }

  #setState(state: FollowState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state)
  }
}
