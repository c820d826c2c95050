import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { limits } from '../../protocol/limits.ts'
import { type MemoryStorage, PathMemory } from './path-memory.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

function setUp(storage: MemoryStorage | null = memoryStorage()) {
  const time = { now: 1_000_000_000_000 }
  const clock: Clock = { now: () => time.now, after: () => () => {}, random: () => 0.5 }
  const open = (network: string | null = null) =>
    new PathMemory({ baseUrl: 'https://example.org', clock, storage, network })
  return { time, open, memory: open() }
}

function memoryStorage(): MemoryStorage {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

describe('[T10] a transport that does not come through', () => {
  test('is doubted for two minutes after one strike, and banned for ten minutes after two', () => {
    const { time, memory } = setUp()
    expect(memory.doubts('websocket')).toBe(false)
    memory.strike('websocket')
    expect([memory.doubts('websocket'), memory.allows('websocket')]).toEqual([true, true])
    memory.strike('websocket')
    expect(memory.allows('websocket')).toBe(false)
    expect(memory.bannedUntil('websocket')).toBe(time.now + 10 * MINUTE)
    expect(memory.allows('sse')).toBe(true)
    time.now += 10 * MINUTE
    expect([memory.doubts('websocket'), memory.allows('websocket')]).toEqual([false, true])
  })

  test('is forgiven strikes that are further apart', () => {
    const { time, memory } = setUp()
    memory.strike('sse')
    time.now += 3 * MINUTE
    expect(memory.doubts('sse')).toBe(false)
    memory.strike('sse')
    expect(memory.allows('sse')).toBe(true)
  })

  test('is banned between visits, longer each time, and never longer than a day', () => {
    const { time, memory, open } = setUp()
    for (let ban = 0; ban < 12; ban++) {
      memory.ban('websocket')
      expect(open().allows('websocket')).toBe(false)
      if (ban === 1) {
        time.now += 19 * MINUTE
        expect(open().allows('websocket')).toBe(false)
      }
      time.now += DAY
      expect(open().allows('websocket')).toBe(true)
    }
  })

  test('is forgiven everything when it was useful, and trusted for a day', () => {
    const { time, memory, open } = setUp()
    memory.strike('websocket')
    memory.ban('websocket')
    memory.useful('websocket')
    expect(open().allows('websocket')).toBe(true)
    expect(open().trusts('websocket')).toBe(true)
    time.now += DAY
    expect(open().trusts('websocket')).toBe(false)
  })
})

describe('[T11] what a path was seen to bear', () => {
  test('silence is filled well before the time after which a stream was cut', () => {
    const { memory, open } = setUp()
    expect(memory.keepAliveMs).toBeNull()
    memory.learnSilence(10_000)
    expect(open().keepAliveMs).toBe(6_000)
    expect(open().learned).toMatchObject({ holdMs: null, batchBytes: null })
    memory.learnSilence(1_000)
    expect(open().keepAliveMs).toBe(2_000)
  })

  test('a request is held for less than the time after which one was cut, or not at all', () => {
    const { memory, open } = setUp()
    expect(memory.holdMs(20_000)).toBe(20_000)
    memory.learnHold(10_000)
    expect(open().holdMs(20_000)).toBe(6_000)
    expect(open().learned).toMatchObject({ holdMs: 6_000, webSocketBannedUntil: null, sseBannedUntil: null })
    expect(open().holdMs(5_000)).toBe(5_000)
    memory.learnHold(3_000)
    expect(open().holdMs(20_000)).toBe(0)
  })

  test('a batch that was too large is halved for good, down to 16 KiB', () => {
    const { memory, open } = setUp()
    expect(memory.batchBytes).toBe(limits.batchTargetBytes)
    for (const size of [64, 32, 16]) {
      expect(memory.learnTooLarge()).toBe(true)
      expect(open().batchBytes).toBe(size * 1024)
    }
    expect(memory.learnTooLarge()).toBe(false)
  })

  test('a day later it may bear more', () => {
    const { time, memory, open } = setUp()
    memory.learnSilence(10_000)
    memory.learnHold(10_000)
    memory.learnTooLarge()
    time.now += DAY
    expect([open().keepAliveMs, open().holdMs(20_000), open().batchBytes]).toEqual([
      null,
      20_000,
      limits.batchTargetBytes,
    ])
  })
})

describe('the memory', () => {
  test('[T10] is of one kind of network: with another one all is forgotten', () => {
    const { memory, open } = setUp()
    memory.networkIs('wifi')
    memory.ban('websocket')
    memory.learnHold(10_000)
    expect(open('wifi').allows('websocket')).toBe(false)
    expect(open('cellular').allows('websocket')).toBe(true)
    expect(memory.networkIs('wifi')).toBe(false)
    expect(memory.networkIs('cellular')).toBe(true)
    expect([memory.allows('websocket'), memory.holdMs(20_000)]).toEqual([true, 20_000])
  })

  test('in storage that throws, or holds nonsense, is as good as none', () => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    for (const text of ['{"standings":', '7', 'null', '"x"', '{"standings":{"websocket":{"strikes":"many"}}}']) {
      const { memory } = setUp({ getItem: () => text, setItem: refuse, removeItem: refuse })
      expect([memory.allows('websocket'), memory.doubts('websocket'), memory.keepAliveMs]).toEqual([true, false, null])
    }
    for (const storage of [null, { getItem: refuse, setItem: refuse, removeItem: refuse }]) {
      const { memory } = setUp(storage)
      memory.ban('websocket')
      expect(memory.allows('websocket')).toBe(false)
    }
  })
})
