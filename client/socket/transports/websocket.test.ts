import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../../../protocol/batch.ts'
import type { Clock } from '../../../protocol/clock.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { type Frame, FrameType } from '../../../protocol/frame.ts'
import { Lanes } from '../../../protocol/lanes.ts'
import { Outbox } from '../../../protocol/outbox.ts'
import type { TransportHost } from './transport.ts'
import { WebSocketTransport } from './websocket.ts'

/** A browser's WebSocket, open, which keeps what is sent. */
class FakeSocket {
  static readonly OPEN = 1
  static newest: FakeSocket
  readonly readyState = 1
  bufferedAmount = 0
  readonly sent: Frame[] = []
  onopen: () => void = () => {}
  onmessage: (event: { data: ArrayBuffer }) => void = () => {}

  constructor() {
    FakeSocket.newest = this
  }

  send(batch: Uint8Array): void {
    this.sent.push(...decodeBatch(batch).frames)
  }

  close(): void {}

  brings(...frames: Frame[]): void {
    const { buffer } = encodeBatch(1, frames.map(encodeFrame)).slice()
    this.onmessage({ data: buffer as ArrayBuffer })
  }

  /** What was acknowledged since the last call. */
  acknowledged(): number[] {
    return this.sent.splice(0).flatMap((frame) => (frame.type === FrameType.Ack ? [frame.received] : []))
  }
}

/** A transport in use, and the session's side of it in the hand of the test. */
function setUp() {
  const timers: (() => void)[] = []
  let now = 0
  const clock: Clock = {
    now: () => now,
    after: (_delayMs, callback) => {
      timers.push(callback)
      return () => void timers.splice(timers.indexOf(callback), 1)
    },
    random: () => 0.5,
  }
  const state = { received: 0 }
  const lanes = new Lanes({ wake: () => transport.wake() })
  const outbox = new Outbox({ source: lanes })
  const host = {
    clock,
    baseUrl: 'https://host',
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    identity: { id: 's', secret: 'k' },
    nonce: '',
    outbox,
    get received() {
      return state.received
    },
    nextGeneration: () => 1,
    deliver: (batch: Uint8Array) => {
      for (const frame of decodeBatch(batch).frames) {
        if (frame.type === FrameType.Ack) outbox.acknowledge(frame.received)
        if (frame.type === FrameType.Message) state.received += 1
      }
      transport.wake()
      return true
    },
    proven: () => {},
    measured: () => {},
    sent: () => {},
  }
  const transport: WebSocketTransport = new WebSocketTransport({ host: host as unknown as TransportHost })
  transport.start({ use: true })
  const socket = FakeSocket.newest
  socket.onopen()
  const later = (byMs: number) => {
    now += byMs
    for (const timer of timers.splice(0)) timer()
  }
  return { socket, later, outbox, lane: lanes.open(1) }
}

const message = (bytes: number): Frame => ({ type: FrameType.Message, channel: 1, bytes: new Uint8Array(bytes) })

test('[S11] whoever only reads acknowledges: soon, and much at once', () => {
  const { socket, later } = setUp()
  socket.acknowledged()
  for (let count = 0; count < 3; count++) socket.brings(message(10))
  expect(socket.acknowledged()).toEqual([])
  later(1_000)
  expect(socket.acknowledged()).toEqual([3])
  for (let count = 0; count < 4; count++) socket.brings(message(32 * 1024))
  expect(socket.acknowledged()).toEqual([5, 7])
  later(1_000)
  expect(socket.acknowledged()).toEqual([])
})

test('[S11] an acknowledgement travels with what goes up', () => {
  const { socket, lane } = setUp()
  socket.brings(message(10))
  lane.push(Buffer.from('key'))
  expect(socket.acknowledged()).toEqual([1])
})

test('[S11] what goes up is ahead of the server by 64 KiB at first', () => {
  const { socket, outbox, lane } = setUp()
  lane.push(new Uint8Array(5 * 1024 * 1024))
  const fragments = () => socket.sent.filter(({ type }) => type === FrameType.Fragment).length
  expect(fragments()).toBeLessThanOrEqual(3)
  socket.brings({ type: FrameType.Ack, received: outbox.last })
  expect(fragments()).toBeGreaterThan(4)
})

test('[S11] what the socket has not sent stays with us', () => {
  const { socket, later, lane } = setUp()
  socket.bufferedAmount = 1024 * 1024
  lane.push(Buffer.from('key'))
  expect(socket.sent.some(({ type }) => type === FrameType.Message)).toBe(false)
  socket.bufferedAmount = 0
  later(20)
  expect(socket.sent.some(({ type }) => type === FrameType.Message)).toBe(true)
})
