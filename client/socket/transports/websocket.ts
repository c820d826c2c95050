import { encodeBatch } from '../../../protocol/batch.ts'
import { CloseCode, isFinal } from '../../../protocol/close-code.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** The subprotocol of session sockets. */
const SUBPROTOCOL = 'encke.1'

/** Above this the socket is left to drain. */
const HIGH_WATER_BYTES = 1024 * 1024
const DRAIN_CHECK_MS = 50

/** Both directions on one WebSocket. Proven by WELCOME, never by `onopen`: a proxy can open a socket and keep it. */
export class WebSocketTransport implements Transport {
  readonly name = 'websocket'
  readonly #host: TransportHost
  #socket: WebSocket | null = null
  #generation = 0
  #bound = false
  #used = false
  #proven = false
  /** The last frame handed to this socket. */
  #sent = 0
  /** What the server has been told of its own frames. */
  #acknowledged = 0
  #pinged: { token: number; at: number } | null = null
  #stopDrain: () => void = () => {}
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
  }

  get bound(): boolean {
    return this.#bound
  }

  start({ use }: { use: boolean }): void {
    const { WebSocket, baseUrl } = this.#host
    let socket: WebSocket
    try {
      socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/session/websocket`, SUBPROTOCOL)
    } catch (error) {
      // A page policy may forbid the address: that is told as an exception, not as an event.
      this.#fail({ kind: 'broken', detail: String(error) })
      return
    }
    this.#socket = socket
    this.#used = use
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.#bind()
    socket.onmessage = (event: MessageEvent) => this.#receive(new Uint8Array(event.data as ArrayBuffer))
    socket.onerror = () => {}
    socket.onclose = (event) => this.#closed(event)
  }

  use(): void {
    this.#used = true
    if (this.#socket?.readyState === this.#host.WebSocket.OPEN) this.#bind()
  }

  wake(): void {
    const socket = this.#socket
    if (!this.#bound || !socket || this.#over) return
    for (;;) {
      if (socket.bufferedAmount > HIGH_WATER_BYTES) {
        this.#stopDrain()
        this.#stopDrain = this.#host.clock.after(DRAIN_CHECK_MS, () => this.wake())
        return
      }
      const batch = this.#host.outbox.batch(this.#sent, limits.batchTargetBytes, this.#acknowledgement())
      if (!batch) break
      this.#sent = batch.through
      this.#put(batch.bytes)
    }
    const control = this.#acknowledgement()
    if (control.length > 0) this.#put(encodeBatch(0, control))
  }

  ping(): void {
    if (!this.#proven || this.#over) return
    const now = this.#host.clock.now()
    this.#pinged = { token: now % 1_000_000, at: now }
    this.#send(encodeFrame({ type: FrameType.Ping, token: this.#pinged.token }))
  }

  close(): void {
    this.#over = true
    this.#stopDrain()
    const socket = this.#socket
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  /** The first batch: whose socket this is, and with `use` at once what waits in the outbox. */
  #bind(): void {
    const { identity, nonce, outbox, received } = this.#host
    if (this.#generation === 0) this.#generation = this.#host.nextGeneration()
    const bind = encodeFrame({
      type: FrameType.Bind,
      session: identity?.id ?? '',
      secret: identity?.secret ?? nonce,
      generation: this.#generation,
      after: received,
      use: this.#used,
    })
    this.#pinged = { token: -1, at: this.#host.clock.now() }
    this.#acknowledged = received
    if (!this.#used) {
      this.#send(bind)
      return
    }
    this.#bound = true
    const batch = outbox.batch(outbox.acknowledged, limits.batchTargetBytes, [bind])
    this.#sent = batch?.through ?? outbox.last
    this.#put(batch?.bytes ?? encodeBatch(0, [bind]))
    if (batch) this.wake()
  }

  #receive(bytes: Uint8Array): void {
    if (this.#over) return
    if (!this.#host.deliver(bytes, this)) {
      this.close()
      this.#host.failed(this, { kind: 'broken', detail: 'a gap in the sequence' })
      return
    }
    if (this.#proven || this.#over) return
    this.#proven = true
    this.answered(-1)
    this.#host.proven(this)
  }

  /** A PONG came back. */
  answered(token: number): void {
    if (this.#pinged?.token !== token) return
    this.#host.measured(this.#host.clock.now() - this.#pinged.at)
    this.#pinged = null
  }

  /** Answers the server's PING; while at it, measures the round trip. */
  answer(token: number): void {
    this.#send(encodeFrame({ type: FrameType.Pong, token }))
    this.ping()
  }

  #send(frame: Uint8Array): void {
    if (this.#socket?.readyState === this.#host.WebSocket.OPEN) this.#put(encodeBatch(0, [frame]))
  }

  #put(batch: Uint8Array): void {
    this.#socket?.send(batch as Uint8Array<ArrayBuffer>)
    this.#host.sent(batch.byteLength)
  }

  #acknowledgement(): Uint8Array[] {
    const { received } = this.#host
    if (received === this.#acknowledged) return []
    this.#acknowledged = received
    return [encodeFrame({ type: FrameType.Ack, received })]
  }

  #closed({ code, reason }: CloseEvent): void {
    if (code === CloseCode.SessionLost || (code === CloseCode.Forbidden && reason === 'SESSION_FORBIDDEN')) {
      this.#fail({ kind: 'unknown-session' })
    } else if (reason === 'SUPERSEDED') this.#fail({ kind: 'superseded' })
    else if (isFinal(code)) this.#fail({ kind: 'refused', code, reason })
    else this.#fail({ kind: 'broken', detail: `closed with ${code} ${reason}` })
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.#over = true
    this.#stopDrain()
    this.#host.failed(this, failure)
  }
}
