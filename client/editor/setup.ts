import { EditorState, type Extension, Prec, type StateCommand } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view'
import { isCodeMode } from './editor-mode.ts'
import { type EditorSettings, editorSettings } from './editor-settings.ts'
import { lateFonts } from './late-fonts.ts'
import { lineFeedsOnly } from './line-breaks.ts'
import { theme } from './theme.ts'
import { typingOver } from './typing-over.ts'
import { wholeCharactersOnly } from './whole-characters.ts'
import { wrap } from './wrap.ts'

/**
 * What every editor has from its first moment, with or without company; `amenities` come after it. Without an undo history, which `sync` brings per person, and without
 * a binding for Tab, which leaves the editor.
 */
export function setup(): Extension {
  return [
    lineFeedsOnly(),
    wholeCharactersOnly(),
    wrap(),
    EditorState.allowMultipleSelections.of(true),
    drawSelection(),
    lateFonts(),
    typingOver(),
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

/** The settings as an extension, for a compartment. */
export function settings(values: EditorSettings): Extension {
  const { label, placeholder: hint, readOnly, mode } = values
  const isCode = isCodeMode(mode)
  return [
    editorSettings.of(values),
    EditorView.contentAttributes.of({
      part: 'content',
      'aria-label': label,
      spellcheck: String(!isCode),
      autocorrect: isCode ? 'off' : 'on',
      autocapitalize: isCode ? 'off' : 'sentences',
      // The browser makes only editable text a tab stop, and nobody could scroll or select the other by keyboard.
      tabindex: '0',
      ...(readOnly ? { 'aria-readonly': 'true' } : {}),
    }),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    hint === '' ? [] : placeholder(hint),
  ]
}
