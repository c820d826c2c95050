import { randomUUID } from 'node:crypto'
import { decodeBatch, encodeBatch, encodeControl } from '../../../protocol/batch.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { Assembler, fragment } from '../../../protocol/fragment.ts'
import { type ControlFrame, FrameType, type SequencedFrame } from '../../../protocol/frame.ts'
import { Inbox } from '../../../protocol/inbox.ts'
import { CHANNEL_PROTOCOL } from '../../../protocol/message.ts'
import type { Wire, WireOptions } from './wire.ts'

const CHANNEL = 1
/** As our own client acknowledges: with what goes up, or after this time, or after this much at once. */
const ACK_DELAY_MS = 1_000
const ACK_BYTES = 64 * 1024

/** As our own client speaks over a WebSocket: a session with one channel. It does not come back when it is cut. */
export class SessionWire implements Wire {
  readonly #options: WireOptions
  readonly #inbox = new Inbox()
  readonly #assembler = new Assembler()
  #sent = 0
  #acknowledged = 0
  #owedBytes = 0
  #ackTimer: NodeJS.Timeout | null = null

  constructor(options: WireOptions) {
    this.#options = options
  }

  opened(): void {
    const bind = encodeFrame({
      type: FrameType.Bind,
      session: '',
      secret: randomUUID(),
      generation: 1,
      after: 0,
      use: true,
    })
    const path = `/sync/${this.#options.document}`
    this.#sent = 1
    const open = encodeFrame({ type: FrameType.Open, channel: CHANNEL, path, protocols: [CHANNEL_PROTOCOL] })
    this.#options.put(encodeBatch(1, [bind, open]))
  }

  receive(bytes: Uint8Array): void {
    this.#owedBytes += bytes.byteLength
    const whole = this.#inbox.take(decodeBatch(bytes), {
      sequenced: (frame) => this.#take(frame),
      control: (frame) => this.#control(frame),
    })
    if (!whole) throw new Error('a session has lost a frame')
    if (this.#owedBytes >= ACK_BYTES) this.#acknowledge()
    else if (this.#inbox.received > this.#acknowledged) {
      this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ACK_DELAY_MS)
    }
  }

  send(message: Uint8Array): void {
    const { received } = this.#inbox
    const frames = fragment(CHANNEL, message).map(encodeFrame)
    const first = this.#sent + 1
    this.#sent += frames.length
    if (received > this.#acknowledged) frames.push(encodeFrame({ type: FrameType.Ack, received }))
    this.#acknowledged = received
    this.#owedBytes = 0
    this.#options.put(encodeBatch(first, frames))
  }

  close(): void {
    if (this.#ackTimer) clearTimeout(this.#ackTimer)
  }

  #take(frame: SequencedFrame): void {
    if (frame.type === FrameType.Opened) this.#options.ready()
    else if (frame.type === FrameType.Message || frame.type === FrameType.Fragment) {
      const message = this.#assembler.push(frame)
      if (message) this.#options.message(message)
    } else throw new Error(`a session was sent frame ${frame.type}`)
  }

  #control(frame: ControlFrame): void {
    if (frame.type !== FrameType.Ping) return
    // And measures the round trip while it is at it.
    const token = Date.now() % 1_000_000
    this.#options.put(encodeControl({ type: FrameType.Pong, token: frame.token }))
    this.#options.put(encodeControl({ type: FrameType.Ping, token }))
  }

  #acknowledge(): void {
    if (this.#ackTimer) clearTimeout(this.#ackTimer)
    this.#ackTimer = null
    this.#owedBytes = 0
    const { received } = this.#inbox
    if (received === this.#acknowledged) return
    this.#acknowledged = received
    this.#options.put(encodeControl({ type: FrameType.Ack, received }))
  }
}
