import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The look of code, from the same few colours as all else: words stand out by weight, and comments recede. */
export function codeHighlighting(): Extension {
  const accent = 'var(--_accent)'
  const muted = 'var(--_muted)'
  return syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.comment, tags.meta, tags.processingInstruction], color: muted, fontStyle: 'italic' },
      { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword], fontWeight: '600' },
      { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character], color: accent },
      { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.unit], color: 'var(--_warning)' },
      { tag: [tags.definition(tags.function(tags.variableName)), tags.className, tags.typeName], fontWeight: '600' },
      { tag: [tags.tagName, tags.attributeName, tags.propertyName], color: 'var(--_fg)' },
      { tag: [tags.heading, tags.strong], fontWeight: '650' },
      { tag: tags.emphasis, fontStyle: 'italic' },
      { tag: [tags.link, tags.url], color: accent },
      { tag: tags.invalid, color: 'var(--_danger)' },
    ]),
  )
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
