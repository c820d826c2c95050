import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { Blame } from './blame.ts'
import { PathMemory } from './path-memory.ts'
import type { TransportHost } from './transports/transport.ts'

const cut = { kind: 'broken', detail: 'closed with 1006' } as const

function setUp() {
  const clock: Clock = { now: () => 1_000_000_000_000, after: () => () => {}, random: () => 0.5 }
  const memory = new PathMemory({ baseUrl: 'https://example.org', clock, storage: null })
  const host = { silentMs: 0, goingAway: false, hidden: false }
  return { memory, host, blame: new Blame({ host: host as TransportHost, memory }) }
}

describe('[T10] a WebSocket that died young', () => {
  test('is blamed when the session goes on over another transport', () => {
    const { blame, memory } = setUp()
    blame.died('websocket', cut, 200)
    expect([blame.suspectsWebSocket, memory.doubts('websocket')]).toEqual([true, false])
    blame.judge('long-poll')
    expect(memory.doubts('websocket')).toBe(true)
    blame.strike('websocket', cut)
    expect(memory.allows('websocket')).toBe(false)
  })

  test('is not blamed when the session is over, when everything fails, or when it works again', () => {
    const { blame, memory } = setUp()
    blame.died('websocket', cut, 200)
    blame.acquit()
    blame.judge('long-poll')
    blame.failed('websocket', cut)
    blame.judge('websocket')
    expect([blame.suspectsWebSocket, memory.doubts('websocket')]).toEqual([false, false])
  })

  test.each([
    ['a server that leaves', { goingAway: true }, cut],
    ['a page that nobody looks at', { hidden: true }, cut],
    ['a captive portal', {}, { ...cut, portal: true }],
    ['the server itself', {}, { kind: 'ended', detail: '1012' } as const],
  ])('is not blamed for what is due to %s', (_name, change, failure) => {
    const { blame, host, memory } = setUp()
    Object.assign(host, change)
    blame.died('websocket', failure, 200)
    blame.judge('long-poll')
    blame.strike('websocket', failure)
    expect(memory.doubts('websocket')).toBe(false)
  })

  test('is one that had been useful when it lived for half a minute', () => {
    const { blame, memory } = setUp()
    blame.died('websocket', cut, 31_000)
    blame.judge('long-poll')
    expect(memory.doubts('websocket')).toBe(false)
  })
})

test('[T10] what cannot work is not tried again for a while, without a second strike', () => {
  const { blame, memory } = setUp()
  blame.strike('sse', { ...cut, hopeless: true })
  expect([memory.allows('sse'), memory.allows('websocket')]).toEqual([false, true])
})

describe('[T11] a stream that was silent when it was cut', () => {
  test('is no verdict, two alike are a rule of the path', () => {
    const { blame, host, memory } = setUp()
    for (const silentMs of [10_000, 10_900]) {
      expect(memory.keepAliveMs).toBeNull()
      host.silentMs = silentMs
      blame.died('websocket', cut, 20_000)
      blame.judge('websocket')
    }
    expect(memory.keepAliveMs).toBe(6_000)
    expect(memory.doubts('websocket')).toBe(false)
  })

  test('after another silence each time teaches nothing', () => {
    const { blame, host, memory } = setUp()
    for (const silentMs of [10_000, 18_000, 5_000]) {
      host.silentMs = silentMs
      blame.died('sse', cut, 20_000)
      blame.judge('long-poll')
    }
    expect(memory.keepAliveMs).toBeNull()
  })

  test('though its silence is filled is blamed like any other', () => {
    const { blame, host, memory } = setUp()
    memory.learnSilence(10_000)
    host.silentMs = 22_000
    blame.died('websocket', cut, 25_000)
    blame.judge('long-poll')
    expect(memory.doubts('websocket')).toBe(true)
  })
})
