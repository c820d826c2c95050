import { type Tag, tags } from '@lezer/highlight'

/** How one kind of word in code looks. */
export interface CodeRule {
  /** Of a class, for what has no editor. */
  name: string
  tag: readonly Tag[]
  style: { readonly color?: string; readonly fontStyle?: string; readonly fontWeight?: string }
}

const accent = 'var(--_accent)'
const muted = 'var(--_muted)'

/**
 * The look of code, from the same few colours as all else: words stand out by weight, and comments recede. The same in
 * the editor, the preview and on the page to read.
 */
export const codeRules: readonly CodeRule[] = [
  {
    name: 'comment',
    tag: [tags.comment, tags.meta, tags.processingInstruction],
    style: { color: muted, fontStyle: 'italic' },
  },
  {
    name: 'keyword',
    tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword],
    style: { fontWeight: '600' },
  },
  {
    name: 'string',
    tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character],
    style: { color: accent },
  },
  {
    name: 'number',
    tag: [tags.number, tags.bool, tags.null, tags.atom, tags.unit],
    style: { color: 'var(--_warning)' },
  },
  {
    name: 'definition',
    tag: [tags.definition(tags.function(tags.variableName)), tags.className, tags.typeName],
    style: { fontWeight: '600' },
  },
  { name: 'name', tag: [tags.tagName, tags.attributeName, tags.propertyName], style: { color: 'var(--_fg)' } },
  { name: 'heading', tag: [tags.heading, tags.strong], style: { fontWeight: '650' } },
  { name: 'emphasis', tag: [tags.emphasis], style: { fontStyle: 'italic' } },
  { name: 'link', tag: [tags.link, tags.url], style: { color: accent } },
  { name: 'invalid', tag: [tags.invalid], style: { color: 'var(--_danger)' } },
]
