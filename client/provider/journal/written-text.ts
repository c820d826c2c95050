import { applyUpdate, ContentString, Doc, decodeUpdate, Item, mergeUpdates, parseUpdateMeta } from 'yjs'

/** What updates come to by themselves. */
export interface WrittenText {
  /** Null when they build on something that is not among them. */
  readonly doc: Doc | null
  readonly update: Uint8Array
}

/** Whether these bytes can be read. */
export function isUpdate(bytes: unknown): boolean {
  try {
    parseUpdateMeta(bytes as Uint8Array)
    return true
  } catch {
    return false
  }
}

/** Puts updates together in a document of their own. */
export function readUpdates(updates: readonly Uint8Array[]): WrittenText {
  const update = mergeUpdates([...updates])
  const doc = new Doc()
  applyUpdate(doc, update)
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  return { doc: isWhole ? doc : null, update }
}

/** The pieces of text in an update that cannot be read as a whole, in the order in which they were written. */
export function piecesOf(update: Uint8Array): string {
  const pieces: string[] = []
  let last: Item | null = null
  for (const struct of decodeUpdate(update).structs) {
    if (!(struct instanceof Item) || !(struct.content instanceof ContentString)) continue
    // Typed right after the piece before it: they are one.
    const goesOn =
      last !== null &&
      struct.origin?.client === last.id.client &&
      struct.origin.clock === last.id.clock + last.length - 1
    if (goesOn && pieces.length > 0) pieces[pieces.length - 1] += struct.content.str
    else pieces.push(struct.content.str)
    last = struct
  }
  return pieces.join('\n')
}
