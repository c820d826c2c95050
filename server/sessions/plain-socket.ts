import type { RawData, WebSocket } from 'ws'
import { CloseCode, closeCodeOf } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { limits } from '../../protocol/limits.ts'
import type { Documents } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import { Channel } from './channel.ts'

/** A plain client that takes nothing is closed past this, and comes back by state vector. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024

export interface PlainSocketOptions {
  id: string
  socket: WebSocket
  documents: Documents
  documentId: string
  log: Log
}

/**
 * Any y-websocket client at the plain endpoint: one WebSocket, one document, y-protocols messages byte for byte.
 * No session: when the socket goes, the client starts anew from its state vector.
 */
export class PlainSocket {
  readonly #socket: WebSocket
  readonly #log: Log
  readonly #channel: Channel

  constructor({ id, socket, documents, documentId, log }: PlainSocketOptions) {
    this.#socket = socket
    this.#log = log
    this.#channel = new Channel({
      id,
      role: 'editor',
      protocols: [],
      send: (message) => this.#send(message),
      closed: (code, reason) => socket.close(code, reason),
    })
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('close', () => this.#channel.leave())
    // A frame past the limits of `ws` or broken framing: ws closes the socket itself.
    socket.on('error', (error) => log.debug({ member: id, err: error }, 'a plain socket broke'))
    this.#channel.join(documents, documentId).catch((error: unknown) => this.#fail(error))
  }

  #send(message: Uint8Array): void {
    this.#socket.send(message, { binary: true })
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#log.warn({ member: this.#channel.id }, 'SESSION_OVERFLOW: a plain client takes nothing')
      this.#channel.leave()
      this.#socket.terminate()
    }
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
    this.#channel.leave()
    if (error instanceof ProtocolError) {
      this.#log.debug({ member: this.#channel.id, code: error.code }, error.message)
      this.#socket.close(closeCodeOf(error.code), error.code)
    } else {
      this.#log.error({ member: this.#channel.id, err: error }, 'a plain socket failed')
      this.#socket.close(CloseCode.StoreUnavailable, 'INTERNAL')
    }
  }
}
