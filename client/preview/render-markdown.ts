import { MarkdownHtml, type MarkdownHtmlOptions } from './markdown-html.ts'
import { splitMarkdown } from './markdown-pieces.ts'
import { sanitize } from './sanitizer.ts'

/**
 * A whole Markdown text as HTML that can do nothing but be read: for a file, or a page that shows a text once. What
 * shows a text while it changes uses `PreviewPane`, which renders only what changed.
 *
 * Under Trusted Types the result is a TrustedHTML in the clothes of a string: give it to `innerHTML` as it is, or
 * `String()` it for a file. Takes some 10 ms for 10 kB.
 * @throws TypeError where the page's `trusted-types` lists policies and not ours (`encke-preview`)
 */
export function renderMarkdown(text: string, options: MarkdownHtmlOptions = {}): string {
  const { pieces, definitions } = splitMarkdown(text)
  const html = new MarkdownHtml(definitions, options)
  return sanitize(pieces.map((piece) => html.render(piece)).join(''))
}
