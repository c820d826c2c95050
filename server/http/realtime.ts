import type { ServerResponse } from 'node:http'
import { type HttpBindings, upgradeWebSocket } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { encodeControl } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { documentOfPath } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { FrameType } from '../../protocol/frame.ts'
import { Header } from '../../protocol/header.ts'
import { limits } from '../../protocol/limits.ts'
import { isLinkToken } from '../../protocol/link-address.ts'
import { CHANNEL_PROTOCOL } from '../../protocol/message.ts'
import type { Documents } from '../documents/membership.ts'
import { PlainSocket } from '../sessions/plain-socket.ts'
import type { Session } from '../sessions/session.ts'
import { SessionRegistry } from '../sessions/session-registry.ts'
import { SocketSession } from '../sessions/socket-session.ts'
import type { Log } from '../telemetry/log.ts'
import { LongPollTransport } from '../transports/long-poll.ts'
import { ReadyFrames } from '../transports/ready-frames.ts'
import { SocketLine } from '../transports/socket-line.ts'
import { SseTransport } from '../transports/sse.ts'
import { HttpError } from './errors.ts'

/** The second canary of an event stream: what arrives together with the first was held back on the way. */
const CANARY_GAP_MS = 400

/** How long the answer of a POST waits for documents to be opened, so that it can carry the first sync. */
const SETTLE_MS = 2_000

export interface RealtimeOptions {
  documents: Documents
  clock: Clock
  log: Log
}

type Env = { Bindings: HttpBindings }

/**
 * Makes transports out of requests and hands them to sessions. The only file that knows both Hono and sessions.
 * Errors are thrown: the app turns them into problem+json.
 */
export class Realtime {
  /** The routes `/sync/*` and `/session*`. */
  readonly app = new Hono<Env>()
  /** Give this to the HTTP server: it takes the upgrades. */
  readonly webSocketServer: WebSocketServer
  readonly sessions: SessionRegistry
  readonly #documents: Documents
  readonly #clock: Clock
  readonly #log: Log
  readonly #plainSockets = new Set<PlainSocket>()
  readonly #frames = new ReadyFrames()
  #plainCount = 0

