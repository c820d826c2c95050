import type { EditorView } from '@codemirror/view'

/** What each page that is measured has for its measurements, whoever made it. */
export interface Bench {
  view: EditorView
  ydoc: { on(name: 'beforeTransaction', listener: (transaction: { local: boolean }) => void): void }
  /** How many others are in the document. */
  people(): number
  /** Its parser begins at the first line again, as in a page that has just been opened. */
  forgetParse(): Promise<void> | void
}

declare global {
  interface Window {
    bench: Bench
  }
}
