import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

/**
 * The number of each line before it. By an attribute of the line and its style, where CodeMirror's gutters would be a
 * second column of elements, and part of what is loaded before the first letter can be written.
 */
export function lineNumbers(): Extension {
  return [
    ViewPlugin.define((view) => new LineNumbers(view), { decorations: ({ decorations }) => decorations }),
    EditorView.theme({
      '.cm-line': { position: 'relative', paddingInlineStart: 'calc(var(--encke-padding-inline, 16px) + 4.5ch)' },
      '.cm-line::before': {
        position: 'absolute',
        insetInlineStart: 'calc(var(--encke-padding-inline, 16px) - 8px)',
        width: '4ch',
        color: 'var(--_muted)',
        // Without a word for those who have it read out: they know the line from the caret.
        content: 'attr(data-line) / ""',
        textAlign: 'end',
        fontVariantNumeric: 'tabular-nums',
        pointerEvents: 'none',
      },
    }),
  ]
}

class LineNumbers {
  decorations: DecorationSet

  constructor(view: EditorView) {
    this.decorations = number(view)
  }

  update({ view, docChanged, viewportChanged }: ViewUpdate): void {
    if (docChanged || viewportChanged) this.decorations = number(view)
  }
}

function number({ state: { doc }, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  let last = 0
  for (const { from, to } of visibleRanges) {
    const end = doc.lineAt(to).number
    for (let index = Math.max(last + 1, doc.lineAt(from).number); index <= end; index++) {
      const start = doc.line(index).from
      builder.add(start, start, Decoration.line({ attributes: { 'data-line': String(index) } }))
      last = index
    }
  }
  return builder.finish()
}
