import type { RawData, WebSocket } from 'ws'
import type { Clock } from '../../protocol/clock.ts'
import { CloseCode, closeCodeOf } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { Lane } from '../../protocol/lane.ts'
import { limits } from '../../protocol/limits.ts'
import type { Documents } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import type { SocketLine } from '../transports/socket-line.ts'
import { Channel } from './channel.ts'

/** Above this, messages wait in the lane, where they can still be left out; and larger ones go out in WebSocket fragments. */
const HIGH_WATER_BYTES = 64 * 1024

/** The last resort, which no room drives it to (S9): past this a client is closed, and comes back by state vector. */
const MAX_BYTES = 32 * 1024 * 1024

/** A client that takes nothing for this long is gone, or will find out soon enough: it comes back by state vector. */
const STALLED_MS = 60_000

export interface PlainSocketOptions {
  id: string
  socket: WebSocket
  /** The way down the same socket. */
  line: SocketLine
  documents: Documents
  documentId: string
  clock: Clock
  log: Log
}

/**
 * Any y-websocket client at the plain endpoint: one WebSocket, one document, y-protocols messages byte for byte.
 * No session: when the socket goes, the client starts anew from its state vector.
 */
export class PlainSocket {
  readonly #socket: WebSocket
  readonly #line: SocketLine
  readonly #clock: Clock
  readonly #log: Log
  readonly #lane: Lane
  readonly #channel: Channel
  #stopStalled: (() => void) | null = null

  constructor({ id, socket, line, documents, documentId, clock, log }: PlainSocketOptions) {
    this.#socket = socket
    this.#line = line
    this.#clock = clock
    this.#log = log
    line.onWritten = () => this.#written()
    this.#lane = new Lane({
      wake: () => this.#wake(),
      drained: () => this.#channel.drained(),
      pass: (message) => this.#pass(message),
    })
    this.#channel = new Channel({
      id,
      role: 'editor',
      protocols: [],
      lane: this.#lane,
      closed: (code, reason) => this.#close(code, reason),
    })
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('close', () => this.#left())
    // A frame past the limits of `ws` or broken framing: ws closes the socket itself.
    socket.on('error', (error) => log.debug({ member: id, err: error }, 'a plain socket broke'))
    this.#channel.join(documents, documentId).catch((error: unknown) => this.#fail(error))
  }

  /** What is kept for the client, bytes. */
  get queuedBytes(): number {
    return this.#lane.bytes + this.#line.queuedBytes
  }

  /** What the line takes at once waits nowhere. */
  #pass(message: Uint8Array): boolean {
    if (message.byteLength > HIGH_WATER_BYTES || this.#line.queuedBytes > HIGH_WATER_BYTES) return false
    this.#line.send(message)
    return true
  }

  #wake(): void {
    this.#pump()
    if (this.queuedBytes <= MAX_BYTES) return
    this.#log.warn({ member: this.#channel.id }, 'SESSION_OVERFLOW: a plain client takes nothing')
    this.#left()
    this.#socket.terminate()
  }

  /** Hands the socket what it takes. */
  #pump(): void {
    while (this.#line.queuedBytes <= HIGH_WATER_BYTES) {
      const part = this.#lane.take(HIGH_WATER_BYTES)
      if (!part) return
      this.#line.send(part.bytes, part.isLast)
    }
    this.#stopStalled ??= this.#clock.after(STALLED_MS, () => {
      this.#log.debug({ member: this.#channel.id }, 'a plain client takes nothing any more')
      this.#left()
      this.#socket.terminate()
    })
  }

  #written(): void {
    this.#stopStalled?.()
    this.#stopStalled = null
    this.#pump()
  }

  #left(): void {
    this.#stopStalled?.()
    this.#stopStalled = null
    this.#lane.close()
    this.#channel.leave()
  }

  #close(code: CloseCode, reason: string): void {
    this.#left()
    this.#socket.close(code, reason)
  }

  #receive(data: RawData, isBinary: boolean): void {
    try {
      if (!isBinary) throw new ProtocolError('MESSAGE_NOT_BINARY', 'messages are binary')
      // ws hands over one Buffer: its default binaryType.
      const bytes = data as Buffer
      if (bytes.byteLength > limits.maxMessageBytes) {
        throw new ProtocolError('MESSAGE_TOO_LARGE', `a message is past ${limits.maxMessageBytes} bytes`)
      }
      this.#channel.receive(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#log.debug({ member: this.#channel.id, code: error.code }, error.message)
      this.#close(closeCodeOf(error.code), error.code)
    } else {
      this.#log.error({ member: this.#channel.id, err: error }, 'a plain socket failed')
      this.#close(CloseCode.StoreUnavailable, 'INTERNAL')
    }
  }
}
