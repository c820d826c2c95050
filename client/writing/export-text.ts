import { type ExportedText, titleOf } from './exported-text.ts'

/** Markdown as it is written, the same as plain text, or a web page to be read. */
export type ExportFormat = 'md' | 'txt' | 'html'

const types: Record<ExportFormat, string> = { md: 'text/markdown', txt: 'text/plain', html: 'text/html' }

/** A text as a file. */
export async function exportText(format: ExportFormat, exported: ExportedText): Promise<Blob> {
  const content = format === 'html' ? await (await import('./web-page.ts')).webPage(exported) : [exported.text]
  return new Blob(content, { type: `${types[format]};charset=utf-8` })
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
