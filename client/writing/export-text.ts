import type { EditorMode } from '../editor/editor-mode.ts'

/** Markdown as it is written, the same as plain text, or a web page to be read. */
export type ExportFormat = 'md' | 'txt' | 'html'

export interface ExportedText {
  text: string
  mode: EditorMode
  /** BCP 47. */
  language: string
  /** The server's address, for files that it keeps; null where there is none. */
  server: string | null
  /** What a text without a heading or words is called. */
  untitled: string
  /** Told how much is done, in parts of 1, while that takes long. */
  progress: (part: number) => void
}

const types: Record<ExportFormat, string> = { md: 'text/markdown', txt: 'text/plain', html: 'text/html' }

/** A text as a file. */
export async function exportText(format: ExportFormat, exported: ExportedText): Promise<Blob> {
  const content = format === 'html' ? await (await import('./web-page.ts')).webPage(exported) : [exported.text]
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
