import { randomUUID } from 'node:crypto'
import { type Batch, decodeBatch, encodeBatch } from '../batch.ts'
import { encodeFrame } from '../codec.ts'
import { Assembler } from '../fragment.ts'
import { type BindFrame, type Frame, FrameType, type SequencedFrame, type WelcomeFrame } from '../frame.ts'
import { Header } from '../header.ts'
import { Inbox } from '../inbox.ts'
import { type ChannelMessage, readChannelMessage } from './channel-message.ts'
import { EventStream } from './event-stream.ts'
import { type SessionAnswer, sessionRequest } from './session-request.ts'
import { TestSocket } from './test-socket.ts'

/** How long a poll waits for what has to come. */
const DEADLINE_MS = 5_000

/** A nonce that nobody has used. */
export function freshNonce(): string {
  return randomUUID().replaceAll('-', '')
}

/** OPEN, for a document. */
export function openFrame(channel: number, document: string, protocols: string[] = ['encke.1']): SequencedFrame {
  return { type: FrameType.Open, channel, path: `/sync/${encodeURIComponent(document)}`, protocols }
}

/** MESSAGE, unfragmented. */
export function messageFrame(channel: number, bytes: Uint8Array): SequencedFrame {
  return { type: FrameType.Message, channel, bytes }
}

/** The channel messages in these frames, put together and read. */
export function messagesIn(frames: readonly Frame[], channel: number): ChannelMessage[] {
  const assembler = new Assembler()
  return frames.flatMap((frame) => {
    if (frame.type !== FrameType.Message && frame.type !== FrameType.Fragment) return []
    const bytes = frame.channel === channel ? assembler.push(frame) : null
    return bytes ? [readChannelMessage(bytes)] : []
  })
}

/**
 * A hand-made client of the session protocol. It sends exactly what it is told, and remembers only what it has to:
 * whose session it is, how many frames it has sent, and how many it has.
 */
export class SessionMember {
  readonly welcome: WelcomeFrame
  /** How many frames it has sent. */
  sent: number
  /** The server's frames, each once and in order, over whatever transport they came. */
  readonly frames: SequencedFrame[] = []
  readonly #inbox = new Inbox()

  constructor(welcome: WelcomeFrame, sent: number) {
    this.welcome = welcome
    this.sent = sent
  }

  /** Opens a session by POST, with its first frames. The answer has their answers. */
  static async open(
    frames: SequencedFrame[] = [],
    nonce: string = freshNonce(),
  ): Promise<{ member: SessionMember; answer: SessionAnswer }> {
    const answer = await sessionRequest('POST', '/session', { [Header.Nonce]: nonce }, encode(1, frames))
    const welcome = answer.batch?.frames[0]
    if (welcome?.type !== FrameType.Welcome) throw new Error(`no welcome: ${answer.status} ${answer.code}`)
    const member = new SessionMember(welcome, frames.length)
    member.#takes(answer)
    return { member, answer }
  }

  /** How many of the server's frames it has. */
  get received(): number {
    return this.#inbox.received
  }

  /** `<id>.<secret>` */
  get identity(): string {
    return `${this.welcome.session}.${this.welcome.secret}`
  }

  /** POSTs frames: the next ones, or with `first` those with other numbers. */
  async posts(
    frames: SequencedFrame[],
    { first = this.sent + 1, control = [] as Frame[] } = {},
  ): Promise<SessionAnswer> {
    this.sent = Math.max(this.sent, first + frames.length - 1)
    const headers = { [Header.Session]: this.identity, [Header.After]: this.received }
    const body = encodeBatch(frames.length > 0 ? first : 0, [...control, ...frames].map(encodeFrame))
    return this.#takes(await sessionRequest('POST', '/session/frames', headers, body))
  }