  constructor({ documents, clock, log }: RealtimeOptions) {
    this.#documents = documents
    this.#clock = clock
    this.#log = log
    this.sessions = new SessionRegistry({ documents, clock, log })
    this.webSocketServer = new WebSocketServer({
      noServer: true,
      // Past our own limit, so that what is too large is closed with our own, final code.
      maxPayload: 4 * limits.maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(CHANNEL_PROTOCOL) ? CHANNEL_PROTOCOL : ([...offered][0] ?? false)),
    })
    this.#routes()
  }

  /** Tells every session to come back within `spreadMs`. Plain clients are told by their rooms. */
  close(spreadMs: number): void {
    this.sessions.close(spreadMs)
  }

  /** What is kept for all clients, bytes: what they have not acknowledged, and what waits to be sent. */
  get queuedBytes(): number {
    let bytes = 0
    for (const client of [...this.sessions, ...this.#plainSockets]) bytes += client.queuedBytes
    return bytes
  }

  /** How many plain y-websocket clients are connected. */
  get plainSockets(): number {
    return this.#plainSockets.size
  }

  /** How many sessions each transport carries now; those between two are under `none`. */
  get sessionsByTransport(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { transport } of this.sessions) {
      const name = transport?.name ?? 'none'
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  }

  #routes(): void {
    const { app } = this
    app.get(
      '/session/websocket',
      upgradeWebSocket((c) => ({ onOpen: (_event, { raw }) => this.#acceptSession(c, raw as WebSocket) })),
      (c) => upgradeRequired(c),
    )
    app.get(
      '/sync/*',
      upgradeWebSocket((c) => ({ onOpen: (_event, { raw }) => this.#acceptPlain(c, raw as WebSocket) })),
      (c) => upgradeRequired(c),
    )
    app.post('/session', (c) => this.#openSession(c))
    app.post('/session/frames', (c) => this.#takeFrames(c))
    app.get('/session/sse', (c) => this.#stream(c))
    app.get('/session/poll', (c) => this.#poll(c))
    app.delete('/session', (c) => this.#leave(c))
  }

  #acceptSession(c: Context<Env>, socket: WebSocket): void {
    const line = this.#lineOf(c, socket)
    new SocketSession({ socket, line, sessions: this.sessions, clock: this.#clock, log: this.#log })
  }

  #lineOf(c: Context<Env>, socket: WebSocket): SocketLine {
    return new SocketLine({ socket, stream: c.env.incoming.socket, frames: this.#frames })
  }

  #acceptPlain(c: Context<Env>, socket: WebSocket): void {
    const documentId = documentOfPath(plainPathOf(c))
    if (documentId === null) {
      // Accepted first: a browser cannot read why an upgrade was refused, and would try for ever.
      socket.close(CloseCode.NoSuchDocument, 'DOCUMENT_ID_INVALID')
      return
    }
    this.#plainCount += 1
    const plainSocket = new PlainSocket({
      id: `plain/${this.#plainCount}`,
      socket,
      line: this.#lineOf(c, socket),
      documents: this.#documents,
      documentId,
      clock: this.#clock,
      log: this.#log,
    })
    this.#plainSockets.add(plainSocket)
    socket.on('close', () => this.#plainSockets.delete(plainSocket))
  }

  async #openSession(c: Context<Env>): Promise<Response> {
    const session = this.sessions.open(c.req.header(Header.Nonce) ?? '')
    await this.#receive(c, session)
    return await this.#answer(c, session, { after: 0, opening: true })
  }

  async #takeFrames(c: Context<Env>): Promise<Response> {
    const session = this.#sessionOf(c)
    await this.#receive(c, session)
    const after = numberOf(c, Header.After, 0)
    session.acknowledge(after)
    return await this.#answer(c, session, { after, opening: false })
  }

  /** A page that goes sends what it still has in the same request: two would race. */
  async #leave(c: Context<Env>): Promise<Response> {
    const session = this.#sessionOf(c)
    try {
      await this.#receive(c, session, { mayBeEmpty: true })
      await session.settled()
    } finally {
      this.sessions.end(session)
    }
    return c.body(null, 204)
  }

  /** Bytes that are no batch end the session (F6). A gap does not: the client goes back (F3). */
  async #receive(c: Context<Env>, session: Session, { mayBeEmpty = false } = {}): Promise<void> {
    try {
      const body = await bodyOf(c)
      if (body.byteLength > 0 || !mayBeEmpty) session.receive(body)
    } catch (error) {
      if (error instanceof ProtocolError && error.code !== 'FRAME_OUT_OF_ORDER') this.sessions.end(session)
      throw error
    }
  }

  async #answer(c: Context<Env>, session: Session, options: { after: number; opening: boolean }): Promise<Response> {
    let stop = () => {}
    await Promise.race([
      session.settled(),
      new Promise<void>((resolve) => {
        stop = this.#clock.after(SETTLE_MS, resolve)
      }),
    ])
    stop()
    return binary(c, session.answer(options))
  }

  #stream(c: Context<Env>): Response {
    const session = this.#sessionOf(c)
    const generation = numberOf(c, Header.Generation, 0)
    const after = numberOf(c, c.req.header(Header.After) ? Header.After : 'last-event-id', 0)
    const response = c.env.outgoing as ServerResponse
    session.acknowledge(after)
    const headers = Object.fromEntries(c.res.headers)
    const transport = new SseTransport({ response, clock: this.#clock, headers })
    transport.send(encodeControl(session.welcome(generation)), after)
    this.#clock.after(CANARY_GAP_MS, () => {
      transport.send(encodeControl({ type: FrameType.Ping, token: 0 }), after)
    })
    if (c.req.header(Header.Probe)) session.introduce(transport, generation)
    else if (!session.attach(transport, { generation, after })) transport.close()
    return RESPONSE_ALREADY_SENT
  }

  async #poll(c: Context<Env>): Promise<Response> {
    const session = this.#sessionOf(c)
    const transport = new LongPollTransport({
      holdMs: Math.min(numberOf(c, Header.Hold, limits.holdMs), limits.holdMs),
      clock: this.#clock,
      signal: c.req.raw.signal,
    })
    try {
      const position = { generation: numberOf(c, Header.Generation, 0), after: numberOf(c, Header.After, 0) }
      if (!session.attach(transport, position)) transport.close()
    } catch (error) {
      transport.close()
      throw error
    }
    return binary(c, await transport.answer)
  }

  /** @throws ProtocolError SESSION_UNKNOWN, SESSION_FORBIDDEN */
  #sessionOf(c: Context<Env>): Session {
    const [id = '', secret = ''] = (c.req.header(Header.Session) ?? '').split('.')
    return this.sessions.find(id, secret)
  }
}

/** The path with the token, if one came in the query or as a subprotocol: a browser has no other place for it. */
function plainPathOf(c: Context<Env>): string {
  const offered = (c.req.header('Sec-WebSocket-Protocol') ?? '').split(',').map((name) => name.trim())
  const token = c.req.query('token') ?? offered.find(isLinkToken)
  return token === undefined ? c.req.path : `${c.req.path}?token=${encodeURIComponent(token)}`
}

/** Why an upgrade is asked for, as the app's 426 problem. */
function upgradeRequired(c: Context<Env>): Response {
  return c.json({ type: 'about:blank', title: 'Upgrade Required', status: 426, code: 'UPGRADE_REQUIRED' }, 426, {
    Upgrade: 'websocket',
    'Content-Type': 'application/problem+json',
  })
}

function binary(c: Context<Env>, body: Uint8Array): Response {
  return c.body(new Uint8Array(body), 200, {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
  })
}

/**
 * Reads the raw request: nothing past the limit is ever kept.
 * @throws ProtocolError FRAME_TOO_LARGE; HttpError BODY_MALFORMED (cut off: the client may send it again)
 */
async function bodyOf(c: Context<Env>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of c.env.incoming as AsyncIterable<Buffer>) {
      size += chunk.byteLength
      if (size > limits.maxBatchBytes) {
        throw new ProtocolError('FRAME_TOO_LARGE', `a body has at most ${limits.maxBatchBytes} bytes`)
      }
      chunks.push(chunk)
    }
  } catch (cause) {
    throw cause instanceof ProtocolError ? cause : new HttpError('BODY_MALFORMED', 'the body ended too soon', { cause })
  }
  return Buffer.concat(chunks)
}

/** A number from a header, or from the query under the name without `encke-`. @throws ProtocolError FRAME_MALFORMED */
function numberOf(c: Context<Env>, header: string, fallback: number): number {
  const text = c.req.query(header.replace('encke-', '')) ?? c.req.header(header)
  if (text === undefined || text === '') return fallback
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new ProtocolError('FRAME_MALFORMED', `${header} is a whole number, not "${text.slice(0, 20)}"`)
  }
  return number
}
