import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { type Command, EditorView } from '@codemirror/view'
import { isCodeMode } from './editor-mode.ts'
import { editorSettings } from './editor-settings.ts'

const chosen = StateEffect.define<boolean>()

/** What the reader chose; null while they have not. */
const choice = StateField.define<boolean | null>({
  create: () => null,
  update: (value, { effects }) => effects.reduce((last, effect) => (effect.is(chosen) ? effect.value : last), value),
})

/** Long lines are wrapped, unless the reader says otherwise, or it is code and they have said nothing. */
export function wrap(): Extension {
  return [
    choice,
    EditorView.contentAttributes.compute([choice, editorSettings], (state): Record<string, string> => {
      const wraps = state.field(choice) ?? !isCodeMode(state.facet(editorSettings).mode)
      return wraps ? { class: 'cm-lineWrapping' } : {}
    }),
  ]
}

/** Wraps long lines, or no longer. */
export const toggleWrap: Command = (view) => {
  view.dispatch({ effects: chosen.of(!isWrapped(view)) })
  return true
}

/** Whether long lines are wrapped. */
export function isWrapped({ contentDOM }: EditorView): boolean {
  return contentDOM.classList.contains('cm-lineWrapping')
}
