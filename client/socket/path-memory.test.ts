import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { Backoff } from './backoff.ts'
import { type MemoryStorage, PathMemory } from './path-memory.ts'

const MINUTE = 60_000

function setUp(storage: MemoryStorage | null = memoryStorage()) {
  const time = { now: 1_000_000 }
  const clock: Clock = { now: () => time.now, after: () => () => {}, random: () => 0.5 }
  const open = () => new PathMemory({ baseUrl: 'https://example.org', clock, storage })
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

describe('what is remembered of a network', () => {
  test('one strike is no verdict, two within a minute ban WebSocket for ten minutes', () => {
    const { time, memory } = setUp()
    memory.strike()
    expect(memory.allowsWebSocket).toBe(true)
    memory.strike()
    expect(memory.allowsWebSocket).toBe(false)
    expect(memory.bannedUntil).toBe(time.now + 10 * MINUTE)
    time.now += 10 * MINUTE
    expect(memory.allowsWebSocket).toBe(true)
    expect(memory.bannedUntil).toBeNull()
  })

  test('strikes further apart do not add up', () => {
    const { time, memory } = setUp()
    memory.strike()
    time.now += 2 * MINUTE
    memory.strike()
    expect(memory.allowsWebSocket).toBe(true)
  })

  test('a ban is remembered between visits, grows each time, and is never longer than a day', () => {
    const { time, memory, open } = setUp()
    for (let ban = 0; ban < 12; ban++) {
      memory.strike()
      memory.strike()
      expect(open().allowsWebSocket).toBe(false)
      if (ban === 1) {
        time.now += 19 * MINUTE
        expect(open().allowsWebSocket).toBe(false)
      }
      time.now += 24 * 60 * MINUTE
      expect(open().allowsWebSocket).toBe(true)
    }
  })

  test('success forgets everything', () => {
    const { memory, open } = setUp()
    memory.strike()
    memory.strike()
    memory.clear()
    expect(open().allowsWebSocket).toBe(true)
  })

  test('storage that throws, or holds nonsense, is as good as none', () => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    expect(setUp({ getItem: refuse, setItem: refuse, removeItem: refuse }).memory.allowsWebSocket).toBe(true)
    expect(setUp({ getItem: () => '{"until":', setItem: () => {}, removeItem: () => {} }).memory.allowsWebSocket).toBe(
      true,
    )
    const { memory } = setUp(null)
    memory.strike()
    memory.strike()
    expect(memory.allowsWebSocket).toBe(false)
  })
})

describe('[T8] waiting between attempts', () => {
  test('is random below a cap that grows to 20 s, and never nothing', () => {
    const chance = [0, 0.999999, 0.5]
    let turn = 0
    const clock: Clock = { now: () => 0, after: () => () => {}, random: () => chance[turn++ % 3] ?? 0 }
    const backoff = new Backoff({ clock })
    const waits = Array.from({ length: 30 }, () => backoff.next())
    expect(Math.min(...waits)).toBe(50)
    expect(Math.max(...waits)).toBeLessThan(20_000)
    expect(waits.at(-2)).toBeGreaterThan(19_000)
    backoff.reset()
    expect(backoff.next()).toBeLessThan(300)
  })
})
