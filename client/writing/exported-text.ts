import type { EditorMode } from '../editor/editor-mode.ts'

/** A text that leaves the editor, with what is to be known of it. */
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

/** What a text is called: its first heading, or else its first words. Empty where there are none. */
export function titleOf(text: string): string {
  const start = text.slice(0, 20_000)
  const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(start)?.[1] ?? /\S.*/.exec(start)?.[0] ?? ''
  return heading
    .replace(/[*_`[\]~]/g, '')
    .trim()
    .slice(0, 120)
}
