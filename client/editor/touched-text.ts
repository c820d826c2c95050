import * as Y from 'yjs'
import type { TextRange } from './anchor.ts'

/**
 * Whether an update that is not part of the document yet inserts or deletes something between two offsets of a text, or
 * right beside them. Tells it by the characters that the update names as its neighbours; in doubt, it does.
 * False for bytes that are no update.
 */
export function touchesText(ytext: Y.Text, range: TextRange, update: Uint8Array): boolean {
  const store = ytext.doc?.store
  if (store === undefined) return false
  const { before, inside, after } = charactersOf(ytext, range)
  const rightOf = [...before, ...inside]
  const leftOf = [...inside, ...after]
  const living = [...before, ...inside, ...after].filter(({ deleted }) => !deleted)
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.parentSub !== null) continue
      if (Y.getState(store, struct.id.client) >= struct.id.clock + struct.length) continue
      const { origin, rightOrigin } = struct
      if (origin === null && rightOrigin === null) {
        // The first of a list: of this text, when that is empty.
        if (leftOf.length + rightOf.length === 0) return true
      } else if (isAmong(rightOf, origin) || isAmong(leftOf, rightOrigin)) return true
    }
    return living.some((run) => ds.clients.get(run.client)?.some(({ clock, len }) => meets(run, clock, len)) ?? false)
  } catch {
    // What Yjs cannot read disturbs nobody; whoever applies it deals with it.
    return false
  }
}

/** Characters whose ids follow each other. */
interface Run {
  client: number
  clock: number
  length: number
  deleted: boolean
}

/** The ids of what stands in a range, deleted characters too, and of the characters before and after it. */
function charactersOf(ytext: Y.Text, { from, to }: TextRange): { before: Run[]; inside: Run[]; after: Run[] } {
  const [before, inside, after]: [Run[], Run[], Run[]] = [[], [], []]
  let index = 0
  for (let item = ytext._start; item !== null && index <= to; item = item.right) {
    const { client, clock } = item.id
    if (item.deleted || !item.countable) {
      if (index >= from) inside.push({ client, clock, length: item.length, deleted: true })
      continue
    }
    const start = index
    index += item.length
    const add = (runs: Run[], first: number, end: number) => {
      const [left, right] = [Math.max(first, start), Math.min(end, index)]
      if (left < right) runs.push({ client, clock: clock + left - start, length: right - left, deleted: false })
    }
    add(before, from - 1, from)
    add(inside, from, to)
    add(after, to, to + 1)
  }
  return { before, inside, after }
}

function isAmong(runs: readonly Run[], id: Y.ID | null): boolean {
  return id !== null && runs.some((run) => run.client === id.client && meets(run, id.clock, 1))
}

function meets({ clock, length }: Run, otherClock: number, otherLength: number): boolean {
  return clock < otherClock + otherLength && otherClock < clock + length
}
