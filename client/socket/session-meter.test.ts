import { expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { FrameType } from '../../protocol/frame.ts'
import { Outbox } from '../../protocol/outbox.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { reasonOf, SessionMeter } from './session-meter.ts'
import type { Transport, TransportHost } from './transports/transport.ts'

let now = 1_000
const clock: Clock = { now: () => now, after: () => () => {}, random: () => 0.5 }

/** A transport is told apart from others, and has a name: more is not asked of it. */
function transport(name: TransportName): Transport {
  return { name, generation: 0, bound: true, start() {}, use() {}, wake() {}, ping() {}, close() {} }
}

test('each transport that was tried is followed until it is over, with the first reason that was given', () => {
  const meter = new SessionMeter({ clock })
  const [webSocket, longPoll] = [transport('websocket'), transport('long-poll')]
  meter.tried(webSocket)
  now += 300
  meter.tried(longPoll)
  now += 20
  meter.proven(longPoll)
  now += 4_680
  meter.dropped(webSocket, 'no proof in time')
  meter.dropped(webSocket, 'stopped')
  expect(meter.counted.history).toEqual([
    { transport: 'websocket', at: 1_000, event: 'tried', reason: null, durationMs: 0 },
    { transport: 'long-poll', at: 1_300, event: 'tried', reason: null, durationMs: 0 },
    { transport: 'long-poll', at: 1_320, event: 'proven', reason: null, durationMs: 20 },
    { transport: 'websocket', at: 6_000, event: 'dropped', reason: 'no proof in time', durationMs: 5_000 },
  ])
})

test('what is kept is bounded, and the newest stays', () => {
  const meter = new SessionMeter({ clock })
  for (let index = 0; index < 100; index++) {
    const tried = transport('sse')
    meter.tried(tried)
    meter.dropped(tried, `the ${index}th time`)
    meter.measured(index)
    meter.host({} as TransportHost, 'sse').measuredGap(index)
  }
  const { history, rttMs, canaryGapMs } = meter.counted
  expect(history).toHaveLength(50)
  expect(history.at(-1)?.reason).toBe('the 99th time')
  expect(rttMs).toEqual({ newest: 99, p50: 68 })
  expect(canaryGapMs).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99])
})

test('frames and bytes are counted for the transport that carried them', () => {
  const outbox = new Outbox()
  for (let index = 0; index < 3; index++) {
    outbox.push({ type: FrameType.Message, channel: 1, bytes: new Uint8Array(8) })
  }
  let received = 0
  const host = {
    outbox,
    get received() {
      return received
    },
    deliver: () => {
      received += 2
      return outbox.acknowledge(2)
    },
  } as unknown as TransportHost
  const meter = new SessionMeter({ clock })
  const [webSocket, poll] = [meter.host(host, 'websocket'), meter.host(host, 'poll')]
  webSocket.sent(100)
  webSocket.deliver(new Uint8Array(40), null)
  poll.sent(7)
  expect(webSocket.received).toBe(2)
  expect(meter.counted.traffic).toEqual({
    websocket: { framesIn: 2, framesOut: 2, bytesIn: 40, bytesOut: 100 },
    poll: { framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 7 },
  })
})

test('a reconnect is a transport after there was none, a better one that takes over is not', () => {
  const meter = new SessionMeter({ clock })
  meter.carried(transport('long-poll'))
  meter.carried(transport('sse'))
  expect(meter.counted.reconnects).toBe(0)
  meter.carried(null)
  meter.carried(transport('websocket'))
  expect(meter.counted.reconnects).toBe(1)
})

test('what is given out is a copy, and can be written down', () => {
  const meter = new SessionMeter({ clock })
  meter.tried(transport('poll'))
  const { counted } = meter
  counted.history.length = 0
  expect(JSON.parse(JSON.stringify(meter.counted)).history).toHaveLength(1)
})

test('a failure has words', () => {
  expect(reasonOf({ kind: 'broken', detail: 'silence' })).toBe('silence')
  expect(reasonOf({ kind: 'unknown-session' })).toBe('unknown-session')
  expect(reasonOf({ kind: 'refused', code: 4403, reason: 'FORBIDDEN' })).toBe('refused: 4403 FORBIDDEN')
})
