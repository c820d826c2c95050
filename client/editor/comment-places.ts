import type { Extension } from '@codemirror/state'
import { EditorView, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import {
  type CommentRange,
  commentField,
  commentMarks,
  setActiveComment,
  setCommentRanges,
} from '../comments/comment-marks.ts'
import { isWholeQuote, MAX_QUOTE_LENGTH } from '../comments/thread.ts'
import { resolveAnchors, type TextRange } from './anchor.ts'

/** What is to be found in the text. */
export interface Anchored {
  readonly id: string
  readonly anchor: string
  readonly quote: string
  /** It is marked in the text. */
  readonly marked: boolean
}

export interface CommentPlacesOptions {
  ytext: Y.Text
  clock: Clock
  /** One of them has another place among the others, or has lost or found its words. */
  onMove: () => void
}

/** So long after the last change of the text all anchors are resolved again. */
const SETTLE_MS = 300

/** Words shorter than these are found by chance; longer ones than a quote are not looked for. */
const MIN_FOUND_LENGTH = 4

/** So many earlier readings of a thread's words are looked for, besides its quote. */
const MAX_READINGS = 3

/**
 * Where threads are in a text that is shown: resolves their anchors and keeps the marks of a view in place.
 *
 * While somebody writes, the marks move along by themselves (`commentField`); anchors are resolved when a thread comes,
 * and once the text has come to rest. Words that were deleted and written again at the same place, which is what undo
 * is for everybody but its author, and what a program does that replaces the text, are found by how they read before.
 */
export class CommentPlaces {
  readonly extension: Extension
  readonly #ytext: Y.Text
  readonly #clock: Clock
  readonly #onMove: () => void
  #view: EditorView | null = null
  #anchored: readonly Anchored[] = []
  #ranges: ReadonlyMap<string, TextRange | null> = new Map()
  /** How the words of each thread have read, latest first. */
  readonly #readings = new Map<string, readonly string[]>()
  #active: string | null = null
  #stopTimer: (() => void) | null = null
  #scheduled = false
  #closed = false

  constructor({ ytext, clock, onMove }: CommentPlacesOptions) {
    this.#ytext = ytext
    this.#clock = clock
    this.#onMove = onMove
    this.extension = [commentMarks(), EditorView.updateListener.of((update) => this.#onUpdate(update))]
  }

  /** Where it draws; null before there is one. */
  get view(): EditorView | null {
    return this.#view
  }

  /** Draws in this view, which has the extension. */
  attach(view: EditorView): void {
    this.#view = view
    this.#schedule()
  }

  /** These are to be found, in place of the last ones; told of at the end of the turn. */
  show(anchored: readonly Anchored[]): void {
    this.#anchored = anchored
    this.#schedule()
  }

  /** Marks one as looked at, if it is marked. */
  activate(id: string | null): void {
    if (id === this.#active) return
    this.#active = id
    this.#view?.dispatch({ effects: setActiveComment.of(id) })
  }

  /** Where a thread is: empty when its words were deleted, null when it is nowhere. */
  range(id: string): TextRange | null {
    const marked = this.#view?.state.field(commentField, false)?.ranges.find((range) => range.id === id)
    return marked ?? this.#ranges.get(id) ?? null
  }

  /** Scrolls to a thread, if it is not in sight. */
  reveal(id: string): void {
    const range = this.range(id)
    if (range === null || this.#view === null) return
    const from = Math.min(range.from, this.#view.state.doc.length)
    this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'nearest', yMargin: 96 }) })
  }

  close(): void {
    this.#closed = true
    this.#stopTimer?.()
    this.#view = null
  }

  #onUpdate({ docChanged, view }: ViewUpdate): void {
    if (!docChanged || view !== this.#view || this.#anchored.length === 0) return
    this.#stopTimer?.()
    this.#stopTimer = this.#clock.after(SETTLE_MS, () => this.#resolve())
  }

  /** Not at once: the text that came in the same update may not be in the view yet. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#resolve()
    })
  }

  #resolve(): void {
    const view = this.#view
    if (this.#closed || view === null) return
    const resolved = resolveAnchors(
      this.#ytext,
      this.#anchored.map(({ anchor }) => anchor),
    )
    const ranges = new Map<string, TextRange | null>()
    const marked: CommentRange[] = []
    for (const [index, { id, quote, marked: isMarked }] of this.#anchored.entries()) {
      const range = this.#findAgain(view, { id, quote }, resolved[index] ?? null)
      ranges.set(id, range)
      if (isMarked && range !== null) marked.push({ id, from: range.from, to: range.to })
    }
    const before = this.#ranges
    this.#ranges = ranges
    const drawn = view.state.field(commentField, false)?.ranges ?? []
    if (!sameRanges(drawn, marked)) view.dispatch({ effects: setCommentRanges.of(marked) })
    if (shape(before) !== shape(ranges)) this.#onMove()
  }

  #findAgain(
    { state: { doc } }: EditorView,
    { id, quote }: { id: string; quote: string },
    range: TextRange | null,
  ): TextRange | null {
    if (range === null || range.to > doc.length) return null
    const { from, to } = range
    if (to - from >= MAX_QUOTE_LENGTH) return range
    const reading = doc.sliceString(from, to)
    const known = this.#readings.get(id) ?? [quote]
    for (const words of known) {
      if (words.length <= reading.length || words.length < MIN_FOUND_LENGTH || !isWholeQuote(words)) continue
      // Undo writes before what it brings back, and a program after it.
      const start = to - words.length
      if (start >= 0 && doc.sliceString(start, to) === words) return { from: start, to }
      if (doc.sliceString(from, from + words.length) === words) return { from, to: from + words.length }
    }
    if (reading !== '' && !known.includes(reading)) {
      this.#readings.set(id, [reading, ...known].slice(0, MAX_READINGS + 1))
    }
    return range
  }
}

function sameRanges(drawn: readonly CommentRange[], marked: readonly CommentRange[]): boolean {
  return (
    drawn.length === marked.length &&
    drawn.every(({ id, from, to }, index) => {
      const other = marked[index]!
      return other.id === id && other.from === from && other.to === to
    })
  )
}

/** The order of the threads, and which have no words: all that a list of them shows of their places. */
function shape(ranges: ReadonlyMap<string, TextRange | null>): string {
  return [...ranges]
    .sort(([, one], [, other]) => compareRanges(one, other))
    .map(([id, range]) => `${id}${range === null || range.from === range.to ? '-' : '+'}`)
    .join()
}

/** In the order of the text; what is nowhere comes last. */
export function compareRanges(one: TextRange | null, other: TextRange | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one.from - other.from || one.to - other.to
}
