import { joined } from '../../protocol/batch.ts'

/** Larger messages are not copied into a frame: their header is written beside them. */
const MAX_PAYLOAD_BYTES = 16 * 1024
const FINAL_BINARY = 0x82
/** From here on the length takes two bytes more (RFC 6455, 5.2). */
const LONG_FROM_BYTES = 126
/** And from here on eight. */
const LONGER_FROM_BYTES = 65_536

/**
 * Whole WebSocket frames for messages that many clients are sent one after the other: made once for all of them, and
 * written with one call in place of two. A broadcast costs little else.
 */
export class ReadyFrames {
  #message: Uint8Array | null = null
  #frame: Uint8Array | null = null

  /** The frame of a server's binary message; null for one that is too large. Shared: nobody may change it. */
  of(message: Uint8Array): Uint8Array | null {
    if (message === this.#message) return this.#frame
    if (message.byteLength > MAX_PAYLOAD_BYTES) return null
    this.#message = message
    this.#frame = frameOf(message)
    return this.#frame
  }
}

function frameOf(message: Uint8Array): Uint8Array {
  return joined([frameHeader(message.byteLength), message])
}

/** What stands before a server's binary message of so many bytes, in one frame. */
export function frameHeader(byteLength: number): Uint8Array {
  if (byteLength < LONG_FROM_BYTES) return Uint8Array.of(FINAL_BINARY, byteLength)
  if (byteLength < LONGER_FROM_BYTES) {
    return Uint8Array.of(FINAL_BINARY, LONG_FROM_BYTES, byteLength >> 8, byteLength & 0xff)
  }
  const header = new Uint8Array(10)
  header.set([FINAL_BINARY, LONG_FROM_BYTES + 1])
  new DataView(header.buffer).setBigUint64(2, BigInt(byteLength))
  return header
}
