import { EditorState, type Extension, Prec, type StateCommand } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view'
import { lineFeedsOnly } from './line-breaks.ts'
import { theme } from './theme.ts'

/**
 * What every editor has from its first moment, with or without company; `amenities` come after it. Without an undo history, which `sync` brings per person, and without
 * a binding for Tab, which leaves the editor.
 */
export function setup(): Extension {
  return [
    lineFeedsOnly(),
    EditorView.lineWrapping,
    EditorState.allowMultipleSelections.of(true),
    drawSelection(),
    dropCursor(),
    highlightSpecialChars(),
    // Everything else works as the browser does it, until the amenities are there.
    Prec.lowest(keymap.of([{ key: 'Enter', run: insertLineBreak }])),
    EditorView.editorAttributes.of({ part: 'editor' }),
    theme(),
  ]
}

const insertLineBreak: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  dispatch(state.update(state.replaceSelection(state.lineBreak), { scrollIntoView: true, userEvent: 'input' }))
  return true
}

/** What a host may change at any time; each change replaces the whole. */
export interface EditorSettings {
  /** The accessible name of the text. */
  label: string
  /** Shown while the text is empty. */
  placeholder: string
  /** The text can be read, selected, searched and copied, but not changed. */
  readOnly: boolean
}

/** The settings as an extension, for a compartment. */
export function settings({ label, placeholder: hint, readOnly }: EditorSettings): Extension {
  return [
    EditorView.contentAttributes.of({
      part: 'content',
      'aria-label': label,
      spellcheck: 'true',
      autocorrect: 'on',
      autocapitalize: 'sentences',
      // The browser makes only editable text a tab stop, and nobody could scroll or select the other by keyboard.
      tabindex: '0',
      ...(readOnly ? { 'aria-readonly': 'true' } : {}),
    }),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    hint === '' ? [] : placeholder(hint),
  ]
}
