import type { Clock } from '../../protocol/clock.ts'
import { MarkdownHtml } from '../preview/markdown-html.ts'
import { type Piece, splitMarkdown } from '../preview/markdown-pieces.ts'
import { sanitizeToFragment } from '../preview/sanitizer.ts'
import { ReaderPlace } from './reader-place.ts'

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
 */
export class ViewText {
  readonly #container: HTMLElement
  readonly #clock: Clock
  readonly #place: ReaderPlace
  #shown: Shown[] = []
  #definitions = ''
  #html = new MarkdownHtml('')
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
    const { pieces, definitions } = splitMarkdown(text)
    this.#place.keepDuring(() => this.#replace(pieces, definitions))
    this.#plan()
  }

  #replace(pieces: readonly Piece[], definitions: string): void {
    const old = this.#shown
    // What a link in one place means can change with a line in another.
    const shorter = definitions === this.#definitions ? Math.min(old.length, pieces.length) : 0
    if (definitions !== this.#definitions) this.#html = new MarkdownHtml(definitions)
    this.#definitions = definitions
    let start = 0
    while (start < shorter && isSame(old[start], pieces[start])) start += 1
    let end = 0
    while (end < shorter - start && isSame(old[old.length - 1 - end], pieces[pieces.length - 1 - end])) end += 1

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
    shown.element.replaceChildren(sanitizeToFragment(this.#html.render(shown.piece)))
    shown.isRendered = true
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

function isSame(shown: Shown | undefined, piece: Piece | undefined): boolean {
  return (
    shown !== undefined && piece !== undefined && shown.piece.text === piece.text && shown.piece.kind === piece.kind
  )
}

function plain(text: string): HTMLElement {
  const element = document.createElement('p')
  element.className = 'plain'
  element.textContent = text
  return element
}
