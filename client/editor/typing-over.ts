import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection takes its place as an edit of our own. The browser's would keep the looks of what was
 * there in a `style`, for a moment: a strict policy forbids that, and the page's owner hears of a violation.
 */
export function typingOver(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { state } = view
      const { from, to, empty } = state.selection.main
      const { data, inputType, isComposing } = event
      if (inputType !== 'insertText' || !data || empty || isComposing || view.composing || state.readOnly) return false
      const insert = () => state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
      const handlers = state.facet(EditorView.inputHandler)
      if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert())
      return true
    },
  })
}