  /** Asks for what has come after the frames it has; what the answer brings counts as received. */
  async polls({ holdMs = 0, generation = 1, after = this.received } = {}): Promise<SessionAnswer> {
    const headers = {
      [Header.Session]: this.identity,
      [Header.Generation]: generation,
      [Header.After]: after,
      [Header.Hold]: holdMs,
    }
    return this.#takes(await sessionRequest('GET', '/session/poll', headers))
  }

  /** Polls until the messages of the channel satisfy `enough`, and returns all of them. */
  async hears(
    channel: number,
    enough: (messages: readonly ChannelMessage[]) => boolean,
    options: { generation?: number } = {},
  ): Promise<ChannelMessage[]> {
    while (!enough(this.messages(channel))) {
      const { batch } = await this.polls({ holdMs: DEADLINE_MS, ...options })
      if (!batch) throw new Error(`nothing came after ${this.messages(channel).map(({ kind }) => kind)}`)
    }
    return this.messages(channel)
  }

  /** The channel's messages so far, each once. */
  messages(channel: number): ChannelMessage[] {
    return messagesIn(this.frames, channel)
  }

  /** Takes a batch, however it came. */
  takes(batch: Batch): void {
    this.#inbox.take(batch, { sequenced: (frame) => this.frames.push(frame), control: () => {} })
  }

  /** Opens an event stream. */
  streams(
    options: { generation?: number; probe?: boolean; after?: number; lastEventId?: string } = {},
  ): Promise<EventStream> {
    const { generation = 1, probe = false, after = this.received, lastEventId } = options
    return EventStream.open('/session/sse', {
      [Header.Session]: this.identity,
      [Header.Generation]: String(generation),
      ...(lastEventId === undefined ? { [Header.After]: String(after) } : { 'last-event-id': lastEventId }),
      ...(probe ? { [Header.Probe]: '1' } : {}),
    })
  }

  /** BIND, for this session. */
  bind({ generation = 1, use = true, after = this.received } = {}): BindFrame {
    const { session, secret } = this.welcome
    return { type: FrameType.Bind, session, secret, generation, after, use }
  }

  /** A WebSocket that has sent BIND, and the next frames in the same batch. */
  async binds(
    options: { generation?: number; use?: boolean } = {},
    frames: SequencedFrame[] = [],
  ): Promise<TestSocket> {
    const socket = await TestSocket.open('/session/websocket', ['encke.1'])
    socket.send(encodeBatch(frames.length > 0 ? this.sent + 1 : 0, [this.bind(options), ...frames].map(encodeFrame)))
    this.sent += frames.length
    return socket
  }

  /** Sends the next frames over a WebSocket. */
  sends(socket: TestSocket, ...frames: SequencedFrame[]): void {
    socket.send(encode(this.sent + 1, frames))
    this.sent += frames.length
  }

  /** DELETE, with the last frames. */
  leaves(frames: SequencedFrame[] = []): Promise<SessionAnswer> {
    const body = frames.length > 0 ? encode(this.sent + 1, frames) : null
    return sessionRequest('DELETE', '/session', { [Header.Session]: this.identity }, body)
  }

  #takes(answer: SessionAnswer): SessionAnswer {
    if (answer.batch) this.takes(answer.batch)
    return answer
  }
}

/** The next batch that a WebSocket brings with a frame that matches; those before it are passed over. */
export async function nextFrame<F extends Frame>(
  socket: TestSocket,
  matches: (frame: Frame) => frame is F,
  deadlineMs?: number,
): Promise<F> {
  const bytes = await socket.messages.next((bytes) => decodeBatch(bytes).frames.some(matches), deadlineMs)
  return decodeBatch(bytes).frames.find(matches)!
}

/** Every batch that a WebSocket has brought. */
export function batchesOf(socket: TestSocket): Batch[] {
  return socket.messages.all.map(decodeBatch)
}

function encode(first: number, frames: readonly SequencedFrame[]): Uint8Array {
  return encodeBatch(frames.length > 0 ? first : 0, frames.map(encodeFrame))
}
