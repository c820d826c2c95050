import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { encodeFrame, readFrame } from './codec.ts'
import { ProtocolError } from './error.ts'
import type { ControlFrame, Frame } from './frame.ts'
import { limits } from './limits.ts'

/**
 * What one WebSocket message, one event, one POST and one poll carry:
 * batch := varUint(first) • frame*, where `first` is the number of the batch's first sequenced frame.
 * Numbers start at 1 in each direction of a session.
 */
export interface Batch {
  first: number
  frames: Frame[]
}

/**
 * Puts encoded frames, each of them whole or in pieces, into one batch. `first` is only read when one of them is in
 * sequence.
 */
export function encodeBatch(first: number, frames: readonly Uint8Array[]): Uint8Array {
  return joined(batchInPieces(first, frames))
}

/** The same batch as pieces that follow each other: what is shared stays shared. */
export function batchInPieces(first: number, frames: readonly Uint8Array[]): Uint8Array[] {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, first)
  return [encoding.toUint8Array(encoder), ...frames]
}

/** Pieces as one, in one allocation. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.byteLength
  }
  return whole
}

/** A batch of frames that are out of sequence. */
export function encodeControl(...frames: ControlFrame[]): Uint8Array {
  return encodeBatch(0, frames.map(encodeFrame))
}

/** @throws ProtocolError FRAME_MALFORMED, FRAME_UNKNOWN, FRAME_TOO_LARGE */
export function decodeBatch(bytes: Uint8Array): Batch {
  if (bytes.byteLength > limits.maxBatchBytes) {
    throw new ProtocolError(
      'FRAME_TOO_LARGE',
      `a batch has ${bytes.byteLength} bytes; the limit is ${limits.maxBatchBytes}`,
    )
  }
  const decoder = decoding.createDecoder(bytes)
  let first: number
  try {
    first = decoding.readVarUint(decoder)
  } catch {
    throw new ProtocolError('FRAME_MALFORMED', 'a batch begins with the number of its first frame')
  }
  const frames: Frame[] = []
  while (decoding.hasContent(decoder)) frames.push(readFrame(decoder))
  return { first, frames }
}
