import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view'

const automatic = Decoration.line({ attributes: { dir: 'auto' } })

/**
 * Each line runs as its own first letter does, whatever the direction of the page: Arabic and Hebrew from the right,
 * beside lines from the left. A line without words runs as the page does.
 */
export function textDirection(): Extension {
  return [
    EditorView.perLineTextDirection.of(true),
    ViewPlugin.define((view) => new LineDirections(view), { decorations: ({ decorations }) => decorations }),
  ]
}

class LineDirections {
  decorations: DecorationSet

  constructor(view: EditorView) {
    this.decorations = decorate(view)
  }

  update({ view, docChanged, viewportChanged }: { view: EditorView; docChanged: boolean; viewportChanged: boolean }) {
    if (docChanged || viewportChanged) this.decorations = decorate(view)
  }
}

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  let last = -1
  for (const { from, to } of visibleRanges) {
    for (let position = from; position <= to; ) {
      const line = state.doc.lineAt(position)
      // Parts of a long line are visible ranges of their own.
      if (line.from > last && line.length > 0) builder.add(line.from, line.from, automatic)
      last = line.from
      position = line.to + 1
    }
  }
  return builder.finish()
}
