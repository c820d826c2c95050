import { encodeBatch, encodeControl } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { type ControlFrame, FrameType } from '../../protocol/frame.ts'
import type { Inbox } from '../../protocol/inbox.ts'
import type { Lanes } from '../../protocol/lanes.ts'
import { limits } from '../../protocol/limits.ts'
import { MAX_WINDOW_BYTES, Outbox } from '../../protocol/outbox.ts'
import { MIN_WINDOW_BYTES, SendWindow } from '../../protocol/send-window.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { Transport } from '../transports/transport.ts'

/** How long an acknowledgement may wait for something to travel with. */
const ACK_DELAY_MS = 200

/** How much may arrive before it is acknowledged at once. */
const ACK_EVERY_FRAMES = 16
const ACK_EVERY_BYTES = 64 * 1024

/** Less than this is on its way in a moment on any line on which people write. */
const PROMPT_BYTES = 16 * 1024

/** What a stream is given at a time: so much, and no more, is between a key pressed now and the line. */
const STREAM_BATCH_BYTES = 64 * 1024

/**
 * The server's direction of a session: what is still to be acknowledged, and the transport that carries it now.
 * Sends each frame once per transport, in order; a new transport begins where the client says it stands.
 * Knows nothing of channels: it takes frames from the lanes, when a transport takes them from it.
 */
export class Downlink {
  readonly #clock: Clock
  readonly #inbox: Inbox
  readonly #lanes: Lanes
  readonly #outbox: Outbox
  #transport: Transport | null = null
  /** Of the stream that was attached last: another of its kind goes the same way. */
  #window = new SendWindow()
  #windowOf: TransportName | null = null
  #generation = 0
  /** The last frame handed to the current transport. */
  #sent = 0
  /** What the client has been told of its own frames. */
  #acknowledged = 0
  /** What has arrived since. */
  #owedBytes = 0
  /** The stream was full when it was time to tell. */
  #isAckDue = false
  #flushQueued = false
  #stopFlush: () => void = () => {}
  #stopAck: (() => void) | null = null
  #detachedAt: number
  #spokeAt: number
  /** When something was sent that has to be answered, since the client was last heard. */
  #askedAt: number | null = null

  /** `inbox` is the other direction: what arrived there is acknowledged here. */
  constructor({ clock, inbox, lanes }: { clock: Clock; inbox: Inbox; lanes: Lanes }) {
    this.#clock = clock
    this.#inbox = inbox
    this.#lanes = lanes
    this.#outbox = new Outbox({ source: lanes })
    this.#detachedAt = this.#spokeAt = clock.now()
  }

  get transport(): Transport | null {
    return this.#transport
  }

  /** What is kept for the client, bytes: what it has not acknowledged, and what waits to be sent. */
  get bytes(): number {
    return this.#outbox.bytes + this.#lanes.bytes
  }

  get generation(): number {
    return this.#generation
  }

  /** When the last transport went, or the last sign of life without one. */
  get detachedAt(): number {
    return this.#detachedAt
  }

  /** When something was last sent. */
  get spokeAt(): number {
    return this.#spokeAt
  }

