import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { encodeStructs, type Struct } from './encode-structs.ts'

/**
 * Parts a large update into several of about `partBytes`, each of which needs only those before it: a first sync in many
 * messages is proof of life on a slow line, and a client never holds pending structs, which Yjs merges again and again.
 * The deletions are in the last part. Structs that need something the update does not hold keep their place.
 */
export function causalParts(update: Uint8Array, partBytes: number): Uint8Array[] {
  if (update.byteLength <= partBytes) return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  const pieces = (structs as Struct[]).flatMap((struct) => piecesOf(struct, partBytes))
  const parts: Struct[][] = []
  let part: Struct[] = []
  let bytes = 0
  for (const struct of causalOrder(pieces)) {
    if (bytes >= partBytes) {
      parts.push(part)
      part = []
      bytes = 0
    }
    part.push(struct)
    bytes += sizeOf(struct)
  }
  return [...parts.map((whole) => encodeStructs(whole)), encodeStructs(part, ds)]
}

/** A text that was pasted or imported is one struct, however long: cut as Yjs cuts when somebody writes into it. */
function piecesOf(struct: Struct, maxLength: number): Struct[] {
  if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentString)) return [struct]
  const { id, rightOrigin, parent, parentSub, content } = struct
  const pieces: Struct[] = []
  let origin = struct.origin
  for (let from = 0; from < content.str.length; ) {
    let to = Math.min(from + maxLength, content.str.length)
    // Not between the halves of a surrogate pair: Yjs would replace both.
    if (to < content.str.length && /[\ud800-\udbff]/.test(content.str[to - 1]!)) to -= 1
    const text = new Y.ContentString(content.str.slice(from, to))
    const start = Y.createID(id.client, id.clock + from)
    pieces.push(new Y.Item(start, null, origin, null, rightOrigin, parent, parentSub, text))
    origin = Y.createID(id.client, id.clock + to - 1)
    from = to
  }
  return pieces
}

/** The structs of one client, and how many of them have their place already. */
interface Queue {
  structs: Struct[]
  next: number
  /** The clock below which everything has its place, or is not in the update. */
  clock: number
  /** Is on the stack: a circle can only come from a broken update, and is cut. */
  waiting: boolean
}

/** Every struct after the ones it refers to, those of one client in the order of their clocks. */
function causalOrder(structs: readonly Struct[]): Struct[] {
  const queues = new Map<number, Queue>()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue
    const queue = queues.get(struct.id.client)
    if (queue) queue.structs.push(struct)
    else queues.set(struct.id.client, { structs: [struct], next: 0, clock: struct.id.clock, waiting: false })
  }
  const order: Struct[] = []
  for (const start of queues.values()) {
    while (start.next < start.structs.length) {
      const stack: Queue[] = [start]
      start.waiting = true
      for (let top = start; stack.length > 0; top = stack.at(-1)!) {
        const struct = top.structs[top.next]!
        const needed = neededQueue(struct, queues)
        if (needed) {
          needed.waiting = true
          stack.push(needed)
          continue
        }
        order.push(struct)
        top.next += 1
        top.clock = struct.id.clock + struct.length
        top.waiting = false
        stack.pop()
      }
    }
  }
  return order
}

/** The client whose next struct must come first, if any. */
function neededQueue(struct: Struct, queues: ReadonlyMap<number, Queue>): Queue | null {
  if (!(struct instanceof Y.Item)) return null
  for (const id of [struct.origin, struct.rightOrigin, struct.parent]) {
    if (!(id instanceof Y.ID) || id.client === struct.id.client) continue
    const queue = queues.get(id.client)
    if (queue && !queue.waiting && queue.clock <= id.clock && queue.next < queue.structs.length) return queue
  }
  return null
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return encoding.length(encoder.restEncoder)
}
