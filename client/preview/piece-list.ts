import { IdleWork } from './idle-work.ts'
import { type Piece, unchanged } from './markdown-pieces.ts'
import { MarkdownSource } from './markdown-source.ts'
import { sanitizeToFragment } from './sanitizer.ts'

/** A piece of the text and the element that shows it. */
export interface ShownPiece extends Piece {
  readonly element: HTMLElement
}

interface Item {
  piece: Piece
  element: HTMLElement
  /** What the element shows is this piece, with the present definitions. */
  isFresh: boolean
}

export interface PieceListOptions {
  /** The pieces become its children. */
  container: HTMLElement
  /** What scrolls. */
  scroller: HTMLElement
  /** The tree that it stands in, now and then. */
  root: ShadowRoot
  /** See MarkdownHtmlOptions. */
  server: string
  /** BCP 47. */
  language: () => string
  /** Some pieces show something else now. */
  rendered: (element: HTMLElement) => void
}

/** Characters of text that a change may render at once; what is more waits until it comes near or the page is idle. */
const atOnceLength = 30_000
/** How high a line of text is thought to be before it is rendered, pixels. */
const lineHeightPx = 26
/** What is this near to what can be seen is rendered already. */
const margin = '100% 0px'

/**
 * The elements of a Markdown text, one for each piece. A change replaces the pieces that differ and leaves the others
 * alone. What can be seen is rendered first, the rest when the page is idle.
 */
export class PieceList {
  readonly #options: PieceListOptions
  readonly #byElement = new WeakMap<Element, Item>()
  readonly #work = new IdleWork(() => this.#renderNext())
  readonly #observer: IntersectionObserver
  #items: Item[] = []
  readonly #source: MarkdownSource
  #text = ''
  /** All before it are fresh. */
  #next = 0

  constructor(options: PieceListOptions) {
    this.#options = options
    const { server, language } = options
    const arrived = () => {
      void import('./note-styles.ts').then(({ adoptNoteStyles }) => adoptNoteStyles(options.root), ignore)
      this.update(this.#text)
    }
    this.#source = new MarkdownSource({ server, language, arrived })
    this.#observer = new IntersectionObserver((entries) => this.#onNear(entries), {
      root: options.scroller,
      rootMargin: margin,
    })
  }

  get length(): number {
    return this.#items.length
  }

  /** A piece by its place in the text, rendered. */
  at(index: number): ShownPiece | null {
    const item = this.#items[index]
    if (item === undefined) return null
    this.#render(item)
    return { ...item.piece, element: item.element }
  }

  /** About a piece as it is, rendered or not. */
  peek(index: number): { line: number; element: HTMLElement; isHeading: boolean; sign: string } | null {
    const item = this.#items[index]
    if (item === undefined) return null
    const { line, lines, text, sign = '' } = item.piece
    const isHeading = lines <= 3 && /^ {0,3}#|\n {0,3}[=-]+[ \t]*$/.test(text)
    return { line, element: item.element, isHeading, sign }
  }

  /** The piece that shows a node. */
  of(node: Node): ShownPiece | null {
    const element = (node instanceof Element ? node : node.parentElement)?.closest('.piece')
    const item = element ? this.#byElement.get(element) : undefined
    return item === undefined ? null : { ...item.piece, element: item.element }
  }

  /** Makes it show this text. */
  update(text: string): void {
    this.#text = text
    const { pieces, isRedefined } = this.#source.take(text)
    if (isRedefined) this.#redefine()
    const old = this.#items
    const { start, end } = unchanged(old, pieces)
    const changed = pieces.slice(start, pieces.length - end)
    const gone = old.slice(start, old.length - end)
    const items = changed.map((piece, index) => this.#reuse(gone[index], piece))
    for (const { element } of gone.slice(items.length)) {
      this.#observer.unobserve(element)
      element.remove()
    }
    const after = old[old.length - end]?.element ?? null
    for (const { element } of items.slice(gone.length)) this.#options.container.insertBefore(element, after)
    this.#items = [...old.slice(0, start), ...items, ...old.slice(old.length - end)]
    // What is the same may have moved to other lines.
    for (const [index, piece] of pieces.entries()) this.#items[index]!.piece = piece

    let budget = atOnceLength
    for (const item of items) {
      budget -= item.piece.text.length
      if (budget < 0) break
      this.#render(item)
    }
    this.#next = Math.min(this.#next, start)
    this.resume()
  }

  /** Goes on with what is not rendered yet. */
  resume(): void {
    this.#work.start()
  }

  /** Nobody sees it: nothing is rendered until `resume`. */
  pause(): void {
    this.#work.close()
  }

  /** Renders everything now, for printing. */
  renderAll(): void {
    for (const item of this.#items) this.#render(item)
  }

  /** What a link in one place means can change with a line in another. */
  #redefine(): void {
    for (const item of this.#items) {
      if (!item.piece.text.includes('[')) continue
      item.isFresh = false
      this.#watch(item.element)
    }
    this.#next = 0
  }

  /** A piece in the place of another one takes over its element: nothing moves that need not. */
  #reuse(item: Item | undefined, piece: Piece): Item {
    if (item !== undefined) {
      item.piece = piece
      item.isFresh = false
      this.#watch(item.element)
      return item
    }
    const element = document.createElement('div')
    element.className = 'piece'
    element.style.setProperty('--_height', `${Math.max(1, piece.lines) * lineHeightPx}px`)
    const made = { piece, element, isFresh: false }
    this.#byElement.set(element, made)
    this.#watch(element)
    return made
  }

  #watch(element: Element): void {
    // Tells of its place at once, also of one that is watched already.
    this.#observer.unobserve(element)
    this.#observer.observe(element)
  }

  #onNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const item = this.#byElement.get(target)
      if (isIntersecting && item !== undefined) this.#render(item)
    }
  }

  #renderNext(): boolean {
    while (this.#next < this.#items.length && this.#items[this.#next]!.isFresh) this.#next += 1
    const item = this.#items[this.#next]
    if (item === undefined) return false
    this.#render(item)
    return true
  }

  #render(item: Item): void {
    if (item.isFresh) return
    item.isFresh = true
    const { element, piece } = item
    const fragment = sanitizeToFragment(this.#source.html(piece))
    const box = focusedBox(element)
    element.replaceChildren(fragment)
    this.#observer.unobserve(element)
    this.#options.rendered(element)
    if (box !== null) element.querySelectorAll<HTMLElement>('input')[box]?.focus()
  }
}

/** Offline: footnotes can be read as they are. */
function ignore(): void {}

/** Which of its tasks has the focus, if any. */
function focusedBox(element: Element): number | null {
  const { activeElement } = element.getRootNode() as ShadowRoot
  const index = [...element.querySelectorAll('input')].indexOf(activeElement as HTMLInputElement)
  return index < 0 ? null : index
}
