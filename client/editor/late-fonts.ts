import { type Extension, StateEffect } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

const arrived = StateEffect.define<null>()

/** True for an update that draws anew because the letters have another width since. */
export function changesFonts(update: ViewUpdate): boolean {
  return update.transactions.some(({ effects }) => effects.some((effect) => effect.is(arrived)))
}

/**
 * Draws carets and selections anew when a font has come that the text was shown without. CodeMirror looks only once,
 * and does not hear of letters that are as tall and not as wide as before.
 */
export function lateFonts(): Extension {
  return ViewPlugin.define((view) => {
    const redraw = () => drawAnew(view)
    document.fonts.addEventListener('loadingdone', redraw)
    return { destroy: () => document.fonts.removeEventListener('loadingdone', redraw) }
  })
}

function drawAnew(view: EditorView): void {
  // The end of a composition draws anew by itself.
  if (view.composing) return
  // The same selection: what draws the reader's own caret goes by it.
  view.dispatch({ selection: view.state.selection, effects: arrived.of(null) })
}
