import { MarkdownSource } from './markdown-source.ts'
import { sanitize } from './sanitizer.ts'

export interface RenderOptions {
  /** See MarkdownHtmlOptions. */
  server?: string
  /** BCP 47, of what is said about footnotes. */
  language?: string
}

/** How long one turn may take before the page has its own, milliseconds. */
const turnMs = 12

/**
 * A whole Markdown text as HTML that can do nothing but be read, in parts to be put together: for a file, or a page that
 * shows a text once. What shows a text while it changes uses `PreviewPane`, which renders only what changed. Makes room
 * for other work of the page every few milliseconds.
 *
 * Under Trusted Types each part is a TrustedHTML in the clothes of a string: give it to `innerHTML` as it is, or
 * `String()` it for a file.
 * @throws TypeError where the page's `trusted-types` lists policies and not ours (`encke-preview`)
 */
export async function* renderMarkdown(
  text: string,
  { server = '', language = 'en' }: RenderOptions = {},
): AsyncGenerator<string> {
  const source = new MarkdownSource({ server, language: () => language, uniqueIds: true })
  if (text.includes('[^')) await source.load()
  const { pieces } = source.take(text)
  let start = performance.now()
  let html = ''
  for (const piece of pieces) {
    html += source.html(piece)
    if (performance.now() - start < turnMs) continue
    yield sanitize(html)
    html = ''
    await new Promise((resolve) => setTimeout(resolve))
    start = performance.now()
  }
  if (html !== '') yield sanitize(html)
}
