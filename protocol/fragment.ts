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

/** Puts the fragments of one channel together, in no more memory than twice what has come, however small the parts are. */
export class Assembler {
  #buffer: Uint8Array = new Uint8Array(0)
  #bytes = 0

  /**
   * The whole message when `frame` was its last part, else null. The bytes are the caller's to keep.
   * @throws ProtocolError MESSAGE_TOO_LARGE
   */
  push(frame: MessageFrame | FragmentFrame): Uint8Array | null {
    const bytes = this.#bytes + frame.bytes.byteLength
    if (bytes > limits.maxMessageBytes) {
      this.#forget()
      throw new ProtocolError('MESSAGE_TOO_LARGE', `a message is past ${limits.maxMessageBytes} bytes`)
    }
    const isLast = frame.type === FrameType.Message
    if (bytes > this.#buffer.byteLength) this.#grow(isLast ? bytes : 2 * bytes)
    this.#buffer.set(frame.bytes, this.#bytes)
    this.#bytes = bytes
    if (!isLast) return null
    // Exactly the message: whoever gets it may hand its buffer on.
    const whole = bytes === this.#buffer.byteLength ? this.#buffer : this.#buffer.slice(0, bytes)
    this.#forget()
    return whole
  }

  #grow(capacity: number): void {
    const buffer = new Uint8Array(capacity)
    buffer.set(this.#buffer.subarray(0, this.#bytes))
    this.#buffer = buffer
  }

  #forget(): void {
    this.#buffer = new Uint8Array(0)
    this.#bytes = 0
  }
}
