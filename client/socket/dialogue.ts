import { type Batch, decodeBatch } from '../../protocol/batch.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { type ControlFrame, FrameType, type SequencedFrame, type WelcomeFrame } from '../../protocol/frame.ts'
import { Inbox } from '../../protocol/inbox.ts'
import { Lanes } from '../../protocol/lanes.ts'
import { limits } from '../../protocol/limits.ts'
import { Outbox } from '../../protocol/outbox.ts'
import type { SessionIdentity } from './transports/transport.ts'

/** What a dialogue does not settle by itself. */
export interface DialogueHandlers {
  sequenced: (frame: SequencedFrame) => void
  /** The server asks for a sign of life. */
  ping: (token: number) => void
  /** The server has answered ours. */
  pong: (token: number) => void
}

/**
 * One session as the server knows it, from its opening until it is over: whose it is, and what is still to be said in
 * each direction. Transports come and go; when the server has forgotten the session, another dialogue begins.
 */
export class Dialogue {
  /** Names the session that is still to be opened. */
  readonly nonce = randomName()
  /** What waits to be sent, a lane for each channel. */
  readonly lanes: Lanes
  /** What was sent, and not acknowledged. */
  readonly outbox: Outbox
  readonly #inbox = new Inbox()
  readonly #over = new AbortController()
  #identity: SessionIdentity | null = null
  #generation = 0
  #holdMs: number = limits.holdMs
  #ttlMs: number = limits.sessionTtlMs

  /** `wake` is called when there is something to send. */
  constructor({ wake }: { wake: () => void }) {
    this.lanes = new Lanes({ wake })
    this.outbox = new Outbox({ source: this.lanes })
  }

  /** What waits to be sent or acknowledged, bytes. */
  get bytes(): number {
    return this.lanes.bytes + this.outbox.bytes
  }

  /** Null until the server has named the session. */
  get identity(): SessionIdentity | null {
    return this.#identity
  }

  /** How many of the server's frames have been delivered. */
  get received(): number {
    return this.#inbox.received
  }

  /** How long the server holds a poll, milliseconds. */
  get holdMs(): number {
    return this.#holdMs
  }

  /** How long the server keeps the session without a transport, milliseconds. */
  get ttlMs(): number {
    return this.#ttlMs
  }

  /** Aborted when it is over. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** A number larger than any before. */
  nextGeneration(): number {
    this.#generation += 1
    return this.#generation
  }

  /**
   * Takes a batch that came down. False when it cannot be used: it begins past the next number, it is no batch, or it
   * is of another session. Requests with one nonce that reached two servers, or one twice with half a minute between,
   * open two; the first one that answers is chosen.
   */
  take(bytes: Uint8Array, handlers: DialogueHandlers): boolean {
    const batch = batchOrNull(bytes)
    if (!batch || batch.frames.some((frame) => this.#isForeign(frame))) return false
    return this.#inbox.take(batch, {
      sequenced: handlers.sequenced,
      control: (frame) => this.#control(frame, handlers),
    })
  }

  /** Nothing is to be said any more. Idempotent. */
  end(): void {
    this.#over.abort()
    this.lanes.close()
  }

  #isForeign(frame: { type: FrameType; session?: string }): boolean {
    return frame.type === FrameType.Welcome && this.#identity !== null && frame.session !== this.#identity.id
  }

  #control(frame: ControlFrame, { ping, pong }: DialogueHandlers): void {
    switch (frame.type) {
      case FrameType.Ack:
        this.outbox.acknowledge(frame.received)
        return
      case FrameType.Ping:
        ping(frame.token)
        return
      case FrameType.Pong:
        pong(frame.token)
        return
      case FrameType.Welcome:
        this.#welcomed(frame)
        return
      case FrameType.Bind:
        return
      default:
        frame satisfies never
    }
  }

  #welcomed({ session, secret, holdMs, ttlMs, received }: WelcomeFrame): void {
    this.#identity ??= { id: session, secret }
    this.#holdMs = holdMs
    this.#ttlMs = ttlMs
    this.outbox.acknowledge(received)
  }
}

function batchOrNull(bytes: Uint8Array): Batch | null {
  try {
    return decodeBatch(bytes)
  } catch (error) {
    // Something on the way answers with bytes of its own: the transport is of no use, the session is.
    if (error instanceof ProtocolError) return null
    throw error
  }
}

function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
