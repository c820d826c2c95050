import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import { joined } from '../../protocol/batch.ts'
import { frameHeader, type ReadyFrames } from './ready-frames.ts'
import { unheard } from './transport.ts'

/** `WebSocket.OPEN` */
const OPEN = 1

/** Pieces up to here are put together: a copy costs less than another write. */
const SMALL_BYTES = 512

export interface SocketLineOptions {
  socket: WebSocket
  /** What the socket itself writes to; null where nobody else may. */
  stream: Writable | null
  /** Shared by the lines of a node. */
  frames: ReadyFrames
}

/**
 * Binary messages down one WebSocket. A small one is put into its frame here and written past the library, in one piece
 * in place of two and without a callback: with many clients nearly all that a server does is this.
 */
export class SocketLine {
  /** Something has been written out: there may be room. Called at the latest when all has. */
  onWritten = unheard
  readonly #socket: WebSocket
  readonly #stream: Writable | null
  readonly #frames: ReadyFrames
  readonly #written = () => this.onWritten()
  /** The last part sent was not the last of its message: no other message may come between. */
  #isInMessage = false

  constructor({ socket, stream, frames }: SocketLineOptions) {
    this.#socket = socket
    this.#stream = stream
    this.#frames = frames
    // Comes when the stream has been fuller than it likes, which is well before anybody of ours stops sending.
    stream?.on('drain', this.#written)
  }

  /** What has not been handed to the system, bytes. */
  get queuedBytes(): number {
    return this.#socket.bufferedAmount
  }

  /** Sends a message that comes in pieces; the large ones are not copied. */
  sendPieces(pieces: readonly Uint8Array[]): void {
    const stream = this.#stream
    if (!stream || this.#isInMessage || this.#socket.readyState !== OPEN) {
      this.send(joined(pieces))
      return
    }
    let small = [frameHeader(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))]
    stream.cork()
    for (const piece of pieces) {
      if (piece.byteLength <= SMALL_BYTES) {
        small.push(piece)
        continue
      }
      if (small.length > 0) stream.write(joined(small))
      stream.write(piece)
      small = []
    }
    if (small.length > 0) stream.write(joined(small))
    stream.uncork()
  }

  /** Sends a message, or the next part of one. */
  send(bytes: Uint8Array, isLast = true): void {
    const isWhole = isLast && !this.#isInMessage
    this.#isInMessage = !isLast
    // Once it closes, only the socket itself knows what may still be written.
    const frame = isWhole && this.#stream && this.#socket.readyState === OPEN ? this.#frames.of(bytes) : null
    if (frame) this.#stream?.write(frame)
    else this.#socket.send(bytes, { binary: true, fin: isLast }, this.#written)
  }
}
