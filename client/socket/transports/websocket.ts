import { encodeBatch, encodeControl } from '../../../protocol/batch.ts'
import { CloseCode, isFinal } from '../../../protocol/close-code.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { MIN_WINDOW_BYTES, SendWindow } from '../../../protocol/send-window.ts'
import type { Transport, TransportFailure, TransportHost } from './transport.ts'

/** The subprotocol of session sockets. */
const SUBPROTOCOL = 'encke.1'

/** What a browser says of a socket that was cut, or closed by something on the way: the server says why it closes one. */
const cutCodes = [1005, 1006]

/** Above this the socket is left to drain: what is in it is in front of the next key on every channel. */
const HIGH_WATER_BYTES = 128 * 1024
const DRAIN_CHECK_MS = 20

/** What came down is acknowledged with what goes up, or after this time, or after this much at once (S11). */
const ACK_DELAY_MS = 1_000
const ACK_BYTES = 64 * 1024

/** A message is heard when its last byte is: a small one is a sign of life on a slow line. */
const BATCH_BYTES = 64 * 1024

/** Stands for the answer to BIND where others have the token of their PING. */
const WELCOME = -1

/** One that is only tried has to be alive after this time: some boxes let a WebSocket open and cut it then. */
const TRIAL_MS = 1_500

/**
 * Both directions on one WebSocket. Proven by WELCOME, never by `onopen`: a proxy can open a socket and keep it.
 * One that is tried beside another transport has to answer once more, a moment later.
 */
export class WebSocketTransport implements Transport {
  readonly name = 'websocket'
  readonly #host: TransportHost
  #socket: WebSocket | null = null
  #generation = 0
  #bound = false
  #used = false
  #proven = false
  /** How far it may be ahead of the server. */
  readonly #window = new SendWindow()
  /** The last frame handed to this socket. */
  #sent = 0
  /** What the server has been told of its own frames. */
  #acknowledged = 0
  /** What came down since. */
  #owedBytes = 0
  #pinged: { token: number; at: number } | null = null
  /** The PING whose answer proves a WebSocket that is only tried. */
  #trialToken: number | null = null
  #stopDrain: () => void = () => {}
  #stopAck: (() => void) | null = null
  #stopTrial: () => void = () => {}
  #over = false

  constructor({ host }: { host: TransportHost }) {
    this.#host = host
  }

  get generation(): number {
    return this.#generation
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
    const { outbox, clock } = this.#host
    this.#window.acknowledged(outbox.acknowledged, clock.now(), { isBusy: outbox.hasMore })
    outbox.windowBytes = this.#window.bytes
    for (;;) {
      if (socket.bufferedAmount > HIGH_WATER_BYTES) {
        this.#stopDrain()
        this.#stopDrain = clock.after(DRAIN_CHECK_MS, () => this.wake())
        return
      }
      const { received } = this.#host
      const batch = outbox.batch(this.#sent, BATCH_BYTES, this.#acknowledgement(received))
      if (!batch) break
      this.#sent = batch.through
      this.#acknowledged = received
      this.#owedBytes = 0
      this.#put(batch.bytes)
      if (outbox.bytes >= MIN_WINDOW_BYTES) this.#window.sent(batch.through, clock.now())
    }
    // Whoever only reads acknowledges all the same, but not each key that somebody else presses.
    if (this.#owedBytes >= ACK_BYTES) this.#acknowledge()
    else if (this.#host.received > this.#acknowledged) {
      this.#stopAck ??= clock.after(ACK_DELAY_MS, () => this.#acknowledge())
    }
  }

  ping(): void {
    if (this.#proven) this.#ask()
  }

  #ask(): number {
    const now = this.#host.clock.now()
    const token = now % 1_000_000
    this.#pinged = { token, at: now }
    this.#send(encodeFrame({ type: FrameType.Ping, token }))
    return token
  }

  close(): void {
    this.#over = true
    this.#stopDrain()
    this.#stopAck?.()
    this.#stopTrial()
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
    this.#pinged = { token: WELCOME, at: this.#host.clock.now() }
    this.#acknowledged = received
    if (!this.#used) {
      this.#send(bind)
      return
    }
    this.#bound = true
    const batch = outbox.batch(outbox.acknowledged, BATCH_BYTES, [bind])
    this.#sent = batch?.through ?? outbox.last
    this.#put(batch?.bytes ?? encodeBatch(0, [bind]))
    if (batch) this.wake()
  }

  #receive(bytes: Uint8Array): void {
    if (this.#over) return
    this.#owedBytes += bytes.byteLength
    if (!this.#host.deliver(bytes, this)) {
      this.close()
      // Before it is proven, it may be the welcome of another server: no fault of the way.
      const kind = this.#proven ? 'broken' : 'ended'
      this.#host.failed(this, { kind, detail: 'a gap in the sequence, or another session' })
      return
    }
    if (this.#proven || this.#over || this.#pinged?.token !== WELCOME) return
    this.answered(WELCOME)
    if (this.#used) this.#prove()
    else {
      this.#stopTrial = this.#host.clock.after(TRIAL_MS, () => {
        this.#trialToken = this.#ask()
      })
    }
  }

  #prove(): void {
    this.#proven = true
    this.#host.proven(this)
  }

  /** A PONG came back. */
  answered(token: number): void {
    if (this.#pinged?.token !== token) return
    this.#host.measured(this.#host.clock.now() - this.#pinged.at)
    this.#pinged = null
    if (token === this.#trialToken && !this.#proven && !this.#over) this.#prove()
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

  #acknowledge(): void {
    this.#stopAck?.()
    this.#stopAck = null
    this.#owedBytes = 0
    const { received } = this.#host
    if (received === this.#acknowledged || this.#over) return
    this.#acknowledged = received
    this.#put(encodeControl({ type: FrameType.Ack, received }))
  }

  #acknowledgement(received: number): Uint8Array[] {
    return received > this.#acknowledged ? [encodeFrame({ type: FrameType.Ack, received })] : []
  }

  #closed({ code, reason }: CloseEvent): void {
    const detail = `closed with ${code} ${reason}`
    if (code === CloseCode.SessionLost || (code === CloseCode.Forbidden && reason === 'SESSION_FORBIDDEN')) {
      this.#fail({ kind: 'unknown-session' })
    } else if (reason === 'SUPERSEDED') this.#fail({ kind: 'superseded' })
    // The server waited for a BIND that the network did not bring.
    else if (cutCodes.includes(code) || reason === 'BIND_MISSING') this.#fail({ kind: 'broken', detail })
    else if (isFinal(code)) this.#fail({ kind: 'refused', code, reason })
    else this.#fail({ kind: 'ended', detail })
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return
    this.#over = true
    this.#stopDrain()
    this.#stopAck?.()
    this.#stopTrial()
    this.#host.failed(this, failure)
  }
}
