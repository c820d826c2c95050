import { EventEmitter } from 'node:events'
import type { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { HIGH_WATER_BYTES } from '../../protocol/gauge.ts'
import type { Member } from '../documents/member.ts'
import { silentLog as log } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { ReadyFrames } from '../transports/ready-frames.ts'
import { SocketLine } from '../transports/socket-line.ts'
import { PlainSocket } from './plain-socket.ts'

/** The server's end of a WebSocket, whose client reads when the test says so. */
class FakeSocket extends EventEmitter {
  readyState = 1
  readonly sent: { bytes: number; fin: boolean }[] = []
  bufferedAmount = 0
  isTerminated = false
  closedWith: [number, string] | null = null
  #waiting: { bytes: number; done: () => void }[] = []

  send(bytes: Uint8Array, { fin }: { fin: boolean }, done: () => void): void {
    this.sent.push({ bytes: bytes.byteLength, fin })
    this.bufferedAmount += bytes.byteLength
    this.#waiting.push({ bytes: bytes.byteLength, done })
  }

  /** Takes whole frames, and says only when it is empty again. */
  readonly stream = Object.assign(new EventEmitter(), {
    write: (frame: Uint8Array) => {
      const headerBytes = frame[1]! < 126 ? 2 : 4
      const written = () => void (this.bufferedAmount === 0 && this.stream.emit('drain'))
      this.send(frame.subarray(headerBytes), { fin: true }, written)
    },
  }) as unknown as Writable

  /** The client reads one piece; false when there is none. */
  reads(): boolean {
    const piece = this.#waiting.shift()
    if (!piece) return false
    this.bufferedAmount -= piece.bytes
    piece.done()
    return true
  }

  close(code: number, reason: string): void {
    this.closedWith = [code, reason]
  }

  terminate(): void {
    this.isTerminated = true
    this.emit('close')
  }
}

async function setUp() {
  const socket = new FakeSocket()
  const clock = new ManualClock()
  const members: Member[] = []
  const events: string[] = []
  const plain = new PlainSocket({
    id: 'plain/1',
    socket: socket as unknown as WebSocket,
    line: new SocketLine({
      socket: socket as unknown as WebSocket,
      stream: socket.stream,
      frames: new ReadyFrames(),
    }),
    documentId: 'a',
    clock,
    log,
    documents: {
      async join(_id, member) {
        members.push(member)
        return {
          receive: () => {},
          interrupt: () => {},
          suspend: () => {},
          resume: () => {},
          drained: () => events.push('drained'),
          leave: () => events.push('leave'),
        }
      },
    },
  })
  await turn()
  return { socket, clock, plain, member: members[0]!, events }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a message goes out at once, as it is', async () => {
  const { socket, member } = await setUp()
  member.send(Buffer.from('hello'))
  expect(socket.sent).toEqual([{ bytes: 5, fin: true }])
})

test('[P8] what the client does not read waits with us, and a room is told when it is too much', async () => {
  const { socket, plain, member, events } = await setUp()
  while (!member.isBehind) member.send(new Uint8Array(10_000))
  expect(socket.bufferedAmount).toBeLessThan(80_000)
  expect(plain.queuedBytes).toBeLessThan(HIGH_WATER_BYTES + 100_000)
  while (socket.reads()) await turn()
  expect(events).toEqual(['drained'])
  expect(plain.queuedBytes).toBe(0)
})

test('[P8] [P15] a large message goes out in pieces, each a sign of life', async () => {
  const { socket, member, clock, plain } = await setUp()
  member.send(new Uint8Array(1_000_000))
  member.send(new Uint8Array(3))
  let mostBuffered = 0
  do {
    mostBuffered = Math.max(mostBuffered, socket.bufferedAmount)
    // Slow, and not dead.
    clock.advance(50_000)
    expect(socket.isTerminated).toBe(false)
  } while (socket.reads())
  expect(mostBuffered).toBeLessThanOrEqual(2 * 64 * 1024)
  expect(socket.sent.filter(({ fin }) => fin)).toEqual([
    { bytes: 1_000_000 % (64 * 1024), fin: true },
    { bytes: 3, fin: true },
  ])
  expect(socket.sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1_000_003)
  expect(plain.queuedBytes).toBe(0)
  expect(clock.pending).toBe(0)
})

test('[P8] a client that reads nothing for a minute is let go, and comes back by state vector', async () => {
  const { socket, member, clock, plain, events } = await setUp()
  while (!member.isBehind) member.send(new Uint8Array(10_000))
  clock.advance(59_000)
  expect(socket.isTerminated).toBe(false)
  clock.advance(2_000)
  expect(socket.isTerminated).toBe(true)
  expect(events).toEqual(['leave'])
  expect(plain.queuedBytes - socket.bufferedAmount).toBe(0)
  expect(clock.pending).toBe(0)
})

test('[S9] past 32 MiB it is let go at once', async () => {
  const { socket, member, events } = await setUp()
  for (let count = 0; count < 40 && !socket.isTerminated; count++) member.send(new Uint8Array(1024 * 1024))
  expect(socket.isTerminated).toBe(true)
  expect(events).toEqual(['leave'])
})

test('a room that closes it is heard, and its timer stops', async () => {
  const { socket, member, clock } = await setUp()
  while (!member.isBehind) member.send(new Uint8Array(10_000))
  member.close(4404, 'DOCUMENT_UNKNOWN')
  expect(socket.closedWith).toEqual([4404, 'DOCUMENT_UNKNOWN'])
  expect(clock.pending).toBe(0)
})