  /**
   * How long the client owes an answer to something small that went down a stream, milliseconds; 0 when it owes none.
   * It acknowledges within a second (S11), and answers a PING at once.
   */
  unansweredMs(now: number): number {
    if (this.#askedAt === null || !this.#streaming() || this.isBusy) return 0
    return now - this.#askedAt
  }

  /** True while so much is on its way that the client may take a while to have it. */
  get isBusy(): boolean {
    return this.#outbox.bytes > PROMPT_BYTES
  }

  /** A sign of life, also between two transports (a POST between two polls). */
  touch(): void {
    this.#askedAt = null
    if (!this.#transport) this.#detachedAt = this.#clock.now()
  }

  /** Lets `transport` carry frames from `after` on. @throws ProtocolError FRAME_OUT_OF_ORDER */
  attach(transport: Transport, { generation, after }: { generation: number; after: number }): boolean {
    if (generation < this.#generation) return false
    this.acknowledge(after)
    const before = this.#transport
    this.#generation = generation
    this.#transport = transport
    // A request that set out earlier may arrive later: what another one has acknowledged since is not sent again.
    this.#sent = Math.max(after, this.#outbox.acknowledged)
    this.#acknowledged = this.#inbox.received
    transport.onDrain = () => this.flush()
    transport.onClose = () => this.detach(transport)
    before?.close()
    this.#openWindow(transport)
    this.flush()
    return true
  }

  /** The transport is gone; frames wait for the next one. */
  detach(transport: Transport): void {
    if (this.#transport !== transport) return
    this.#transport = null
    this.#detachedAt = this.#clock.now()
  }

  /** The client has frames up to `after`. @throws ProtocolError FRAME_OUT_OF_ORDER */
  acknowledge(after: number): void {
    if (!this.#outbox.acknowledge(after)) {
      throw new ProtocolError('FRAME_OUT_OF_ORDER', `no frame has number ${after} yet`)
    }
    const isBusy = !this.#lanes.isEmpty
    this.#window.acknowledged(after, this.#clock.now(), { isBusy })
    // It may have had too much on its way to be sent more.
    if (isBusy) this.wake()
  }

  /** There is something in the lanes. */
  wake(): void {
    if (this.#flushQueued || !this.#transport) return
    this.#flushQueued = true
    const { coalesceMs } = this.#transport
    if (coalesceMs > 0) this.#stopFlush = this.#clock.after(coalesceMs, () => this.flush())
    else queueMicrotask(() => this.flush())
  }

  /** Hands the transport what it takes. */
  flush(): void {
    this.#flushQueued = false
    this.#stopFlush()
    const transport = this.#transport
    const stream = this.#streaming()
    this.#outbox.windowBytes = stream ? this.#window.bytes : MAX_WINDOW_BYTES
    while (transport?.writable && transport === this.#transport) {
      const { received } = this.#inbox
      const control = received > this.#acknowledged ? [acknowledgement(received)] : []
      const batch = this.#outbox.batch(this.#sent, batchBytes(transport), control)
      if (!batch) break
      this.#sent = batch.through
      this.#told(received)
      this.#spokeAt = this.#clock.now()
      if (stream) this.#askedAt ??= this.#spokeAt
      if (transport.sendPieces) transport.sendPieces(batch.pieces, batch.through)
      else transport.send(batch.bytes, batch.through)
      if (stream && this.#outbox.bytes >= MIN_WINDOW_BYTES) this.#window.sent(batch.through, this.#spokeAt)
    }
    if (this.#isAckDue) this.#sendAcknowledgement()
  }

  /** The answer to a POST: `control`, and the frames after `after` unless a transport carries them down. */
  answer(after: number, control: readonly Uint8Array[]): Uint8Array {
    const { received } = this.#inbox
    const head = [...control, acknowledgement(received)]
    this.#told(received)
    this.#outbox.windowBytes = MAX_WINDOW_BYTES
    const batch = this.#transport ? null : this.#outbox.batch(after, limits.batchTargetBytes, head)
    return batch ? batch.bytes : encodeBatch(0, head)
  }

  /** So many bytes arrived: acknowledge them, soon, unless that travels with something else before. */
  oweAcknowledgement(bytes: number): void {
    if (!this.#streaming()) return
    this.#owedBytes += bytes
    const owedFrames = this.#inbox.received - this.#acknowledged
    if (owedFrames >= ACK_EVERY_FRAMES || this.#owedBytes >= ACK_EVERY_BYTES) this.#sendAcknowledgement()
    else
      this.#stopAck ??= this.#clock.after(ACK_DELAY_MS, () => {
        this.#stopAck = null
        this.#sendAcknowledgement()
      })
  }

  /** Sends a frame out of sequence, if there is a stream to send it on. */
  control(frame: ControlFrame): void {
    const transport = this.#streaming()
    if (!transport?.writable) return
    this.#spokeAt = this.#clock.now()
    // On an event stream the client answers each second one only.
    if (frame.type === FrameType.Ping && transport.name === 'websocket') this.#askedAt ??= this.#spokeAt
    transport.send(encodeControl(frame), this.#sent)
  }

  /** Idempotent. */
  close(): void {
    this.#stopFlush()
    this.#stopAck?.()
    this.#stopAck = null
    const transport = this.#transport
    this.#transport = null
    transport?.close()
  }

  #openWindow({ name }: Transport): void {
    if (this.#windowOf === name) return
    this.#windowOf = name
    this.#window = new SendWindow()
  }

  /** The transport, when it can send more than once. A poll's answer is kept for frames in sequence. */
  #streaming(): Transport | null {
    const transport = this.#transport
    return transport?.name === 'websocket' || transport?.name === 'sse' ? transport : null
  }

  /** Now, or when the stream takes it. */
  #sendAcknowledgement(): void {
    const { received } = this.#inbox
    this.#isAckDue = received > this.#acknowledged
    if (!this.#isAckDue || !this.#streaming()?.writable) return
    this.control({ type: FrameType.Ack, received })
    this.#told(received)
  }

  /** The client is told that so many of its frames have arrived. */
  #told(received: number): void {
    this.#acknowledged = received
    this.#owedBytes = 0
    this.#isAckDue = false
  }
}

function acknowledgement(received: number): Uint8Array {
  return encodeFrame({ type: FrameType.Ack, received })
}

function batchBytes({ name }: Transport): number {
  switch (name) {
    case 'websocket':
    case 'sse':
      return STREAM_BATCH_BYTES
    case 'long-poll':
    case 'poll':
      return limits.batchTargetBytes
    default:
      return name satisfies never
  }
}
