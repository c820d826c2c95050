import { defineLanguageFacet, HighlightStyle, Language, languageDataProp } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { GFM, type MarkdownConfig, parser } from '@lezer/markdown'
import { PatientParser } from './patient-parser.ts'
import { screenHighlighting } from './screen-highlighting.ts'

/**
 * Markdown, lightly: structure stands out, marks recede, and the text stays text.
 * From @lezer/markdown alone, because lang-markdown brings the HTML, CSS and JavaScript parsers with it.
 */
export function markdown(): Extension {
  const data = defineLanguageFacet({ commentTokens: { block: { open: '<!--', close: '-->' } } })
  const configured = parser.configure([GFM, bounded, { props: [languageDataProp.add({ Document: data })] }])
  let view: EditorView | null = null
  // While a change is applied, the view still has the text before it.
  const patient = new PatientParser({ parser: configured, isWaitedFor: ({ state }) => state.doc !== view?.state.doc })
  const viewing = ViewPlugin.define((created) => {
    view = created
    return {}
  })
  return [new Language(data, patient, [], 'markdown'), viewing, screenHighlighting(style())]
}

/** Longer lines, and more of a paragraph than this, are not searched for marks, in UTF-16 units. */
const MAX_PARAGRAPH = 20_000

/**
 * The parser looks at a paragraph in one go, again for each letter that is typed in it: a line of a million letters, or
 * a log without an empty line, would hold up every key for seconds.
 */
const bounded: MarkdownConfig = {
  parseBlock: [
    {
      name: 'LongLine',
      before: 'IndentedCode',
      parse(context, line) {
        if (line.text.length <= MAX_PARAGRAPH) return false
        const start = context.lineStart + line.pos
        context.addElement(context.elt('Paragraph', start, context.lineStart + line.text.length))
        context.nextLine()
        return true
      },
      endLeaf: (_context, line, leaf) => line.text.length > MAX_PARAGRAPH || leaf.content.length > MAX_PARAGRAPH,
    },
  ],
}

function style(): HighlightStyle {
  const monospace = 'var(--encke-font-code, ui-monospace, "SF Mono", Menlo, Consolas, monospace)'
  return HighlightStyle.define([
    // Only the rule of the most exact tag counts: each says all of it. Large letters want their lines closer together.
    { tag: tags.heading1, fontWeight: '650', fontSize: '1.4em', lineHeight: '1.3' },
    { tag: tags.heading2, fontWeight: '650', fontSize: '1.2em', lineHeight: '1.35' },
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
