import { ProtocolError } from './error.ts'
import { type FragmentFrame, FrameType, type MessageFrame } from './frame.ts'
import { limits } from './limits.ts'

/**
 * A message as frames of at most 32 KiB: FRAGMENTs and a last MESSAGE.
 * Proxies commonly refuse bodies of a megabyte, browsers unload with 64 KiB, and a slow line takes seconds for this much.
 */
export function fragment(channel: number, message: Uint8Array): (MessageFrame | FragmentFrame)[] {
  const frames: (MessageFrame | FragmentFrame)[] = []
  let offset = 0
  while (message.byteLength - offset > limits.fragmentBytes) {
    const bytes = message.subarray(offset, offset + limits.fragmentBytes)
    frames.push({ type: FrameType.Fragment, channel, bytes })
    offset += limits.fragmentBytes
  }
  frames.push({ type: FrameType.Message, channel, bytes: message.subarray(offset) })
  return frames
}

/** Puts the fragments of one channel together. */
export class Assembler {
  #parts: Uint8Array[] = []
  #bytes = 0

  /**
   * The whole message when `frame` was its last part, else null. The bytes are the caller's to keep.
   * @throws ProtocolError MESSAGE_TOO_LARGE
   */
  push(frame: MessageFrame | FragmentFrame): Uint8Array | null {
    this.#bytes += frame.bytes.byteLength
    if (this.#bytes > limits.maxMessageBytes) {
      this.#parts = []
      this.#bytes = 0
      throw new ProtocolError('MESSAGE_TOO_LARGE', `a message is past ${limits.maxMessageBytes} bytes`)
    }
    this.#parts.push(frame.bytes)
    if (frame.type === FrameType.Fragment) return null
    const whole = new Uint8Array(this.#bytes)
    let offset = 0
    for (const part of this.#parts) {
      whole.set(part, offset)
      offset += part.byteLength
    }
    this.#parts = []
    this.#bytes = 0
    return whole
  }
}
