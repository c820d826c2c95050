import type { CodeColors } from '../preview/code-colors.ts'
import { type ExportedText, titleOf } from './exported-text.ts'

/** How a text looks away from the editor: as calm, and on paper too. Dark on white, whatever the page has. */
export const pageStyle = `
html, :host { --_fg: #1c1c1e; --_muted: #65656b; --_accent: #0b7261; --_warning: #8a5a00; --_danger: #b42318; color-scheme: light }
body, :host { margin: 0; font: 16px/1.6 system-ui, sans-serif; color: #1c1c1e; background: #fff; overflow-wrap: anywhere }
article, main { max-width: 72ch; margin: 0 auto; padding: 32px 24px }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.5em 0 .5em; break-after: avoid }
p, li, td { orphans: 3; widows: 3 }
pre { padding: 12px; background: #f4f4f5; white-space: pre-wrap; orphans: 3; widows: 3 }
pre, code { font: .92em/1.5 ui-monospace, Menlo, Consolas, monospace }
pre.text { padding: 0; background: none } .plain { white-space: pre-wrap }
blockquote { margin: 1em 0; padding-inline-start: 1em; border-inline-start: 3px solid #e4e4e7; color: #65656b }
table { border-collapse: collapse } th, td { padding: 4px 10px; border: 1px solid #c9c9cf; text-align: start }
.center, [align=center] { text-align: center } .right, [align=right] { text-align: end } .task { list-style: none } tr, img { break-inside: avoid }
img { max-width: 100%; height: auto } hr { border: 0; border-top: 1px solid #c9c9cf } a { color: #0b7261 }
sup { line-height: 0 } .notes { margin-top: 2em; padding-top: 1em; border-top: 1px solid #c9c9cf; font-size: .9em }
.note a { text-decoration: none }
@media print { article, main { max-width: none; padding: 0 } .back { display: none } }
`

/** All images of the server that a page takes with it, and one of them, bytes. */
const maxImagesBytes = 30_000_000
const maxImageBytes = 10_000_000

/**
 * The text as what a page shows, in parts as they are ready: rendered and coloured, if it is Markdown; it can do nothing
 * but be read. @throws TypeError where the page's policy allows no rendering
 */
export async function* renderText({ text, mode, server, language, progress }: ExportedText): AsyncGenerator<Node> {
  if (mode !== 'markdown') {
    yield plainText(text)
    return
  }
  const { renderMarkdown } = await import('../preview/render-markdown.ts')
  const color = codeColoring()
  for await (const fragment of renderMarkdown(text, { language, server: server ?? '', progress })) {
    await color(fragment)
    yield fragment
  }
  progress(1)
}

/** A text as it is written, to be shown as that. */
export function plainText(text: string): HTMLElement {
  const element = document.createElement('pre')
  element.className = 'text'
  element.textContent = text
  return element
}

/** A whole page that needs nothing else: the files that the server keeps are in it. In parts, to be put together. */
export async function webPage(exported: ExportedText): Promise<string[]> {
  const { text, language, untitled, mode } = exported
  const title = escapeHtml(titleOf(text) || untitled)
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`
  const style = `<style>${pageStyle}${await colorStyle(text)}</style>`
  const parts = [`<!doctype html>\n<html lang="${escapeHtml(language)}"><head>${head}${style}</head><body><main>`]
  if (mode !== 'markdown') parts.push(`<pre class="text">\n${escapeHtml(text)}</pre>`)
  else {
    const taken = new Map<string, Promise<string | null>>()
    const room = { bytes: maxImagesBytes }
    for await (const fragment of renderText(exported)) {
      const holder = document.createElement('div')
      holder.append(fragment)
      await tidy(holder, async (address) => {
        if (!taken.has(address)) taken.set(address, imageData(address, room))
        return await taken.get(address)!
      })
      parts.push(holder.innerHTML)
    }
  }
  parts.push('</main></body></html>\n')
  return parts
}

/** Leaves out what only the editor needs, and what HTML no longer knows. */
async function tidy(holder: HTMLElement, inlined: (address: string) => Promise<string | null>): Promise<void> {
  for (const element of holder.querySelectorAll<HTMLElement>('[data-line], [align], pre')) {
    const align = element.getAttribute('align')
    if (align === 'center' || align === 'right') element.className = align
    for (const name of ['data-line', 'align', 'data-language']) element.removeAttribute(name)
  }
  for (const image of holder.querySelectorAll('img')) {
    // In a file that is opened to be read or printed as a whole, nothing is left for later.
    for (const name of ['loading', 'decoding']) image.removeAttribute(name)
    const address = image.getAttribute('src') ?? ''
    if (!/\/api\/files\/[\da-f]{32}\/[\da-f]{32}\//.test(address)) continue
    const data = await inlined(address)
    if (data !== null) image.setAttribute('src', data)
  }
}

/** An image as what can stand in its place; null where it cannot be had, or there is no room for it. */
async function imageData(address: string, room: { bytes: number }): Promise<string | null> {
  try {
    const blob = await (await fetch(address)).blob()
    if (!blob.type.startsWith('image/') || blob.size > Math.min(maxImageBytes, room.bytes)) return null
    room.bytes -= blob.size
    const reader = new FileReader()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    reader.onload = () => resolve()
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
    await promise
    return String(reader.result)
  } catch {
    // Offline, or gone: the page shows its words.
    return null
  }
}

/** Colours the code of one text, part by part; what that takes is loaded with the first code. */
function codeColoring(): (part: DocumentFragment) => Promise<void> {
  let colors: CodeColors | null = null
  return async (part) => {
    if (part.querySelector('pre[data-language]') === null) return
    try {
      colors ??= await loadColors()
      await colors.paintAll(part)
    } catch {
      // Offline: code can be read without colours.
    }
  }
}

async function loadColors(): Promise<CodeColors> {
  const [{ CodeColors }, { codeParser }] = await Promise.all([
    import('../preview/code-colors.ts'),
    import('../editor/code-language.ts'),
  ])
  return new CodeColors({ root: null, languageOf: codeParser })
}

/** The rules for the colours of code; empty where a text has none, or they do not load. */
export async function colorStyle(text: string): Promise<string> {
  if (!/^ *(?:```|~~~)[^`\n]/m.test(text)) return ''
  try {
    return (await import('../preview/code-colors.ts')).codeCss()
  } catch {
    // As above.
    return ''
  }
}

/** Here again: the preview's own comes with a parser that a page of code does not need, and would pay for a chunk more. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
