import {
  defineLanguageFacet,
  HighlightStyle,
  Language,
  languageDataProp,
  syntaxHighlighting,
} from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'
import { GFM, parser } from '@lezer/markdown'

/**
 * Markdown, lightly: structure stands out, marks recede, and the text stays text.
 * From @lezer/markdown alone, because lang-markdown brings the HTML, CSS and JavaScript parsers with it.
 */
export function markdown(): Extension {
  const data = defineLanguageFacet({ commentTokens: { block: { open: '<!--', close: '-->' } } })
  const configured = parser.configure([GFM, { props: [languageDataProp.add({ Document: data })] }])
  return [new Language(data, configured, [], 'markdown'), syntaxHighlighting(style())]
}

function style(): HighlightStyle {
  const monospace = 'var(--encke-font-code, ui-monospace, "SF Mono", Menlo, Consolas, monospace)'
  return HighlightStyle.define([
    // Only the rule of the most exact tag counts: each says all of it.
    { tag: tags.heading1, fontWeight: '650', fontSize: '1.4em' },
    { tag: tags.heading2, fontWeight: '650', fontSize: '1.2em' },
    { tag: tags.heading3, fontWeight: '650', fontSize: '1.08em' },
    { tag: tags.heading, fontWeight: '650' },
    { tag: tags.strong, fontWeight: '650' },
    { tag: tags.emphasis, fontStyle: 'italic' },
    { tag: tags.strikethrough, textDecoration: 'line-through' },
    { tag: tags.quote, color: 'var(--_muted)' },
    { tag: tags.link, color: 'var(--_accent)' },
    { tag: tags.url, color: 'var(--_muted)' },
    { tag: tags.monospace, fontFamily: monospace, fontSize: '0.92em' },
    // #, *, >, ``` and the like.
    { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: 'var(--_muted)' },
    { tag: [tags.comment, tags.escape, tags.character], color: 'var(--_muted)' },
  ])
}
