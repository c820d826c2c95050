import type { WebSocket } from 'ws'
import type { SocketLine } from './socket-line.ts'
import { type Transport, unheard } from './transport.ts'

/** Above this, messages wait in their lanes, where they can be left out and give way to those of other channels. */
const HIGH_WATER_BYTES = 64 * 1024

/** A session's frames over a WebSocket, both ways; what comes up goes to `onBatch`. */
export class WebSocketTransport implements Transport {
  readonly name = 'websocket'
  readonly coalesceMs = 0
  onDrain = unheard
  onClose = unheard
  readonly #socket: WebSocket
  readonly #line: SocketLine
  #full = false
  #closed = false

  constructor({ socket, line }: { socket: WebSocket; line: SocketLine }) {
    this.#socket = socket
    this.#line = line
    line.onWritten = () => this.#written()
    socket.on('close', () => this.#ended())
  }

  get writable(): boolean {
    return !this.#closed && !this.#full
  }

  send(batch: Uint8Array): void {
    if (this.#closed) return
    this.#line.send(batch)
    this.#full = this.#line.queuedBytes > HIGH_WATER_BYTES
  }

  sendPieces(pieces: readonly Uint8Array[]): void {
    if (this.#closed) return
    this.#line.sendPieces(pieces)
    this.#full = this.#line.queuedBytes > HIGH_WATER_BYTES
  }

  close(code = 1000, reason = ''): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close(code, reason)
  }

  #written(): void {
    if (!this.#full || this.#line.queuedBytes > HIGH_WATER_BYTES / 4) return
    this.#full = false
    if (!this.#closed) this.onDrain()
  }

  #ended(): void {
    if (this.#closed) return
    this.#closed = true
    this.onClose()
  }
}
