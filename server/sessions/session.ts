import { decodeBatch, encodeControl } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { ProtocolError } from '../../protocol/error.ts'
import {
  type BindFrame,
  type ControlFrame,
  FrameType,
  type SequencedFrame,
  type WelcomeFrame,
} from '../../protocol/frame.ts'
import { Inbox } from '../../protocol/inbox.ts'
import { Lanes } from '../../protocol/lanes.ts'
import { limits } from '../../protocol/limits.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { Documents } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import type { Transport } from '../transports/transport.ts'
import { type Absence, absenceOf } from './absence.ts'
import { ChannelTable } from './channel-table.ts'
import { Downlink } from './downlink.ts'

/**
 * The last resort, which no room drives it to (S9): one large message waiting on each channel does not reach it.
 * Past this a session is ended; its client comes back by state vector.
 */
const MAX_BYTES = 64 * 1024 * 1024

/** Transports that a client tries at one time. */
const MAX_INTRODUCED = 4

export interface SessionOptions {
  id: string
  secret: string
  documents: Documents
  clock: Clock
  log: Log
  /** The session ended by itself (overflow); the registry forgets it. */
  onEnd: () => void
}

/**
 * One browser's connection, across transports and reconnects. Each direction delivers every message
 * exactly once and in order while it lives (I1).
 *
 *   detached ⇄ attached (one transport carries the downlink; the newest generation wins)
 *       └──────────┴─→ ended (left, expired, overflown): every channel has left its room
 */
export class Session {
  readonly id: string
  readonly secret: string
  readonly #clock: Clock
  readonly #log: Log
  readonly #onEnd: () => void
  readonly #inbox = new Inbox()
  readonly #lanes = new Lanes({ wake: () => this.#wake() })
  readonly #downlink: Downlink
  readonly #channels: ChannelTable
  /** By generation, oldest first. */
  readonly #introduced = new Map<number, Transport>()
  #heardAt: number
  /** What carries the downlink, or did last. */
  #carrier: TransportName | null = null
  #absence: Absence = 'here'
  #ended = false

  constructor({ id, secret, documents, clock, log, onEnd }: SessionOptions) {
    this.id = id
    this.secret = secret
    this.#clock = clock
    this.#log = log
    this.#onEnd = onEnd
    this.#heardAt = clock.now()
    this.#downlink = new Downlink({ clock, inbox: this.#inbox, lanes: this.#lanes })
    this.#channels = new ChannelTable({ sessionId: id, documents, log, lanes: this.#lanes })
  }

  /** How many of the client's frames have arrived. */
  get received(): number {
    return this.#inbox.received
  }

  /** Which transport carries the downlink, if any. */
  get transport(): Transport | null {
    return this.#downlink.transport
  }

  get ended(): boolean {
    return this.#ended
  }

  /** What is kept for the client, bytes: what it has not acknowledged, and what waits to be sent. */
  get queuedBytes(): number {
    return this.#downlink.bytes
  }

  /** How long no transport has been attached, milliseconds; 0 while one is. */
  detachedMs(now: number): number {
    return this.#downlink.transport ? 0 : now - this.#downlink.detachedAt
  }

  /** The answer to BIND and to POST /session. */
  welcome(generation: number): WelcomeFrame {
    return {
      type: FrameType.Welcome,
      session: this.id,
      secret: this.secret,
      generation,
      received: this.#inbox.received,
      ttlMs: limits.sessionTtlMs,
      holdMs: limits.holdMs,
      maxBatchBytes: limits.maxBatchBytes,
      maxMessageBytes: limits.maxMessageBytes,
    }
  }

  /**
   * The transport now carries the downlink from frame `after` on; the one before is ended (newest wins).
   * False, and nothing changed, when a newer generation is attached already.
   * @throws ProtocolError FRAME_OUT_OF_ORDER when `after` was never given out or is forgotten
   */
  attach(transport: Transport, position: { generation: number; after: number }): boolean {
    this.#heard()
    const attached = this.#downlink.attach(transport, position)
    if (attached) this.#carrier = transport.name
    return attached
  }

