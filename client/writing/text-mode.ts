import { indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { Compartment, type Extension } from '@codemirror/state'
import { EditorView, keymap, ViewPlugin } from '@codemirror/view'
import { loadCodeLanguage } from '../editor/code-language.ts'
import { isCodeMode } from '../editor/editor-mode.ts'
import { editorSettings } from '../editor/editor-settings.ts'
import { markdown } from '../editor/markdown.ts'
import { codeHighlighting, codeTheme } from './code-theme.ts'
import { hangingIndent } from './hanging-indent.ts'
import { linkOnPaste } from './insertions.ts'
import { toggleTasks } from './line-kind.ts'
import { lineNumbers } from './line-numbers.ts'
import { continueList, deleteMarker } from './list-keys.ts'
import { pasteMarkdown } from './paste-markdown.ts'
import { cellBelow, nextCell, previousCell } from './table-keys.ts'

/**
 * What the text is: Markdown, plain text, or code in one of some 150 languages, whose parser is loaded when it is asked
 * for. A language that nobody knows, or that does not load, is code without colours.
 */
export function textMode(): Extension {
  const mode = new Compartment()
  const language = new Compartment()
  return [
    mode.of([]),
    language.of([]),
    // Tab leaves the text, unless the host says otherwise; Escape and then Tab leaves it all the same.
    keymap.compute([editorSettings], (state) => (state.facet(editorSettings).tabIndents ? [indentWithTab] : [])),
    ViewPlugin.define((view) => {
      let shown: string | null = null
      let closed = false
      const show = () => {
        const wanted = view.state.facet(editorSettings).mode
        if (closed || wanted === shown) return
        shown = wanted
        view.dispatch({ effects: [mode.reconfigure(extensionOf(wanted)), language.reconfigure([])] })
        if (isCodeMode(wanted)) void load(wanted)
      }
      const load = async (wanted: string) => {
        const support = await loadCodeLanguage(wanted)
        if (support !== null && !closed && shown === wanted) {
          view.dispatch({ effects: language.reconfigure(support) })
        }
      }
      // Not at once: nothing may be dispatched during an update.
      queueMicrotask(show)
      return {
        update({ startState, state }) {
          if (startState.facet(editorSettings).mode !== state.facet(editorSettings).mode) queueMicrotask(show)
        },
        destroy() {
          closed = true
        },
      }
    }),
  ]
}

function extensionOf(mode: string): Extension {
  if (mode === 'markdown') {
    return [markdownKeys, pasteMarkdown(), EditorView.clipboardInputFilter.of(linkOnPaste), markdown(), hangingIndent()]
  }
  if (mode === 'plain') return hangingIndent()
  return [lineNumbers(), bracketMatching(), indentOnInput(), codeHighlighting(), codeTheme()]
}

const markdownKeys = keymap.of([
  { key: 'Enter', run: cellBelow },
  { key: 'Enter', run: continueList },
  { key: 'Backspace', run: deleteMarker },
  { key: 'Tab', run: nextCell, shift: previousCell },
  { key: 'Mod-Enter', run: toggleTasks },
])
