import { type HighlightStyle, syntaxTree } from '@codemirror/language'
import { type Extension, Prec, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { Tree } from '@lezer/common'
import { highlightTree } from '@lezer/highlight'
import { cutTree } from './tree-cut.ts'

/**
 * Colours what is on the screen, as CodeMirror's `syntaxHighlighting` does. That one looks at every block before the
 * screen, again for each key: 5 ms of each at the end of 100,000 lines. This one looks at those on the screen.
 */
export function screenHighlighting(style: HighlightStyle): Extension {
  const coloured = ViewPlugin.define((view) => new ScreenHighlighting(view, style), {
    decorations: ({ decorations }) => decorations,
  })
  return [Prec.high(coloured), style.module ? EditorView.styleModule.of(style.module) : []]
}

class ScreenHighlighting {
  decorations: DecorationSet
  readonly #style: HighlightStyle
  readonly #marks = new Map<string, Decoration>()
  #tree: Tree
  /** Beyond this place nothing is coloured. */
  #colouredTo: number

  constructor(view: EditorView, style: HighlightStyle) {
    this.#style = style
    this.#tree = syntaxTree(view.state)
    this.#colouredTo = view.viewport.to
    this.decorations = this.#colour(view)
  }

  update({ view, state, changes, viewportChanged }: ViewUpdate): void {
    const tree = syntaxTree(state)
    const { to } = view.viewport
    const colouredTo = changes.mapPos(this.#colouredTo, 1)
    if (tree.length < to && tree.type === this.#tree.type && colouredTo >= to) {
      // The parser is behind: words keep the colours they had, instead of losing them for a moment.
      this.decorations = this.decorations.map(changes)
      this.#colouredTo = colouredTo
    } else if (tree !== this.#tree || viewportChanged) {
      this.#tree = tree
      this.#colouredTo = to
      this.decorations = this.#colour(view)
    }
  }

  #colour({ visibleRanges }: EditorView): DecorationSet {
    const builder = new RangeSetBuilder<Decoration>()
    for (const { from, to } of visibleRanges) {
      const put = (from: number, to: number, classes: string) => builder.add(from, to, this.#mark(classes))
      highlightTree(cutTree(this.#tree, from, to), this.#style, put, from, to)
    }
    return builder.finish()
  }

  #mark(classes: string): Decoration {
    const known = this.#marks.get(classes)
    if (known) return known
    const mark = Decoration.mark({ class: classes })
    this.#marks.set(classes, mark)
    return mark
  }
}
