import type { RawData, WebSocket } from 'ws'
import { decodeBatch, encodeControl } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { CloseCode, closeCodeOf } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { FrameType } from '../../protocol/frame.ts'
import type { Log } from '../telemetry/log.ts'
import type { SocketLine } from '../transports/socket-line.ts'
import { WebSocketTransport } from '../transports/websocket.ts'
import type { Session } from './session.ts'
import type { SessionRegistry } from './session-registry.ts'

/** A WebSocket that has not said whose it is by then is closed. */
const BIND_DEADLINE_MS = 5_000

export interface SocketSessionOptions {
  socket: WebSocket
  /** The way down the same socket. */
  line: SocketLine
  sessions: SessionRegistry
  clock: Clock
  log: Log
}

/**
 * A WebSocket of our own client: waits for BIND, lets the session use the socket both ways,
 * and turns a broken rule into a close code for this socket alone.
 */
export class SocketSession {
  readonly #socket: WebSocket
  readonly #sessions: SessionRegistry
  readonly #log: Log
  readonly #transport: WebSocketTransport
  readonly #stopDeadline: () => void
  #session: Session | null = null

  constructor({ socket, line, sessions, clock, log }: SocketSessionOptions) {
    this.#socket = socket
    this.#sessions = sessions
    this.#log = log
    this.#transport = new WebSocketTransport({ socket, line })
    this.#stopDeadline = clock.after(BIND_DEADLINE_MS, () => {
      if (!this.#session) this.#transport.close(CloseCode.Unauthenticated, 'BIND_MISSING')
    })
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('close', () => this.#stopDeadline())
    // A frame past the limits of `ws` or broken framing: ws closes the socket itself.
    socket.on('error', (error) => log.debug({ err: error }, 'a session socket broke'))
  }

  #receive(data: RawData, isBinary: boolean): void {
    try {
      if (!isBinary) throw new ProtocolError('MESSAGE_NOT_BINARY', 'frames are binary')
      // ws hands over one Buffer: its default binaryType.
      const buffer = data as Buffer
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      if (this.#session?.ended) throw new ProtocolError('SESSION_UNKNOWN', 'the session has ended')
      if (this.#session) this.#session.receive(bytes, this.#transport)
      else this.#bind(bytes)
    } catch (error) {
      this.#fail(error)
    }
  }

  #bind(bytes: Uint8Array): void {
    const bind = decodeBatch(bytes).frames[0]
    if (bind?.type !== FrameType.Bind) throw new ProtocolError('FRAME_MALFORMED', 'a WebSocket begins with BIND')
    const { generation, after, use } = bind
    const session =
      bind.session === '' ? this.#sessions.open(bind.secret) : this.#sessions.find(bind.session, bind.secret)
    this.#session = session
    this.#stopDeadline()
    // The frames that came with BIND first, so that the welcome says how far they got.
    session.receive(bytes)
    this.#transport.send(encodeControl(session.welcome(generation)))
    if (!use) session.introduce(this.#transport, generation)
    else if (!session.attach(this.#transport, { generation, after }))
      this.#transport.close(CloseCode.Normal, 'SUPERSEDED')
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#log.debug({ session: this.#session?.id, code: error.code }, error.message)
      this.#end(closeCodeOf(error.code), error.code)
    } else {
      this.#log.error({ session: this.#session?.id, err: error }, 'a session socket failed')
      this.#end(CloseCode.StoreUnavailable, 'INTERNAL')
    }
  }

  /** A session whose frames cannot be read any more is over: its client opens a new one (I5). */
  #end(code: CloseCode, reason: string): void {
    this.#transport.close(code, reason)
    if (this.#session && this.#session.transport === this.#transport) this.#sessions.end(this.#session)
    this.#socket.removeAllListeners('message')
  }
}
