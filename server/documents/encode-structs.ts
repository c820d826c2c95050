import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** One struct of an update, as `Y.decodeUpdate` gives it. */
export type Struct = Y.Item | Y.GC | Y.Skip
/** Deleted ranges per client, as `Y.decodeUpdate` gives them. */
export type DeleteSet = ReturnType<typeof Y.createDeleteSet>

/**
 * An update of some structs and deletions. Structs of one client must ascend, those of several may be mixed;
 * a hole between two structs of one client is written down as one.
 */
export function encodeStructs(structs: readonly Struct[], deletes: DeleteSet = Y.createDeleteSet()): Uint8Array {
  const sections = Map.groupBy(structs, ({ id }) => id.client)
  const encoder = new Y.UpdateEncoderV1()
  const rest = encoder.restEncoder
  encoding.writeVarUint(rest, sections.size)
  // Higher clients first, as Yjs writes them: it integrates them in that order fastest.
  for (const [client, section] of [...sections].sort(([a], [b]) => b - a)) {
    const filled = fillHoles(section)
    encoding.writeVarUint(rest, filled.length)
    encoder.writeClient(client)
    encoding.writeVarUint(rest, filled[0]!.id.clock)
    for (const struct of filled) struct.write(encoder, 0)
  }
  encoding.writeVarUint(rest, deletes.clients.size)
  for (const [client, ranges] of deletes.clients) {
    encoding.writeVarUint(rest, client)
    encoding.writeVarUint(rest, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(rest, clock)
      encoding.writeVarUint(rest, len)
    }
  }
  return encoder.toUint8Array()
}

/** The same update with its client sections in the order in which Yjs writes them. */
export function sortSections(update: Uint8Array): Uint8Array {
  const { structs, ds } = Y.decodeUpdate(update)
  return encodeStructs(structs, ds)
}

/** A section tells its first clock alone. */
function fillHoles(section: readonly Struct[]): Struct[] {
  const filled: Struct[] = []
  let clock = section[0]!.id.clock
  for (const struct of section) {
    if (struct.id.clock > clock) filled.push(new Y.Skip(Y.createID(struct.id.client, clock), struct.id.clock - clock))
    filled.push(struct)
    clock = struct.id.clock + struct.length
  }
  return filled
}
