import { decodeBatch, encodeBatch } from '../../protocol/batch.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { type Frame, FrameType, isSequenced } from '../../protocol/frame.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { Member } from '../documents/member.ts'
import type { Documents } from '../documents/membership.ts'
import { ManualClock } from '../test/manual-clock.ts'
import type { Transport } from '../transports/transport.ts'
import { SessionRegistry } from './session-registry.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A transport that keeps what it is sent. */
export class FakeTransport implements Transport {
  readonly name: TransportName
  readonly coalesceMs = 0
  readonly frames: Frame[] = []
  closed = false
  writable = true
  onDrain = () => {}
  onClose = () => {}

  constructor(name: TransportName = 'websocket') {
    this.name = name
  }

  send(batch: Uint8Array): void {
    this.frames.push(...decodeBatch(batch).frames)
  }

  close(): void {
    this.closed = true
  }

  breaks(): void {
    this.closed = true
    this.onClose()
  }

  get messages(): string[] {
    return this.frames.flatMap((frame) =>
      frame.type === FrameType.Message ? [Buffer.from(frame.bytes).toString()] : [],
    )
  }

  get sequenced(): Frame[] {
    return this.frames.filter(isSequenced)
  }
}

/** One session, and a document that remembers its member and what it was told. */
export function setUp() {
  const clock = new ManualClock()
  const events: string[] = []
  const room: { member: Member | null } = { member: null }
  const documents: Documents = {
    async join(documentId, member) {
      room.member = member
      events.push(`join ${documentId}`)
      return {
        receive: (message) => events.push(`message ${Buffer.from(message)}`),
        interrupt: () => events.push('interrupt'),
        suspend: () => events.push('suspend'),
        resume: () => events.push('resume'),
        drained: () => events.push('drained'),
        leave: () => events.push('leave'),
      }
    },
  }
  const sessions = new SessionRegistry({ documents, clock, log })
  const session = sessions.open('a nonce of some length')
  const attach = (name: TransportName, generation: number, after = 0) => {
    const transport = new FakeTransport(name)
    return { transport, attached: session.attach(transport, { generation, after }) }
  }
  const opens = async () => {
    session.receive(batch(1, { type: FrameType.Open, channel: 1, path: '/sync/a', protocols: [] }))
    await session.settled()
  }
  const says = (text: string) => room.member?.send(Buffer.from(text))
  return { clock, events, sessions, session, attach, opens, says }
}

/** A batch of these frames, the first of which has that number. */
export function batch(first: number, ...frames: Frame[]): Uint8Array {
  return encodeBatch(first, frames.map(encodeFrame))
}

/** Lets a flush that was queued for the end of the turn happen. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
