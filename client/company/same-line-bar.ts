import type { Extension } from '@codemirror/state'
import { Direction, EditorView, layer, RectangleMarker } from '@codemirror/view'
import { movesRemoteCarets } from '../editor/remote-carets.ts'
import { paletteIndex } from '../presence/palette.ts'
import type { Person } from '../presence/people.ts'

/** From the text to the bar beside it, and how wide it is, in pixels. */
const GAP = 9
const WIDTH = 3

/**
 * A bar beside the line that the reader and somebody else edit, in the colour of the other one. In a layer of its own:
 * it moves no letter, and disturbs nobody who composes one.
 * @param who edits the reader's line; null for nobody.
 */
export function sameLineBar(who: () => Person | null): Extension {
  return [
    layer({
      above: false,
      class: 'encke-same-line-layer',
      update: (update) => update.selectionSet || update.geometryChanged || movesRemoteCarets(update),
      markers: (view) => {
        const person = who()
        return person === null ? [] : barOf(view, person)
      },
    }),
    EditorView.theme({
      '.encke-same-line': { position: 'absolute', borderRadius: '2px', backgroundColor: 'var(--person)' },
      '@media (forced-colors: active)': { '.encke-same-line': { forcedColorAdjust: 'none' } },
    }),
  ]
}

function barOf(view: EditorView, { color }: Person): RectangleMarker[] {
  const line = view.state.doc.lineAt(view.state.selection.main.head)
  const block = view.lineBlockAt(line.from)
  const start = view.coordsAtPos(line.from, 1)
  if (start === null) return []
  const { scrollDOM, scaleX, scaleY } = view
  const box = scrollDOM.getBoundingClientRect()
  // The scroller begins at its text's left edge, or in a text from right to left behind its scroll bar.
  const edge = view.textDirection === Direction.LTR ? box.left : box.right - scrollDOM.clientWidth * scaleX
  const left = start.left - edge + scrollDOM.scrollLeft * scaleX
  const top = view.documentTop + block.top - (box.top - scrollDOM.scrollTop * scaleY)
  const isRtl = view.textDirectionAt(line.from) === Direction.RTL
  const place = isRtl ? left + GAP : left - GAP - WIDTH
  const className = `encke-same-line encke-person-${paletteIndex(color) + 1}`
  return [new RectangleMarker(className, Math.max(1, place), top + 2, WIDTH, block.height - 4)]
}
