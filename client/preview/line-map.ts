import type { PieceList } from './piece-list.ts'

interface Mark {
  /** Line of the source, from 0. */
  line: number
  /** Pixels from the top of what scrolls. */
  top: number
}

/**
 * Which source line is where in the preview. Both ways it goes by the blocks that carry their line, and between two of
 * them evenly: never by how far down something is in the whole.
 */
export class LineMap {
  readonly #pieces: PieceList
  readonly #scroller: HTMLElement

  constructor({ pieces, scroller }: { pieces: PieceList; scroller: HTMLElement }) {
    this.#pieces = pieces
    this.#scroller = scroller
  }

  /** Where a line is shown, in pixels from the top of what scrolls. A line may have a fraction. */
  topOf(line: number): number {
    const index = this.#lastIndex(({ line: start }) => start <= line)
    return index < 0 ? 0 : across(this.#marksOf(index), { from: 'line', to: 'top', value: line })
  }

  /** The line, with a fraction, that is shown at so many pixels from the top of what scrolls. */
  lineAt(top: number): number {
    const index = this.#lastIndex(({ element }) => element.offsetTop <= top)
    return index < 0 ? 0 : across(this.#marksOf(index), { from: 'top', to: 'line', value: top })
  }

  /** Lines of a piece and where they are, in order, and where the next piece begins. */
  #marksOf(index: number): Mark[] {
    const { element, line, lines } = this.#pieces.at(index)!
    const origin = this.#scroller.getBoundingClientRect().top - this.#scroller.scrollTop
    const marks: Mark[] = []
    const add = (mark: Mark) => {
      const last = marks.at(-1)
      if (last === undefined || (mark.line > last.line && mark.top > last.top)) marks.push(mark)
    }
    add({ line, top: element.offsetTop })
    for (const block of element.querySelectorAll<HTMLElement>('[data-line]')) {
      add({ line: line + Number(block.dataset['line']), top: block.getBoundingClientRect().top - origin })
    }
    const next = this.#pieces.peek(index + 1)
    add(
      next === null
        ? { line: line + lines, top: element.offsetTop + element.offsetHeight }
        : { line: next.line, top: next.element.offsetTop },
    )
    return marks
  }

  /** The last piece for which something holds that holds for all before it; -1 for none. */
  #lastIndex(holds: (piece: { line: number; element: HTMLElement }) => boolean): number {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (holds(this.#pieces.peek(middle)!)) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** From one scale to the other, evenly between the two marks that a value lies between. */
function across(
  marks: readonly Mark[],
  { from, to, value }: { from: keyof Mark; to: keyof Mark; value: number },
): number {
  const next = marks.findIndex((mark) => mark[from] > value)
  if (next < 0) return marks.at(-1)![to]
  const [before, after] = [marks[next - 1] ?? marks[0]!, marks[next]!]
  const span = after[from] - before[from]
  return span === 0 ? before[to] : before[to] + ((after[to] - before[to]) * (value - before[from])) / span
}
