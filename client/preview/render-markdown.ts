import { MarkdownSource } from './markdown-source.ts'
import { sanitizeToFragment } from './sanitizer.ts'

export interface RenderOptions {
  /** See MarkdownHtmlOptions. */
  server?: string
  /** BCP 47, of what is said about footnotes. */
  language?: string
  /** Told how much is done, in parts of 1. */
  progress?: (part: number) => void
}

/** How long one turn may take before the page has its own, milliseconds. */
const turnMs = 12
/** What is sanitised at once, characters: that takes longer than to render it. */
const turnLength = 20_000

/**
 * A whole Markdown text as nodes that can do nothing but be read, in parts: for a file, or for paper. What shows a text
 * while it changes uses `PreviewPane`, which renders only what changed. Makes room for other work of the page every few
 * milliseconds. @throws TypeError where the page's `trusted-types` lists policies and not ours (`encke-preview`)
 */
export async function* renderMarkdown(
  text: string,
  { server = '', language = 'en', progress }: RenderOptions = {},
): AsyncGenerator<DocumentFragment> {
  const source = new MarkdownSource({ server, language: () => language, uniqueIds: true })
  if (text.includes('[^')) await source.load()
  const { pieces } = source.take(text)
  let start = performance.now()
  let html = ''
  for (const [index, piece] of pieces.entries()) {
    html += source.html(piece)
    if (html.length < turnLength && performance.now() - start < turnMs) continue
    yield sanitizeToFragment(html)
    html = ''
    progress?.(index / pieces.length)
    if (performance.now() - start < turnMs) continue
    await new Promise((resolve) => setTimeout(resolve))
    start = performance.now()
  }
  if (html !== '') yield sanitizeToFragment(html)
}
