import * as Y from 'yjs'
import type { Cursor } from '../presence/presence-state.ts'

/** A selection as offsets in the text, in UTF-16 units; `head` is where the caret is. */
export interface Selection {
  anchor: number
  head: number
}

/**
 * Ties a selection to the characters it stands behind, so that it keeps its place whatever others write before it.
 * What somebody else inserts exactly there comes after it, which is what CodeMirror does with the own caret.
 * All fields of the positions are present, because y-codemirror.next reads them without parsing.
 */
export function writeCursor(ytext: Y.Text, { anchor, head }: Selection): Cursor {
  const position = (index: number): unknown => {
    const { type, tname, item, assoc } = Y.createRelativePositionFromTypeIndex(ytext, index, -1)
    return { type, tname, item, assoc }
  }
  const anchorPosition = position(anchor)
  return { anchor: anchorPosition, head: head === anchor ? anchorPosition : position(head) }
}

/**
 * Where a cursor is now. Null while the text it stands in has not arrived yet, and for what is no position in this text
 * (any client may write anything).
 */
export function readCursor(ytext: Y.Text, { anchor, head }: Cursor): Selection | null {
  const anchorIndex = readPosition(ytext, anchor)
  if (anchorIndex === null) return null
  const headIndex = JSON.stringify(anchor) === JSON.stringify(head) ? anchorIndex : readPosition(ytext, head)
  return headIndex === null ? null : { anchor: anchorIndex, head: headIndex }
}

function readPosition(ytext: Y.Text, json: unknown): number | null {
  if (ytext.doc === null) return null
  try {
    const relative = Y.createRelativePositionFromJSON(json)
    // Asking Yjs for a name makes a shared type of that name, so a stranger could make any number of them.
    if (relative.tname !== null && ytext.doc.share.get(relative.tname) !== (ytext as unknown)) return null
    const position = Y.createAbsolutePositionFromRelativePosition(relative, ytext.doc)
    return position?.type === ytext ? position.index : null
  } catch {
    // Yjs throws on malformed positions; a stranger's nonsense means that there is no caret.
    return null
  }
}
