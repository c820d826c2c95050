import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { codeRules } from '../editor/code-rules.ts'

/** The look of code. */
export function codeHighlighting(): Extension {
  return syntaxHighlighting(HighlightStyle.define(codeRules.map(({ tag, style }) => ({ tag, ...style }))))
}

/** Letters of one width, as wide as there is room. */
export function codeTheme(): Extension {
  return EditorView.theme({
    '.cm-scroller': {
      fontFamily: 'var(--encke-font-code, ui-monospace, "SF Mono", Menlo, Consolas, monospace)',
      fontSize: '0.92em',
    },
    '.cm-content': { tabSize: '4', margin: '0' },
    '.cm-matchingBracket': { backgroundColor: 'var(--_selection)', outline: '0' },
    '.cm-nonmatchingBracket': { color: 'var(--_danger)' },
  })
}
