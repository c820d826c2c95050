import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer'
import * as Y from 'yjs'

/** A piece of the text, as offsets in UTF-16 units; `from` and `to` are equal at a point, and where all is deleted. */
export interface TextRange {
  from: number
  to: number
}

/** The longest anchor that is read, in characters. Ours have about 40. */
const MAX_ANCHOR_LENGTH = 256
const VERSION = 'a1'

/**
 * Ties a piece of the text to its characters: an opaque string that any program may keep, for as long as the document
 * has its history. What is written right before or right after the piece does not become part of it; what is written
 * inside does. A point stays behind the character that it stands behind.
 *
 * Written as `a1.<position>.<position>`, each a Yjs relative position in base64url; a point has one.
 */
export function createAnchor(ytext: Y.Text, { from, to }: TextRange): string {
  const length = ytext.length
  const [one, other] = [clamp(from, length), clamp(to, length)]
  const [start, end] = [Math.min(one, other), Math.max(one, other)]
  // The right neighbour holds the start and the left one the end, which is what keeps the outside out.
  if (start === end) return [VERSION, encode(ytext, start, -1)].join('.')
  return [VERSION, encode(ytext, start, 0), encode(ytext, end, -1)].join('.')
}

/** Where an anchor is now; null for what is none, and while its text has not arrived. */
export function resolveAnchor(ytext: Y.Text, anchor: string): TextRange | null {
  return resolveAnchors(ytext, [anchor])[0] ?? null
}

/**
 * Where each of these anchors is now, in one walk over the text: Yjs's own way walks it once for each position, which
 * is half a second for a thousand of them in a long document.
 */
export function resolveAnchors(ytext: Y.Text, anchors: readonly string[]): (TextRange | null)[] {
  const places = new Places(ytext)
  const parsed = anchors.map((anchor) => parse(anchor)?.map((position) => places.add(position)) ?? null)
  places.walk()
  return parsed.map((indexes) => {
    if (indexes === null) return null
    const start = indexes[0]!()
    const end = indexes.at(-1)!()
    if (start === null || end === null) return null
    // Between two ends that have passed each other nothing is left.
    return { from: Math.min(start, end), to: end }
  })
}

/** Positions of which the offsets are wanted, gathered by the item of the text that each is tied to. */
class Places {
  readonly #ytext: Y.Text
  readonly #wanted = new Map<Y.Item, ((before: number) => void)[]>()

  constructor(ytext: Y.Text) {
    this.#ytext = ytext
  }

  /** What comes back tells the offset once the walk is done; null when the position is none in this text. */
  add(position: Y.RelativePosition): () => number | null {
    let index: number | null = null
    const { item: id, tname, assoc } = position
    if (id === null) {
      // An end of the text, tied to no character. Asking Yjs for another name would make a shared type of that name.
      const isOurs = tname !== null && this.#ytext.doc?.share.get(tname) === (this.#ytext as unknown)
      return () => (!isOurs ? null : assoc >= 0 ? this.#ytext.length : 0)
    }
    const found = this.#find(id)
    if (found === null) return () => null
    const { item, offset } = found
    const inside = item.deleted || !item.countable ? 0 : offset + (assoc >= 0 ? 0 : 1)
    const waiting = this.#wanted.get(item) ?? []
    waiting.push((before) => {
      index = before + inside
    })
    this.#wanted.set(item, waiting)
    return () => index
  }

  walk(): void {
    let before = 0
    let left = this.#wanted.size
    for (let item = this.#ytext._start; item !== null && left > 0; item = item.right) {
      const waiting = this.#wanted.get(item)
      if (waiting !== undefined) {
        left -= 1
        for (const tell of waiting) tell(before)
      }
      if (!item.deleted && item.countable) before += item.length
    }
  }

  #find(id: Y.ID): { item: Y.Item; offset: number } | null {
    const store = this.#ytext.doc?.store
    let next: Y.ID = id
    while (store !== undefined && Y.getState(store, next.client) > next.clock) {
      const item: unknown = Y.getItem(store, next)
      if (!(item instanceof Y.Item) || item.parent !== (this.#ytext as unknown)) return null
      const offset = next.clock - item.id.clock
      // Who has undone a deletion knows which characters took the place of the deleted ones.
      if (item.redone === null) return { item, offset }
      next = Y.createID(item.redone.client, item.redone.clock + offset)
    }
    return null
  }
}

function encode(ytext: Y.Text, index: number, assoc: number): string {
  return toBase64UrlEncoded(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(ytext, index, assoc)))
}

function parse(anchor: unknown): [Y.RelativePosition, ...Y.RelativePosition[]] | null {
  if (typeof anchor !== 'string' || anchor.length > MAX_ANCHOR_LENGTH) return null
  const [version, start, end, ...more] = anchor.split('.')
  if (version !== VERSION || start === undefined || more.length > 0) return null
  try {
    return end === undefined ? [decode(start)] : [decode(start), decode(end)]
  } catch {
    // Yjs throws on bytes that are no position; a stranger's nonsense means that there is no anchor.
    return null
  }
}

function decode(text: string): Y.RelativePosition {
  return Y.decodeRelativePosition(fromBase64UrlEncoded(text))
}

function clamp(index: number, length: number): number {
  return Number.isFinite(index) ? Math.max(0, Math.min(Math.trunc(index), length)) : 0
}
