import * as Y from 'yjs'
import { encodeStructs, type Struct } from './encode-structs.ts'
import type { Knowledge } from './knowledge.ts'

/** The two parts of an update; null for a part that is empty. */
export interface SplitUpdate {
  /** The structs that follow what is known without a hole, and all deletions. */
  near: Uint8Array | null
  /** The structs behind a hole. */
  far: Uint8Array | null
}

/**
 * Parts an update at its gaps, so that one missing struct does not keep everything beside it from being saved: a client
 * that holds pending structs of somebody else sends them along with its own work.
 * Rare, and therefore plain: decodes everything at once.
 */
export function splitUpdate(update: Uint8Array, knowledge: Knowledge): SplitUpdate {
  const { structs, ds } = Y.decodeUpdate(update)
  const near: Struct[] = []
  const far: Struct[] = []
  let client = -1
  let clock = 0
  for (const struct of structs as Struct[]) {
    if (struct instanceof Y.Skip) continue
    if (struct.id.client !== client) {
      client = struct.id.client
      clock = knowledge.clock(client)
    }
    if (struct.id.clock > clock) {
      far.push(struct)
    } else {
      near.push(struct)
      clock = Math.max(clock, struct.id.clock + struct.length)
    }
  }
  return {
    near: near.length > 0 || ds.clients.size > 0 ? encodeStructs(near, ds) : null,
    far: far.length > 0 ? encodeStructs(far) : null,
  }
}
