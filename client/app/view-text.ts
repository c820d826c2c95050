import type { Clock } from '../../protocol/clock.ts'
import { CodePainter } from '../preview/code-painter.ts'
import { type Piece, unchanged } from '../preview/markdown-pieces.ts'
import { MarkdownSource } from '../preview/markdown-source.ts'
import { sanitizeToFragment } from '../preview/sanitizer.ts'
import { ReaderPlace } from './reader-place.ts'
import { viewLanguage } from './view-languages.ts'

interface Shown {
  piece: Piece
  element: HTMLElement
  /** The element has more than the plain words. */
  isRendered: boolean
}

/** Characters that are rendered at once: some windows full. The rest stands there as plain words until its turn comes. */
const atOnceLength = 30_000
/** How long one turn may take, and how long the page has for itself in between, milliseconds. */
const turnMs = 10
const restMs = 20

/**
 * A Markdown text to read, kept up to date: a change replaces the pieces that differ and leaves the others alone, with
 * what the reader looks at staying where it is on the screen. A chunk of its own: the page has the plain text before.
 *
 * Not the preview's `PieceList`: that one leaves what is out of sight empty, in a scroller of its own, and knows lines and
 * tasks, all of which this page would load for nothing. Here every word can be found and printed from the first moment.
 * Lives as long as its page.
 */
export class ViewText {
  readonly #container: HTMLElement
  readonly #clock: Clock
  readonly #place: ReaderPlace
  #shown: Shown[] = []
  readonly #source = new MarkdownSource({
    language: () => document.documentElement.lang,
    arrived: () => this.update(this.#text),
  })
  readonly #colors = new CodePainter(viewLanguage)
  #text = ''
  #stopTurn: (() => void) | null = null

  constructor({ container, clock }: { container: HTMLElement; clock: Clock }) {
    this.#container = container
    this.#clock = clock
    this.#place = new ReaderPlace({ container })
    // Paper has no later.
    window.addEventListener('beforeprint', () => this.#renderUntil(Number.POSITIVE_INFINITY))
  }

  /** Makes it show this text, in place of whatever was there. */
  update(text: string): void {
    this.#text = text
    const { pieces, isRedefined } = this.#source.take(text)
    this.#place.keepDuring(() => this.#replace(pieces, isRedefined))
    this.#plan()
  }

  #replace(pieces: readonly Piece[], isRedefined: boolean): void {
    const old = this.#shown
    // What a link in one place means can change with a line in another.
    const { start, end } = isRedefined ? { start: 0, end: 0 } : unchanged(old, pieces)
    const gone = old.slice(start, old.length - end)
    let budget = atOnceLength
    const made = pieces.slice(start, pieces.length - end).map((piece, index): Shown => {
      // A piece in the place of another one takes over its element: nothing moves that need not.
      const element = gone[index]?.element ?? document.createElement('div')
      const shown = { piece, element, isRendered: false }
      budget -= piece.text.length
      if (budget > 0) this.#render(shown)
      else element.replaceChildren(plain(piece.text))
      return shown
    })
    for (const { element } of gone.slice(made.length)) element.remove()
    const elements = made.map(({ element }) => element)
    if (old.length === 0) this.#container.replaceChildren(...elements)
    else {
      const after = old[old.length - end]?.element ?? null
      for (const element of elements.slice(gone.length)) this.#container.insertBefore(element, after)
    }
    this.#shown = [...old.slice(0, start), ...made, ...old.slice(old.length - end)]
  }

  #render(shown: Shown): void {
    shown.element.replaceChildren(sanitizeToFragment(this.#source.html(shown.piece)))
    shown.isRendered = true
    this.#colors.paint(shown.element)
  }

  /** Turns come one after the other until nothing is plain. */
  #plan(): void {
    if (this.#stopTurn || this.#shown.every(({ isRendered }) => isRendered)) return
    this.#stopTurn = this.#clock.after(restMs, () => {
      this.#stopTurn = null
      this.#place.keepDuring(() => this.#renderUntil(this.#clock.now() + turnMs))
      this.#plan()
    })
  }

  #renderUntil(deadline: number): void {
    for (const shown of this.#shown) {
      if (shown.isRendered) continue
      if (this.#clock.now() > deadline) return
      this.#render(shown)
    }
  }
}

function plain(text: string): HTMLElement {
  const element = document.createElement('p')
  element.className = 'plain'
  element.textContent = text
  return element
}
