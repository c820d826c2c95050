import { Assembler } from '../../protocol/fragment.ts'
import type { CloseFrame, FragmentFrame, MessageFrame, OpenedFrame } from '../../protocol/frame.ts'

/** What a channel hears. */
export interface ChannelHandlers {
  opened: (protocol: string) => void
  message: (bytes: Uint8Array) => void
  closed: (code: number, reason: string) => void
  /** The channel was behind, and takes more again. Never called within a call of the session. */
  drained?: () => void
  /** A message of so many bytes was taken by a transport as a whole. */
  taken?: (messageBytes: number) => void
}

/** The open channels of one session, by number: puts fragments together and hands messages on. */
export class ChannelTable {
  readonly #channels = new Map<number, { handlers: ChannelHandlers; assembler: Assembler }>()
  #next = 1

  get size(): number {
    return this.#channels.size
  }

  has(channel: number): boolean {
    return this.#channels.has(channel)
  }

  /** Takes a number that was never used before. */
  add(handlers: ChannelHandlers): number {
    const channel = this.#next++
    this.#channels.set(channel, { handlers, assembler: new Assembler() })
    return channel
  }

  /** True when there was such a channel. It hears nothing more. */
  delete(channel: number): boolean {
    return this.#channels.delete(channel)
  }

  opened({ channel, protocol }: Pick<OpenedFrame, 'channel' | 'protocol'>): void {
    this.#channels.get(channel)?.handlers.opened(protocol)
  }

  /** Hands on a message when `frame` completes it. @throws ProtocolError MESSAGE_TOO_LARGE */
  message(frame: MessageFrame | FragmentFrame): void {
    const channel = this.#channels.get(frame.channel)
    const message = channel?.assembler.push(frame)
    if (message) channel?.handlers.message(message)
  }

  /** Hands on a message that was put together elsewhere. */
  whole(channel: number, message: Uint8Array): void {
    this.#channels.get(channel)?.handlers.message(message)
  }

  closed({ channel: number, code, reason }: Pick<CloseFrame, 'channel' | 'code' | 'reason'>): void {
    const channel = this.#channels.get(number)
    this.#channels.delete(number)
    channel?.handlers.closed(code, reason)
  }

  /** Closes all; what their owners open meanwhile stays. */
  closeAll(code: number, reason: string): void {
    const channels = [...this.#channels.values()]
    this.#channels.clear()
    for (const { handlers } of channels) handlers.closed(code, reason)
  }
}
