import { CloseCode, closeCodeOf } from '../../protocol/close-code.ts'
import { documentOfPath } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { Assembler } from '../../protocol/fragment.ts'
import {
  type CloseFrame,
  type FragmentFrame,
  FrameType,
  type MessageFrame,
  type OpenFrame,
} from '../../protocol/frame.ts'
import type { Lanes } from '../../protocol/lanes.ts'
import { limits } from '../../protocol/limits.ts'
import type { Documents } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import { Channel } from './channel.ts'

interface OpenChannel {
  channel: Channel
  assembler: Assembler
}

export interface ChannelTableOptions {
  /** Of the session; prefixes the ids of its members. */
  sessionId: string
  documents: Documents
  log: Log
  /** Where frames for the client wait. */
  lanes: Lanes
}

/**
 * The channels of one session, by number. A fault on one channel ends that channel with a code;
 * the others go on. Knows nothing of transports or sequence.
 */
export class ChannelTable {
  readonly #sessionId: string
  readonly #documents: Documents
  readonly #log: Log
  readonly #lanes: Lanes
  readonly #open = new Map<number, OpenChannel>()
  readonly #joining = new Set<Promise<void>>()

  constructor({ sessionId, documents, log, lanes }: ChannelTableOptions) {
    this.#sessionId = sessionId
    this.#documents = documents
    this.#log = log
    this.#lanes = lanes
  }

  get size(): number {
    return this.#open.size
  }

  /** Opens a channel, or answers with CLOSE and a code. @throws ProtocolError CHANNEL_IN_USE */
  open({ channel: number, path, protocols }: OpenFrame): void {
    if (this.#open.has(number)) throw new ProtocolError('CHANNEL_IN_USE', `channel ${number} is open`)
    const documentId = documentOfPath(path)
    if (documentId === null) {
      this.#refuse(number, new ProtocolError('DOCUMENT_ID_INVALID', 'the path names no document'))
      return
    }
    if (this.#open.size >= limits.maxChannels) {
      this.#refuse(number, new ProtocolError('TOO_MANY_CHANNELS', `the limit is ${limits.maxChannels} channels`))
      return
    }
    const channel: Channel = new Channel({
      id: `${this.#sessionId}/${number}`,
      role: 'editor',
      protocols,
      lane: this.#lanes.open(number, { drained: () => channel.drained() }),
      closed: (code, reason) => {
        this.#open.delete(number)
        this.#lanes.end({ type: FrameType.Close, channel: number, code, reason })
      },
    })
    this.#open.set(number, { channel, assembler: new Assembler() })
    this.#lanes.push({ type: FrameType.Opened, channel: number, protocol: channel.protocol })
    const joining = channel
      .join(this.#documents, documentId)
      .catch((error: unknown) => this.#fail(number, channel, error))
      .finally(() => this.#joining.delete(joining))
    this.#joining.add(joining)
  }

  /** Hands a message, or a part of one, to its channel. */
  message(frame: MessageFrame | FragmentFrame): void {
    const open = this.#open.get(frame.channel)
    // The room may have closed the channel while the message was on its way: nobody's fault.
    if (!open) return
    try {
      const message = open.assembler.push(frame)
      if (message) open.channel.receive(message)
    } catch (error) {
      this.#fail(frame.channel, open.channel, error)
    }
  }

  /** The client closes a channel. */
  close({ channel: number }: CloseFrame): void {
    this.#open.get(number)?.channel.leave()
    this.#open.delete(number)
    this.#lanes.drop(number)
  }

  /** Resolves when every channel opened so far has joined or failed: its first messages have been pushed. */
  async settled(): Promise<void> {
    await Promise.all(this.#joining)
  }

  /** Whoever is seen in a document is seen to reconnect, until `resume` or `suspend`. */
  interrupt(): void {
    for (const { channel } of this.#open.values()) channel.interrupt()
  }

  /** Nobody is seen in any document until `resume`. */
  suspend(): void {
    for (const { channel } of this.#open.values()) channel.suspend()
  }

  resume(): void {
    for (const { channel } of this.#open.values()) channel.resume()
  }

  /** Every channel leaves its room at once. Idempotent. */
  closeAll(): void {
    for (const { channel } of this.#open.values()) channel.leave()
    this.#open.clear()
  }

  #fail(number: number, channel: Channel, error: unknown): void {
    channel.leave()
    if (this.#open.get(number)?.channel !== channel) return
    this.#open.delete(number)
    this.#refuse(number, error)
  }

  #refuse(channel: number, error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#log.debug({ session: this.#sessionId, channel, code: error.code }, error.message)
      this.#lanes.end({ type: FrameType.Close, channel, code: closeCodeOf(error.code), reason: error.code })
    } else {
      this.#log.error({ session: this.#sessionId, channel, err: error }, 'a channel failed')
      this.#lanes.end({ type: FrameType.Close, channel, code: CloseCode.StoreUnavailable, reason: 'INTERNAL' })
    }
  }
}
