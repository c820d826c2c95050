import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { joined } from '../../protocol/batch.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { MessageType } from '../../protocol/message.ts'

/** More clients than a room can hold; a plain provider repeats all of them in one update. */
const maxEntries = 10_000

/** One client's entry in an awareness update, as it came: the state is still JSON bytes, a view of the update. */
export interface AwarenessEntry {
  clientId: number
  clock: number
  json: Uint8Array
}

/**
 * Reads awarenessUpdate := varUint(count) • (varUint(clientId) varUint(clock) varString(json))*.
 * States are not parsed here: most of what a plain client sends is an echo that nobody wants to read.
 * @throws ProtocolError PRESENCE_MALFORMED, PRESENCE_TOO_LARGE
 */
export function decodeAwareness(update: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(update)
  const entries: AwarenessEntry[] = []
  try {
    const count = decoding.readVarUint(decoder)
    if (count > maxEntries) {
      throw new ProtocolError(
        'PRESENCE_TOO_LARGE',
        `an awareness update has ${count} entries; the limit is ${maxEntries}`,
      )
    }
    for (let index = 0; index < count; index++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      entries.push({ clientId, clock, json: decoding.readVarUint8Array(decoder) })
    }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause
    throw new ProtocolError('PRESENCE_MALFORMED', 'an awareness update ends before its entries do')
  }
  return entries
}

/** One entry as bytes; `json` is `null` for a client that is gone. */
export function encodeAwarenessEntry(clientId: number, clock: number, json: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, clock)
  encoding.writeVarString(encoder, json)
  return encoding.toUint8Array(encoder)
}

/** An awareness message made of entries that are encoded already. */
export function encodeAwareness(entries: readonly Uint8Array[]): Uint8Array {
  return awarenessMessage(entries.length, entries)
}

/** awareness message := 1 varBytes(varUint(count) • entry*); each piece holds any number of the `count` entries. */
export function awarenessMessage(count: number, pieces: readonly Uint8Array[]): Uint8Array {
  const counter = encoding.createEncoder()
  encoding.writeVarUint(counter, count)
  const update = [encoding.toUint8Array(counter), ...pieces]
  const head = encoding.createEncoder()
  encoding.writeVarUint(head, MessageType.Awareness)
  encoding.writeVarUint(
    head,
    update.reduce((sum, { byteLength }) => sum + byteLength, 0),
  )
  return joined([encoding.toUint8Array(head), ...update])
}
