import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ProtocolError } from './error.ts'
import { type Frame, FrameType } from './frame.ts'
import { limits } from './limits.ts'

/** Writes one frame: its type as varUint, then its fields in the order of docs/protocol.md. */
export function writeFrame(encoder: encoding.Encoder, frame: Frame): void {
  encoding.writeVarUint(encoder, frame.type)
  switch (frame.type) {
    case FrameType.Open:
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarString(encoder, frame.path)
      encoding.writeVarUint(encoder, frame.protocols.length)
      for (const protocol of frame.protocols) encoding.writeVarString(encoder, protocol)
      return
    case FrameType.Opened:
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarString(encoder, frame.protocol)
      return
    case FrameType.Message:
    case FrameType.Fragment:
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint8Array(encoder, frame.bytes)
      return
    case FrameType.Close:
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint(encoder, frame.code)
      encoding.writeVarString(encoder, frame.reason)
      return
    case FrameType.GoAway:
      encoding.writeVarUint(encoder, frame.spreadMs)
      return
    case FrameType.Ack:
      encoding.writeVarUint(encoder, frame.received)
      return
    case FrameType.Ping:
    case FrameType.Pong:
      encoding.writeVarUint(encoder, frame.token)
      return
    case FrameType.Bind:
      encoding.writeVarString(encoder, frame.session)
      encoding.writeVarString(encoder, frame.secret)
      encoding.writeVarUint(encoder, frame.generation)
      encoding.writeVarUint(encoder, frame.after)
      encoding.writeVarUint(encoder, frame.use ? 1 : 0)
      return
    case FrameType.Welcome:
      encoding.writeVarString(encoder, frame.session)
      encoding.writeVarString(encoder, frame.secret)
      encoding.writeVarUint(encoder, frame.generation)
      encoding.writeVarUint(encoder, frame.received)
      encoding.writeVarUint(encoder, frame.ttlMs)
      encoding.writeVarUint(encoder, frame.holdMs)
      encoding.writeVarUint(encoder, frame.maxBatchBytes)
      encoding.writeVarUint(encoder, frame.maxMessageBytes)
      return
    default:
      frame satisfies never
  }
}

/** An encoded frame: its bytes are those of `head` and then those of `body`. */
export interface FramePieces {
  head: Uint8Array
  /** The payload itself, not a copy, so that many frames can share one; null where there is none apart. */
  body: Uint8Array | null
}

/** Encodes a frame without copying its payload, which nobody may change until the frame has been sent. */
export function encodeInPieces(frame: Frame): FramePieces {
  if (frame.type !== FrameType.Message && frame.type !== FrameType.Fragment) {
    return { head: encodeFrame(frame), body: null }
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, frame.type)
  encoding.writeVarUint(encoder, frame.channel)
  encoding.writeVarUint(encoder, frame.bytes.byteLength)
  return { head: encoding.toUint8Array(encoder), body: frame.bytes }
}

/** One frame as bytes. */
export function encodeFrame(frame: Frame): Uint8Array {
  const encoder = encoding.createEncoder()
  writeFrame(encoder, frame)
  return encoding.toUint8Array(encoder)
}

/**
 * Reads the frame at the decoder's position. The bytes of a MESSAGE are a view of the decoder's array.
 * @throws ProtocolError FRAME_MALFORMED, FRAME_UNKNOWN, FRAME_TOO_LARGE
 */
export function readFrame(decoder: decoding.Decoder): Frame {
  try {
    return readFields(decoder)
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause
    throw new ProtocolError('FRAME_MALFORMED', 'a frame ends before its fields do')
  }
}

function readFields(decoder: decoding.Decoder): Frame {
  const kind = decoding.readVarUint(decoder) as FrameType
  switch (kind) {
    case FrameType.Open: {
      const channel = decoding.readVarUint(decoder)
      const path = decoding.readVarString(decoder)
      const count = decoding.readVarUint(decoder)
      if (count > 16) throw new ProtocolError('FRAME_MALFORMED', `an OPEN names ${count} protocols; the limit is 16`)
      const protocols: string[] = []
      for (let index = 0; index < count; index++) protocols.push(decoding.readVarString(decoder))
      return { type: kind, channel, path, protocols }
    }
    case FrameType.Opened:
      return { type: kind, channel: decoding.readVarUint(decoder), protocol: decoding.readVarString(decoder) }
    case FrameType.Message:
    case FrameType.Fragment: {
      const channel = decoding.readVarUint(decoder)
      const bytes = decoding.readVarUint8Array(decoder)
      if (bytes.byteLength > limits.maxFrameBytes) {
        throw new ProtocolError(
          'FRAME_TOO_LARGE',
          `a frame carries ${bytes.byteLength} bytes; the limit is ${limits.maxFrameBytes}`,
        )
      }
      return { type: kind, channel, bytes }
    }
    case FrameType.Close:
      return {
        type: kind,
        channel: decoding.readVarUint(decoder),
        code: decoding.readVarUint(decoder),
        reason: decoding.readVarString(decoder),
      }
    case FrameType.GoAway:
      return { type: kind, spreadMs: decoding.readVarUint(decoder) }
    case FrameType.Ack:
      return { type: kind, received: decoding.readVarUint(decoder) }
    case FrameType.Ping:
    case FrameType.Pong:
      return { type: kind, token: decoding.readVarUint(decoder) }
    case FrameType.Bind:
      return {
        type: kind,
        session: decoding.readVarString(decoder),
        secret: decoding.readVarString(decoder),
        generation: decoding.readVarUint(decoder),
        after: decoding.readVarUint(decoder),
        use: decoding.readVarUint(decoder) === 1,
      }
    case FrameType.Welcome:
      return {
        type: kind,
        session: decoding.readVarString(decoder),
        secret: decoding.readVarString(decoder),
        generation: decoding.readVarUint(decoder),
        received: decoding.readVarUint(decoder),
        ttlMs: decoding.readVarUint(decoder),
        holdMs: decoding.readVarUint(decoder),
        maxBatchBytes: decoding.readVarUint(decoder),
        maxMessageBytes: decoding.readVarUint(decoder),
      }
    default:
      kind satisfies never
      throw new ProtocolError('FRAME_UNKNOWN', `frame type ${String(kind)} is not known`)
  }
}
