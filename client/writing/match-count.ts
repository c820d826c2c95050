import type { SearchQuery } from '@codemirror/search'
import type { EditorState } from '@codemirror/state'

/** Above this many, matches are no longer counted. */
export const MAX_MATCHES = 9_999
/** How much text is searched before a look at the clock, in UTF-16 units. */
const PIECE_LENGTH = 50_000

/** Counts what a query finds in a text, piece by piece, so that a long text holds up nobody. */
export class MatchCount {
  readonly #query: SearchQuery
  readonly #state: EditorState
  readonly #starts: number[] = []
  #at = 0

  constructor(query: SearchQuery, state: EditorState) {
    this.#query = query
    this.#state = state
  }

  /** How many there are, as far as it has counted. */
  get total(): number {
    return this.#starts.length
  }

  get isDone(): boolean {
    return this.#at > this.#state.doc.length || this.total >= MAX_MATCHES
  }

  /** Counts on for as long as `mayGoOn` says so. */
  countOn(mayGoOn: () => boolean): void {
    const { doc } = this.#state
    while (!this.isDone && mayGoOn()) {
      const end = this.#isWithinLines ? doc.lineAt(Math.min(doc.length, this.#at + PIECE_LENGTH)).to : doc.length
      const cursor = this.#query.getCursor(this.#state, this.#at, end)
      for (let next = cursor.next(); !next.done && this.total < MAX_MATCHES; next = cursor.next()) {
        this.#starts.push(next.value.from)
      }
      this.#at = end + 1
    }
  }

  /** The place of the match that starts at a position, from 1; 0 where none does. */
  placeOf(from: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! < from) low = middle + 1
      else high = middle
    }
    return this.#starts[low] === from ? low + 1 : 0
  }

  /** What may go over the end of a line has to be searched in one piece. */
  get #isWithinLines(): boolean {
    const { regexp, search } = this.#query
    return regexp ? !/\\n|\\s|\[\^|\\[DSW]/.test(search) : !/\\n|\n/.test(search)
  }
}
