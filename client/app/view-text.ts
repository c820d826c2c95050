import { MarkdownHtml } from '../preview/markdown-html.ts'
import { type Piece, splitMarkdown } from '../preview/markdown-pieces.ts'
import { sanitizeToFragment } from '../preview/sanitizer.ts'
import { ReaderPlace } from './reader-place.ts'

interface Shown {
  piece: Piece
  element: HTMLElement
}

/**
 * A Markdown text to read, kept up to date: a change replaces the pieces that differ and leaves the others alone, with
 * what the reader looks at staying where it is on the screen. A chunk of its own: the page has the plain text before.
 */
export class ViewText {
  readonly #container: HTMLElement
  readonly #place: ReaderPlace
  #shown: Shown[] = []
  #definitions = ''

  constructor({ container }: { container: HTMLElement }) {
    this.#container = container
    this.#place = new ReaderPlace({ container })
  }

  /** Makes it show this text, in place of whatever was there. */
  update(text: string): void {
    const { pieces, definitions } = splitMarkdown(text)
    const html = new MarkdownHtml(definitions)
    const isFirst = this.#shown.length === 0
    const isSameEverywhere = definitions === this.#definitions
    this.#definitions = definitions
    this.#place.keepDuring(() => {
      const old = this.#shown
      const shorter = isSameEverywhere ? Math.min(old.length, pieces.length) : 0
      let start = 0
      while (start < shorter && isSame(old[start], pieces[start])) start += 1
      let end = 0
      while (end < shorter - start && isSame(old[old.length - 1 - end], pieces[pieces.length - 1 - end])) end += 1
      const gone = old.slice(start, old.length - end)
      const made = pieces.slice(start, pieces.length - end).map((piece, index) => {
        // A piece in the place of another one takes over its element: nothing moves that need not.
        const element = gone[index]?.element ?? document.createElement('div')
        element.replaceChildren(sanitizeToFragment(html.render(piece)))
        return { piece, element }
      })
      for (const { element } of gone.slice(made.length)) element.remove()
      const elements = made.map(({ element }) => element)
      if (isFirst) this.#container.replaceChildren(...elements)
      else {
        const after = old[old.length - end]?.element ?? null
        for (const element of elements.slice(gone.length)) this.#container.insertBefore(element, after)
      }
      this.#shown = [...old.slice(0, start), ...made, ...old.slice(old.length - end)]
    })
  }
}

function isSame(shown: Shown | undefined, piece: Piece | undefined): boolean {
  return (
    shown !== undefined && piece !== undefined && shown.piece.text === piece.text && shown.piece.kind === piece.kind
  )
}
