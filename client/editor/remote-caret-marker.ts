import type { LayerMarker } from '@codemirror/view'

/** The largest label, in pixels; the theme clips names at it. */
export const LABEL_WIDTH = 168
/** The same with a word behind the name. */
export const WORDED_LABEL_WIDTH = 224
/** The height of a label, in pixels. */
export const LABEL_HEIGHT = 20

/** Where a label stands: above or below its caret, and to which side it reaches. */
export type LabelPlace = 'above-right' | 'above-left' | 'below-right' | 'below-left'

export interface CaretMarkerOptions {
  clientId: number
  name: string
  /** Index in the palette. */
  color: number
  dimmed: boolean
  /** Its person's line is cut. */
  lost: boolean
  /** What is said behind the name; empty for nothing. */
  word: string
  /** In pixels, from the top left corner of the document. */
  left: number
  top: number
  height: number
  /** Null hides the label. */
  label: LabelPlace | null
}

/**
 * A caret with its label, as drawn in a layer above the text: never in the text, where it would move words and disturb
 * input methods. Positions go through the CSSOM and all else through classes, which a strict CSP allows.
 */
export class CaretMarker implements LayerMarker {
  readonly #options: CaretMarkerOptions

  constructor(options: CaretMarkerOptions) {
    this.#options = options
  }

  eq(other: CaretMarker): boolean {
    const [a, b] = [this.#options, other.#options]
    return (
      a.clientId === b.clientId &&
      a.name === b.name &&
      a.color === b.color &&
      a.dimmed === b.dimmed &&
      a.lost === b.lost &&
      a.word === b.word &&
      a.left === b.left &&
      a.top === b.top &&
      a.height === b.height &&
      a.label === b.label
    )
  }

  draw(): HTMLElement {
    const caret = document.createElement('div')
    const label = caret.appendChild(document.createElement('div'))
    label.className = 'encke-caret-label'
    label.appendChild(document.createElement('span'))
    this.#write(caret)
    return caret
  }

  /** Reuses the element of the same tab only: a label must not fade out under another name. */
  update(caret: HTMLElement, previous: CaretMarker): boolean {
    if (previous.#options.clientId !== this.#options.clientId) return false
    this.#write(caret)
    return true
  }

  /** True when a point, in pixels from the top left corner of the document, is on the caret or next to it. */
  isAt(x: number, y: number): boolean {
    const { left, top, height } = this.#options
    return Math.abs(x - left) <= 5 && y >= top - 2 && y <= top + height + 2
  }

  get clientId(): number {
    return this.#options.clientId
  }

  #write(caret: HTMLElement): void {
    const { name, color, dimmed, lost, word, left, top, height, label } = this.#options
    caret.className = `encke-caret encke-person-${color + 1}`
    caret.classList.toggle('encke-caret-dimmed', dimmed)
    caret.classList.toggle('encke-caret-lost', lost)
    caret.classList.toggle('encke-caret-worded', word !== '')
    caret.classList.toggle('encke-caret-labelled', label !== null && name !== '')
    // A hidden label keeps its place while it fades.
    if (label !== null) {
      caret.classList.toggle('encke-caret-below', label.startsWith('below'))
      caret.classList.toggle('encke-caret-left', label.endsWith('left'))
    }
    caret.style.left = `${left}px`
    caret.style.top = `${top}px`
    caret.style.height = `${height}px`
    const text = caret.firstElementChild as HTMLElement
    if (text.textContent !== name) text.firstElementChild!.textContent = name
    // Drawn by the theme: what the label says is a name.
    text.dataset['word'] = word
  }
}
