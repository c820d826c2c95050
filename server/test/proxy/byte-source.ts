import { once } from 'node:events'
import type { Socket } from 'node:net'

/** So much is read ahead of whoever takes it: enough to notice an end, not enough to hide back-pressure. */
const READ_AHEAD_BYTES = 64 * 1024

/** The bytes that come out of a socket, taken when wanted. Reads on in between, or nobody would notice that it ended. */
export class ByteSource {
  readonly socket: Socket
  #queue: Buffer[] = []
  #queuedBytes = 0
  #ended = false
  #wake: () => void = () => {}

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (piece) => {
      this.#queue.push(piece as Buffer)
      this.#queuedBytes += piece.length
      if (this.#queuedBytes > READ_AHEAD_BYTES) socket.pause()
      this.#wake()
    })
    for (const event of ['end', 'close'] as const) socket.on(event, () => this.#end())
    // A reset is an end like any other.
    socket.on('error', () => this.#end())
  }

  /** True when nothing more will come. */
  get ended(): boolean {
    return this.#ended && this.#queue.length === 0
  }

  /** The next piece, as large as it came, or null at the end. */
  async take(): Promise<Buffer | null> {
    while (this.#queue.length === 0) {
      if (this.#ended) return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const piece = this.#queue.shift()!
    this.#queuedBytes -= piece.byteLength
    if (this.#queuedBytes <= READ_AHEAD_BYTES && this.socket.isPaused()) this.socket.resume()
    return piece
  }

  /** Gives a piece back, to be taken next. */
  giveBack(piece: Buffer): void {
    if (piece.byteLength === 0) return
    this.#queue.unshift(piece)
    this.#queuedBytes += piece.byteLength
  }

  #end(): void {
    this.#ended = true
    this.#wake()
  }
}

/** Resolves when the socket takes more; false when it takes nothing any more. */
export async function writeTo(socket: Socket, bytes: Uint8Array): Promise<boolean> {
  if (socket.destroyed || !socket.writable) return false
  if (socket.write(bytes)) return true
  const gone = new AbortController()
  const close = () => gone.abort()
  socket.once('close', close)
  try {
    await once(socket, 'drain', { signal: gone.signal })
    return true
  } catch {
    return false // it was closed, or reset
  } finally {
    socket.off('close', close)
  }
}
