import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import { type DocumentSummary, type Excerpt, type SearchAnswer, searchDocuments } from './documents-client.ts'

/** How long after a letter the server is asked, in milliseconds. */
const askAfterMs = 150
/** What the server takes. */
const maxLength = 200
const noExcerpts: ReadonlyMap<string, Excerpt> = new Map()

export interface SearchControllerOptions {
  /** Among the documents in the trash. Default false. */
  trash?: boolean
}

/**
 * What the server finds in the texts of all documents, asked for as somebody types. An answer stays until the next one
 * while the query only grows longer, so that the list does not flicker. Renders its host after each change.
 */
export class SearchController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #trash: boolean
  #query = ''
  #answer: { query: string; answer: SearchAnswer; excerpts: ReadonlyMap<string, Excerpt> } | null = null
  #error: RequestError | null = null
  #isAsking = false
  #stopTimer: (() => void) | null = null
  /** Of the last question: what comes to an older one is not looked at. */
  #number = 0

  constructor(host: ReactiveControllerHost, { trash = false }: SearchControllerOptions = {}) {
    this.#host = host
    this.#trash = trash
    host.addController(this)
  }

  /** Null while nothing is asked for, and before the first answer. */
  get answer(): SearchAnswer | null {
    return this.#answer?.answer ?? null
  }

  /** Where it was found in the texts, by id; the same map as long as the answer is the same. */
  get excerpts(): ReadonlyMap<string, Excerpt> {
    return this.#answer?.excerpts ?? noExcerpts
  }

  /** Documents that are called so, and then those that only their texts were found by, the best first. */
  completing(called: readonly DocumentSummary[]): readonly DocumentSummary[] {
    const known = new Set(called.map(({ id }) => id))
    return [...called, ...(this.answer?.documents ?? []).filter(({ id }) => !known.has(id))]
  }

  /** The answer to the query as it is now is still to come. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  get error(): RequestError | null {
    return this.#error
  }

  hostDisconnected(): void {
    this.#stopTimer?.()
  }

  /** Looks for documents that say this, in a moment; for an empty query it forgets what was found. */
  ask(query: string): void {
    const words = query.trim().slice(0, maxLength)
    this.#stopTimer?.()
    this.#number += 1
    this.#error = null
    if (words === '' || !words.startsWith(this.#answer?.query ?? '')) this.#answer = null
    this.#query = words
    this.#isAsking = words !== ''
    if (words !== '') this.#stopTimer = systemClock.after(askAfterMs, () => void this.#send())
    this.#host.requestUpdate()
  }

  /** Asks the same again: the documents have changed. */
  refresh(): void {
    if (this.#query !== '') void this.#send()
  }

  async #send(): Promise<void> {
    this.#number += 1
    const number = this.#number
    const query = this.#query
    try {
      const answer = await searchDocuments(query, { trash: this.#trash })
      const excerpts = new Map(answer.documents.flatMap(({ id, found }) => (found ? [[id, found]] : [])))
      if (number === this.#number) this.#answer = { query, answer, excerpts }
    } catch (error) {
      if (number === this.#number) this.#error = asRequestError(error)
    }
    if (number !== this.#number) return
    this.#isAsking = false
    this.#host.requestUpdate()
  }
}
