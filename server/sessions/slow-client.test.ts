import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../../protocol/batch.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { Assembler } from '../../protocol/fragment.ts'
import { type Frame, FrameType, isSequenced } from '../../protocol/frame.ts'
import { HIGH_WATER_BYTES } from '../../protocol/gauge.ts'
import { encodeSaved } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import type { Documents } from '../documents/membership.ts'
import { silentLog as log } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import type { Transport } from '../transports/transport.ts'
import { Session } from './session.ts'

const MEBIBYTE = 1024 * 1024

/** A WebSocket that takes so many batches, and then nothing before it drains. */
class SlowTransport implements Transport {
  readonly name = 'websocket'
  readonly coalesceMs = 0
  readonly frames: Frame[] = []
  readonly batchBytes: number[] = []
  room: number
  onDrain = () => {}
  onClose = () => {}

  constructor(room: number) {
    this.room = room
  }

  get writable(): boolean {
    return this.room > 0
  }

  send(batch: Uint8Array): void {
    this.room -= 1
    this.batchBytes.push(batch.byteLength)
    this.frames.push(...decodeBatch(batch).frames)
  }

  close(): void {}

  drains(room: number): void {
    this.room = room
    this.onDrain()
  }

  /** The first byte of each message on a channel, and how often it came in a row. */
  get messages(): string {
    const assembler = new Assembler()
    const first = this.frames.flatMap((frame) => {
      if (frame.type !== FrameType.Message && frame.type !== FrameType.Fragment) return []
      const message = assembler.push(frame)
      return message ? [String.fromCharCode(message[0] ?? 0)] : []
    })
    return first.join('')
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function batch(first: number, ...frames: Frame[]): Uint8Array {
  return encodeBatch(first, frames.map(encodeFrame))
}

/** A session with one channel, and its member in the hand of the test. */
async function setUp() {
  const clock = new ManualClock()
  const joined: Member[] = []
  let drained = 0
  const documents: Documents = {
    async join(_id, member) {
      joined.push(member)
      return {
        receive: () => {},
        interrupt: () => {},
        suspend: () => {},
        resume: () => {},
        drained: () => {
          drained += 1
        },
        leave: () => {},
      }
    },
  }
  const session = new Session({ id: 's', secret: 'k', documents, clock, log, onEnd: () => {} })
  const attach = (transport: Transport) => session.attach(transport, { generation: 1, after: 0 })
  session.receive(batch(1, { type: FrameType.Open, channel: 1, path: '/sync/a', protocols: ['encke.1'] }))
  await session.settled()
  return { session, clock, member: joined[0]!, attach, drained: () => drained }
}

const letters = (letter: string, bytes: number): Uint8Array => Buffer.from(letter.repeat(bytes))

test('[S10] a room is told when too much waits for a member, and when no longer', async () => {
  const { session, member, attach, drained } = await setUp()
  const transport = new SlowTransport(1)
  attach(transport)
  while (!member.isBehind) member.send(letters('u', 10_000))
  expect(session.queuedBytes).toBeGreaterThan(0.9 * HIGH_WATER_BYTES)
  expect(session.queuedBytes).toBeLessThan(1.1 * HIGH_WATER_BYTES)
  await turn()
  expect(drained()).toBe(0)
  for (let round = 0; member.isBehind; round++) {
    expect(round).toBeLessThan(20)
    transport.drains(1)
    session.acknowledge(transport.frames.filter(isSequenced).length)
    await turn()
  }
  expect(drained()).toBe(1)
})

test('[S10] without a transport it is the same', async () => {
  const { member, attach, drained } = await setUp()
  while (!member.isBehind) member.send(letters('u', 10_000))
  await turn()
  expect(drained()).toBe(0)
  const transport = new SlowTransport(100)
  attach(transport)
  await turn()
  // The client has acknowledged nothing yet: it is sent so much, and no more.
  expect(transport.frames.length).toBeGreaterThan(5)
  expect(transport.frames.length).toBeLessThan(12)
})

test('[S10] what is saved is told before all that waits, the newest alone', async () => {
  const { member, attach } = await setUp()
  const transport = new SlowTransport(0)
  attach(transport)
  member.send(letters('u', 10))
  for (let count = 1; count <= 100; count++) member.sendSaved(encodeSaved(count))
  transport.drains(1)
  await turn()
  // `@` is message type 64.
  expect(transport.messages).toBe('@u')
  expect(transport.frames).toContainEqual({ type: FrameType.Message, channel: 1, bytes: encodeSaved(100) })
})

test('[S11] a stream is ahead of the client by 64 KiB at first, and by 2 MiB at the most', async () => {
  const { session, clock, member, attach } = await setUp()
  const transport = new SlowTransport(1_000)
  attach(transport)
  member.send(letters('u', 15 * MEBIBYTE))
  await turn()
  const sent = () => transport.frames.filter(isSequenced).length
  expect(transport.batchBytes.reduce((sum, bytes) => sum + bytes)).toBeLessThan(100_000)
  let most = 0
  for (let acknowledged = 0; transport.messages !== 'u'; acknowledged = sent()) {
    clock.advance(10)
    const before = transport.batchBytes.length
    session.acknowledge(sent())
    await turn()
    expect(sent()).toBeGreaterThan(acknowledged)
    most = Math.max(most, ...transport.batchBytes.slice(before).map((_, index, { length }) => length - index))
  }
  expect(most * 64 * 1024).toBeGreaterThanOrEqual(2 * MEBIBYTE - 64 * 1024)
  expect(most * 64 * 1024).toBeLessThanOrEqual(2.1 * MEBIBYTE)
})

test('an acknowledgement that found the stream full goes out when it drains', async () => {
  const { session, clock, attach } = await setUp()
  const transport = new SlowTransport(0)
  attach(transport)
  await turn()
  for (let number = 2; number < 40; number++) {
    session.receive(batch(number, { type: FrameType.Message, channel: 1, bytes: Buffer.from('key') }))
  }
  clock.advance(1_000)
  expect(transport.frames).toEqual([])
  // One batch has the frames that waited; and there may be none.
  transport.drains(5)
  expect(transport.frames).toContainEqual({ type: FrameType.Ack, received: 39 })
  session.receive(batch(40, { type: FrameType.Message, channel: 1, bytes: Buffer.from('key') }))
  transport.room = 0
  clock.advance(1_000)
  transport.drains(5)
  expect(transport.frames.at(-1)).toEqual({ type: FrameType.Ack, received: 40 })
})

test('the end of a channel comes behind what was sent on it', async () => {
  const { member, attach } = await setUp()
  const transport = new SlowTransport(0)
  attach(transport)
  member.send(letters('u', 50_000))
  member.close(4404, 'DOCUMENT_UNKNOWN')
  member.send(letters('v', 1))
  transport.drains(5)
  await turn()
  expect(transport.messages).toBe('u')
  expect(transport.frames.at(-1)).toMatchObject({ type: FrameType.Close, code: 4404 })
})

test('what waits for a channel that the client has closed is forgotten', async () => {
  const { session, member } = await setUp()
  member.send(letters('u', 100_000))
  session.receive(batch(2, { type: FrameType.Close, channel: 1, code: 1000, reason: '' }))
  expect(session.queuedBytes).toBe(0)
})