  /**
   * Keeps a transport that the client only tries. It carries nothing until a BIND names its generation,
   * so that a stream that a proxy holds back never holds back the document.
   */
  introduce(transport: Transport, generation: number): void {
    this.#heard()
    this.#introduced.get(generation)?.close()
    this.#introduced.set(generation, transport)
    transport.onClose = () => {
      if (this.#introduced.get(generation) === transport) this.#introduced.delete(generation)
    }
    const [oldest] = this.#introduced.keys()
    if (this.#introduced.size <= MAX_INTRODUCED || oldest === undefined) return
    this.#introduced.get(oldest)?.close()
    this.#introduced.delete(oldest)
  }

  /**
   * Takes a batch from the client, over whatever transport it came; `via` when that one can be answered by itself.
   * @throws ProtocolError of the frames; FRAME_OUT_OF_ORDER when the batch begins past the next number
   */
  receive(bytes: Uint8Array, via: Transport | null = null): void {
    if (this.#ended) return
    this.#heard()
    const whole = this.#inbox.take(decodeBatch(bytes), {
      sequenced: (frame) => this.#take(frame),
      control: (frame) => this.#control(frame, via),
    })
    if (!whole) {
      throw new ProtocolError('FRAME_OUT_OF_ORDER', `the next frame has number ${this.#inbox.received + 1}`)
    }
    this.#downlink.oweAcknowledgement(bytes.byteLength)
  }

  /** The client has the server's frames up to `after`. @throws ProtocolError FRAME_OUT_OF_ORDER */
  acknowledge(after: number): void {
    this.#downlink.acknowledge(after)
  }

  /** Resolves when every channel opened so far has joined or failed. */
  async settled(): Promise<void> {
    await this.#channels.settled()
  }

  /**
   * The answer to a POST: acknowledgement, and the frames after `after` unless a transport carries them down.
   * `opening` puts the welcome in front.
   */
  answer({ after, opening }: { after: number; opening: boolean }): Uint8Array {
    return this.#downlink.answer(after, opening ? [encodeFrame(this.welcome(this.#downlink.generation))] : [])
  }

  /**
   * Sends a PING when nothing was sent for a while; drops a transport that has been silent for too long;
   * has it shown when none is there for a moment (A6), and takes presence away after the grace.
   */
  tick(now: number): void {
    const transport = this.#downlink.transport
    const absence = absenceOf({
      transport: this.#carrier,
      detachedMs: this.detachedMs(now),
      silentMs: now - this.#heardAt,
      unansweredMs: this.#downlink.unansweredMs(now),
      isBusy: this.#downlink.isBusy,
    })
    // Only what is heard makes somebody be here again.
    if (absence !== 'here') this.#show(absence)
    if (transport === null) return
    if (absence === 'gone') {
      this.#downlink.detach(transport)
      transport.close()
    } else if (now - this.#downlink.spokeAt >= limits.pingAfterMs) {
      this.ping()
    }
  }

  /** Sends a PING on a stream at once: proof that bytes come through one by one. */
  ping(): void {
    this.#downlink.control({ type: FrameType.Ping, token: this.#clock.now() % 1_000_000 })
  }

  /** Tells the client that this node is about to leave. */
  goAway(spreadMs: number): void {
    // What waits goes first, as far as the transport takes it: the end of the session comes behind.
    this.#downlink.flush()
    this.#lanes.push({ type: FrameType.GoAway, spreadMs })
    this.#downlink.flush()
  }

  /** Ends the session: every channel leaves its room at once. Idempotent. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#channels.closeAll()
    this.#lanes.close()
    for (const transport of this.#introduced.values()) transport.close()
    this.#introduced.clear()
    this.#downlink.close()
  }

  #heard(): void {
    this.#heardAt = this.#clock.now()
    this.#downlink.touch()
    this.#show('here')
  }

  /** Has the others see it. */
  #show(absence: Absence): void {
    const before = this.#absence
    if (absence === before || (before === 'gone' && absence === 'interrupted')) return
    this.#absence = absence
    switch (absence) {
      case 'here':
        this.#channels.resume()
        return
      case 'interrupted':
        this.#channels.interrupt()
        return
      case 'gone':
        this.#channels.suspend()
        return
      default:
        absence satisfies never
    }
  }

  #control(frame: ControlFrame, via: Transport | null): void {
    switch (frame.type) {
      case FrameType.Ack:
        this.#downlink.acknowledge(frame.received)
        return
      case FrameType.Ping:
        this.#pong(frame.token, via)
        return
      case FrameType.Pong:
        return
      case FrameType.Bind:
        this.#bind(frame)
        return
      case FrameType.Welcome:
        throw new ProtocolError('FRAME_UNKNOWN', `frame type ${frame.type} has no place here`)
      default:
        frame satisfies never
    }
  }

  /** The transport that carries the downlink has an order to keep; one that is only tried is answered by itself. */
  #pong(token: number, via: Transport | null): void {
    const pong = { type: FrameType.Pong, token } as const
    if (via && via !== this.#downlink.transport) via.send(encodeControl(pong), 0)
    else this.#downlink.control(pong)
  }

  /** A BIND for the transport that was introduced; any other was read where its transport was attached. */
  #bind({ generation, after, use }: BindFrame): void {
    const transport = this.#introduced.get(generation)
    if (!use || !transport) return
    this.#introduced.delete(generation)
    if (!this.attach(transport, { generation, after })) {
      transport.close()
      return
    }
    // The client lets go of the transport before as soon as it sees something come down this one.
    this.ping()
  }

  #take(frame: SequencedFrame): void {
    switch (frame.type) {
      case FrameType.Open:
        this.#channels.open(frame)
        return
      case FrameType.Message:
      case FrameType.Fragment:
        this.#channels.message(frame)
        return
      case FrameType.Close:
        this.#channels.close(frame)
        return
      case FrameType.Opened:
      case FrameType.GoAway:
        throw new ProtocolError('FRAME_UNKNOWN', `frame type ${frame.type} is the server's to send`)
      default:
        frame satisfies never
    }
  }

  #wake(): void {
    if (this.#ended) return
    this.#downlink.wake()
    const { bytes } = this.#downlink
    if (bytes <= MAX_BYTES) return
    this.#log.warn({ session: this.id, bytes }, 'SESSION_OVERFLOW: its client takes nothing')
    this.end()
    this.#onEnd()
  }
}
