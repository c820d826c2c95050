import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * Ids of the messages inside a channel. 0–3 are y-protocols' own, byte for byte;
 * the rest are sent only to a channel that asked for the protocol `encke.1`.
 */
export const MessageType = {
  Sync: 0,
  Awareness: 1,
  Auth: 2,
  QueryAwareness: 3,
  /** server → client: how many of this channel's updates are durable, cumulative. */
  Saved: 64,
  /** server → client: the document's epoch and the member's role, before the first sync. */
  Info: 65,
} as const
export type MessageType = (typeof MessageType)[keyof typeof MessageType]

/** Ids inside a sync message (y-protocols/sync). */
export const SyncType = { Step1: 0, Step2: 1, Update: 2 } as const
export type SyncType = (typeof SyncType)[keyof typeof SyncType]

/** The channel protocol of our own client. A channel without it gets y-protocols messages only. */
export const CHANNEL_PROTOCOL = 'encke.1'

/** What a member may do with a document. */
export type Role = 'viewer' | 'editor'

/** syncStep1 := 0 0 varBytes(stateVector) */
export function encodeSyncStep1(stateVector: Uint8Array): Uint8Array {
  return encodeSync(SyncType.Step1, stateVector)
}

/** syncStep2 := 0 1 varBytes(update) */
export function encodeSyncStep2(update: Uint8Array): Uint8Array {
  return encodeSync(SyncType.Step2, update)
}

/** update := 0 2 varBytes(update) */
export function encodeUpdate(update: Uint8Array): Uint8Array {
  return encodeSync(SyncType.Update, update)
}

/** awareness := 1 varBytes(awarenessUpdate) */
export function encodeAwareness(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MessageType.Awareness)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}

function encodeSync(type: SyncType, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MessageType.Sync)
  encoding.writeVarUint(encoder, type)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** saved := 64 varUint(count) */
export function encodeSaved(count: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MessageType.Saved)
  encoding.writeVarUint(encoder, count)
  return encoding.toUint8Array(encoder)
}

/** The decoder stands behind the message type. */
export function readSaved(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder)
}

export interface DocumentInfo {
  /** Id of the document's history: two histories are never merged (D7). */
  epoch: string
  role: Role
}

/** info := 65 varString(epoch) varString(role) */
export function encodeInfo({ epoch, role }: DocumentInfo): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MessageType.Info)
  encoding.writeVarString(encoder, epoch)
  encoding.writeVarString(encoder, role)
  return encoding.toUint8Array(encoder)
}

/** The decoder stands behind the message type. */
export function readInfo(decoder: decoding.Decoder): DocumentInfo {
  const epoch = decoding.readVarString(decoder)
  return { epoch, role: decoding.readVarString(decoder) === 'viewer' ? 'viewer' : 'editor' }
}
