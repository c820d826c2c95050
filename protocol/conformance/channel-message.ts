import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MessageType, SyncType } from '../message.ts'

/** One client's line in an awareness message. */
export interface PresenceLine {
  clientId: number
  clock: number
  /** Null for one that is gone. */
  state: Record<string, unknown> | null
}

/** A message of a channel, or of the plain endpoint, read for a test. */
export type ChannelMessage =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2'; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; lines: PresenceLine[] }
  | { kind: 'saved'; count: number }
  | { kind: 'info'; epoch: string; role: string }

/** Reads a whole message; throws at bytes that are left over. */
export function readChannelMessage(bytes: Uint8Array): ChannelMessage {
  const decoder = decoding.createDecoder(bytes)
  const message = read(decoder)
  if (decoding.hasContent(decoder)) throw new Error(`bytes are left behind a ${message.kind}`)
  return message
}

function read(decoder: decoding.Decoder): ChannelMessage {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case MessageType.Sync: {
      const sync = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      if (sync === SyncType.Step1) return { kind: 'step1', stateVector: payload }
      if (sync === SyncType.Step2) return { kind: 'step2', update: payload }
      if (sync === SyncType.Update) return { kind: 'update', update: payload }
      throw new Error(`sync message ${sync} is not known`)
    }
    case MessageType.Awareness:
      return { kind: 'awareness', lines: readLines(decoding.readVarUint8Array(decoder)) }
    case MessageType.Saved:
      return { kind: 'saved', count: decoding.readVarUint(decoder) }
    case MessageType.Info:
      return { kind: 'info', epoch: decoding.readVarString(decoder), role: decoding.readVarString(decoder) }
    default:
      throw new Error(`message ${type} is not known`)
  }
}

function readLines(update: Uint8Array): PresenceLine[] {
  const decoder = decoding.createDecoder(update)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    clientId: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: JSON.parse(decoding.readVarString(decoder)) as PresenceLine['state'],
  }))
}

/** awareness := 1 varBytes(varUint(count) • (varUint(clientId) varUint(clock) varString(json))*) */
export function encodePresence(...lines: PresenceLine[]): Uint8Array {
  const update = encoding.createEncoder()
  encoding.writeVarUint(update, lines.length)
  for (const { clientId, clock, state } of lines) {
    encoding.writeVarUint(update, clientId)
    encoding.writeVarUint(update, clock)
    encoding.writeVarString(update, JSON.stringify(state))
  }
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, MessageType.Awareness)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(update))
  return encoding.toUint8Array(message)
}
