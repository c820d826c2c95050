import { html } from 'lit'
import type { MarkedPiece } from './mark-words.ts'

/** Pieces of a text for a template, those that were found marked. */
export function marked(pieces: readonly MarkedPiece[]): unknown {
  return pieces.map(({ text, isFound }) => (isFound ? html`<mark>${text}</mark>` : text))
}
