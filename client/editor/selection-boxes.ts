import { EditorSelection } from '@codemirror/state'
import { Direction, type EditorView, RectangleMarker } from '@codemirror/view'

/** In pixels, from the top left corner of the document. */
export interface Box {
  left: number
  top: number
  /** Null for a caret. */
  width: number | null
  height: number
}

/**
 * Measures carets and selections in the visible part of a document. Made anew for each drawing: it remembers what it
 * has measured, because many people stand and select at the same places.
 */
export class SelectionBoxes {
  readonly #view: EditorView
  readonly #left: number
  readonly #top: number
  readonly #selections = new Map<string, readonly Box[]>()

  constructor(view: EditorView) {
    const { scrollDOM, scaleX, scaleY } = view
    const box = scrollDOM.getBoundingClientRect()
    const left = view.textDirection === Direction.LTR ? box.left : box.right - scrollDOM.clientWidth * scaleX
    this.#view = view
    this.#left = left - scrollDOM.scrollLeft * scaleX
    this.#top = box.top - scrollDOM.scrollTop * scaleY
  }

  /** Null outside the visible part. */
  caret(position: number): Box | null {
    const { from, to } = this.#view.viewport
    if (position < from || position > to) return null
    const coords = this.#view.coordsAtPos(position, -1)
    if (coords === null) return null
    return {
      left: coords.left - this.#left,
      top: coords.top - this.#top,
      width: null,
      height: coords.bottom - coords.top,
    }
  }

  /** Of the visible part of a selection; none when that is empty. */
  selection(start: number, end: number): readonly Box[] {
    const { viewport } = this.#view
    const from = Math.max(start, viewport.from)
    const to = Math.min(end, viewport.to)
    if (from >= to) return []
    const key = `${from} ${to}`
    const known = this.#selections.get(key)
    if (known !== undefined) return known
    const oneRow = this.#oneRow(from, to)
    const boxes = oneRow === null ? RectangleMarker.forRange(this.#view, '', EditorSelection.range(from, to)) : [oneRow]
    this.#selections.set(key, boxes)
    return boxes
  }

  /**
   * A selection inside one row of plain left-to-right text, which most are: two positions tell all. CodeMirror's own
   * way searches for the ends of the row by coordinates, at ten times the cost.
   */
  #oneRow(from: number, to: number): Box | null {
    const line = this.#view.state.doc.lineAt(from)
    if (to > line.to || this.#view.textDirection !== Direction.LTR) return null
    const [span, ...more] = this.#view.bidiSpans(line)
    if (more.length > 0 || span?.dir !== Direction.LTR) return null
    const start = this.#view.coordsAtPos(from, 1)
    const end = this.#view.coordsAtPos(to, -1)
    // Letters of different sizes in one row overlap in height; rows do not.
    if (start === null || end === null || end.top >= start.bottom || start.top >= end.bottom) return null
    const top = Math.min(start.top, end.top)
    const height = Math.max(start.bottom, end.bottom) - top
    return { left: start.left - this.#left, top: top - this.#top, width: end.left - start.left, height }
  }
}
