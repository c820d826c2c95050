import { type EditorMode, isCodeMode } from '../editor/editor-mode.ts'

/** Markdown as it is written, the same as plain text, or a web page to be read. */
export type ExportFormat = 'md' | 'txt' | 'html'

export interface ExportedText {
  text: string
  mode: EditorMode
  /** BCP 47. */
  language: string
  /** The server's address, for files that it keeps; null where there is none. */
  server: string | null
}

const types: Record<ExportFormat, string> = { md: 'text/markdown', txt: 'text/plain', html: 'text/html' }

/** How a text looks away from the editor: as calm, and on paper too. */
export const pageStyle = `
body, :host { font: 16px/1.6 system-ui, sans-serif; color: #1c1c1e; background: #fff; overflow-wrap: anywhere }
article { max-width: 72ch; margin: 0 auto; padding: 32px 24px }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.5em 0 .5em; break-after: avoid }
pre { padding: 12px; background: #f4f4f5; white-space: pre-wrap; break-inside: avoid }
pre, code { font: .92em/1.5 ui-monospace, Menlo, Consolas, monospace }
pre.text { padding: 0; background: none }
blockquote { margin: 1em 0; padding-inline-start: 1em; border-inline-start: 3px solid #e4e4e7; color: #65656b }
table { border-collapse: collapse } th, td { padding: 4px 10px; border: 1px solid #c9c9cf; text-align: start }
img { max-width: 100% } hr { border: 0; border-top: 1px solid #c9c9cf } a { color: #0b7261 }
@media print { article { max-width: none; padding: 0 } }
`

/** A text as a file. */
export async function exportText(format: ExportFormat, exported: ExportedText): Promise<Blob> {
  const content = format === 'html' ? await webPage(exported) : [exported.text]
  return new Blob(content, { type: `${types[format]};charset=utf-8` })
}

/** What a text is called: its first heading, or else its first words. Empty where there are none. */
export function titleOf(text: string): string {
  const start = text.slice(0, 20_000)
  const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(start)?.[1] ?? /\S.*/.exec(start)?.[0] ?? ''
  return heading
    .replace(/[*_`[\]~]/g, '')
    .trim()
    .slice(0, 120)
}

/** The name of a file for a text: its title without what a file's name cannot have. */
export function fileNameOf(text: string, { format, untitled }: { format: string; untitled: string }): string {
  const name = titleOf(text)
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
  return `${name === '' || name.startsWith('.') ? untitled : name}.${format}`
}

/** The text as what a page shows: rendered, if it is Markdown; HTML that can do nothing, in parts as they are ready. */
export async function* renderText({ text, mode, server, language }: ExportedText): AsyncGenerator<string> {
  if (isCodeMode(mode) || mode === 'plain') {
    yield `<pre class="text">${escapeHtml(text)}</pre>`
    return
  }
  const { renderMarkdown } = await import('../preview/render-markdown.ts')
  yield* renderMarkdown(text, { language, ...(server === null ? {} : { server }) })
}

async function webPage(exported: ExportedText): Promise<string[]> {
  const { text, language } = exported
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(titleOf(text))}</title>`
  const parts = [
    `<!doctype html>\n<html lang="${escapeHtml(language)}"><head>${head}<style>${pageStyle}</style></head><body><article>`,
  ]
  for await (const part of renderText(exported)) parts.push(String(part))
  parts.push('</article></body></html>\n')
  return parts
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
