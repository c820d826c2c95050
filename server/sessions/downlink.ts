import { encodeBatch, encodeControl } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { type ControlFrame, FrameType } from '../../protocol/frame.ts'
import type { Inbox } from '../../protocol/inbox.ts'
import type { Lanes } from '../../protocol/lanes.ts'
import { limits } from '../../protocol/limits.ts'
import { Outbox } from '../../protocol/outbox.ts'
import type { Transport } from '../transports/transport.ts'

/** How long an acknowledgement may wait for something to travel with. */
const ACK_DELAY_MS = 200

/** How many frames may arrive before they are acknowledged at once: 512 KiB of large ones, of which a client sends 2 MiB ahead. */
const ACK_EVERY = 16

/** What a stream is given at a time: so much, and no more, is between a key pressed now and the line. */
const STREAM_BATCH_BYTES = 64 * 1024

/** On a line of 30 KB/s the answer of a request has to arrive within the 10 s that a client waits for it. */
const ANSWER_BATCH_BYTES = 128 * 1024

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
  #generation = 0
  /** The last frame handed to the current transport. */
  #sent = 0
  /** What the client has been told of its own frames. */
  #acknowledged = 0
  #flushQueued = false
  #stopFlush: () => void = () => {}
  #stopAck: (() => void) | null = null
  #detachedAt: number
  #spokeAt: number

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

  /** A sign of life between two transports (a POST between two polls). */
  touch(): void {
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
    // It may have had too much on its way to be sent more.
    if (!this.#lanes.isEmpty) this.wake()
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
    while (transport?.writable && transport === this.#transport) {
      const control = this.#inbox.received > this.#acknowledged ? [this.#acknowledgement()] : []
      const batch = this.#outbox.batch(this.#sent, batchBytes(transport), control)
      if (!batch) return
      this.#sent = batch.through
      this.#spokeAt = this.#clock.now()
      transport.send(batch.bytes, batch.through)
    }
  }

  /** The answer to a POST: `control`, and the frames after `after` unless a transport carries them down. */
  answer(after: number, control: readonly Uint8Array[]): Uint8Array {
    const head = [...control, this.#acknowledgement()]
    const batch = this.#transport ? null : this.#outbox.batch(after, ANSWER_BATCH_BYTES, head)
    return batch ? batch.bytes : encodeBatch(0, head)
  }

  /** Something arrived: acknowledge it, soon, unless it travels with something else before. */
  oweAcknowledgement(): void {
    if (!this.#streaming()) return
    if (this.#inbox.received - this.#acknowledged >= ACK_EVERY) this.#sendAcknowledgement()
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

  /** The transport, when it can send more than once. A poll's answer is kept for frames in sequence. */
  #streaming(): Transport | null {
    const transport = this.#transport
    return transport?.name === 'websocket' || transport?.name === 'sse' ? transport : null
  }

  #sendAcknowledgement(): void {
    if (this.#inbox.received > this.#acknowledged) {
      this.control({ type: FrameType.Ack, received: this.#inbox.received })
      this.#acknowledged = this.#inbox.received
    }
  }

  #acknowledgement(): Uint8Array {
    this.#acknowledged = this.#inbox.received
    return encodeFrame({ type: FrameType.Ack, received: this.#acknowledged })
  }
}

function batchBytes({ name }: Transport): number {
  switch (name) {
    case 'websocket':
    case 'sse':
      return STREAM_BATCH_BYTES
    case 'long-poll':
      return limits.batchTargetBytes
    case 'poll':
      return ANSWER_BATCH_BYTES
    default:
      return name satisfies never
  }
}
