import * as decoding from 'lib0/decoding'
import { ProtocolError } from '../../protocol/error.ts'
import { MessageType, SyncType } from '../../protocol/message.ts'

/** What a member may say in a room. Bytes are views of the message. */
export type RoomMessage =
  /** SyncStep1: what do you have that I lack? */
  | { kind: 'question'; stateVector: Uint8Array }
  /** SyncStep2: all that I have and you lack. */
  | { kind: 'answer'; update: Uint8Array }
  /** Update: something new. */
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'presence'; update: Uint8Array }
  | { kind: 'presence-question' }

/** Reads a channel message. @throws ProtocolError MESSAGE_MALFORMED */
export function readRoomMessage(message: Uint8Array): RoomMessage {
  try {
    return readFields(decoding.createDecoder(message))
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause
    throw new ProtocolError('MESSAGE_MALFORMED', 'a message ends before its fields do')
  }
}

function readFields(decoder: decoding.Decoder): RoomMessage {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case MessageType.Sync:
      return readSync(decoder)
    case MessageType.Awareness:
      return { kind: 'presence', update: decoding.readVarUint8Array(decoder) }
    case MessageType.QueryAwareness:
      return { kind: 'presence-question' }
    default:
      throw new ProtocolError('MESSAGE_MALFORMED', `message type ${type} is not for a room`)
  }
}

function readSync(decoder: decoding.Decoder): RoomMessage {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case SyncType.Step1:
      return { kind: 'question', stateVector: decoding.readVarUint8Array(decoder) }
    case SyncType.Step2:
      return { kind: 'answer', update: decoding.readVarUint8Array(decoder) }
    case SyncType.Update:
      return { kind: 'update', update: decoding.readVarUint8Array(decoder) }
    default:
      throw new ProtocolError('MESSAGE_MALFORMED', `sync message type ${type} is not known`)
  }
}
