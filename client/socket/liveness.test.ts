import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { FrameType } from '../../protocol/frame.ts'
import { Outbox } from '../../protocol/outbox.ts'
import { Liveness } from './liveness.ts'
import { PathMemory } from './path-memory.ts'
import { afterPatiently } from './patient-timer.ts'
import type { Transport } from './transports/transport.ts'

/** A clock that a test moves, by running what is due on the way or, like a laptop that slept, all at once at the end. */
class TestClock implements Clock {
  #now = 1_000_000_000_000
  readonly #timers = new Set<{ at: number; callback: () => void }>()
  now = () => this.#now
  random = () => 0.5
  after = (delayMs: number, callback: () => void) => {
    const timer = { at: this.#now + delayMs, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  async advance(byMs: number): Promise<void> {
    const end = this.#now + byMs
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0]
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await Promise.resolve().then(() => {})
    }
    this.#now = end
  }

  /** Nothing runs for so long; then everything that is overdue does, before anything that arrived is heard. */
  async sleep(forMs: number): Promise<void> {
    this.#now += forMs
    await this.advance(0)
  }
}

function setUp({ answersHttp = true } = {}) {
  const clock = new TestClock()
  const path = new PathMemory({ baseUrl: 'https://example.org', clock, storage: null })
  const outbox = new Outbox()
  const events: string[] = []
  const liveness = new Liveness({
    clock,
    path,
    outbox: () => outbox,
    rttMs: () => 20,
    answersHttp: async () => {
      events.push('asks by HTTP')
      return answersHttp
    },
    dead: (_transport, isToBlame) => events.push(isToBlame ? 'to blame' : 'no network'),
  })
  const transport = { name: 'websocket', ping: () => events.push('ping') } as unknown as Transport
  liveness.watch(transport)
  const send = () => {
    outbox.push({ type: FrameType.Message, channel: 1, bytes: Uint8Array.of(1) })
    liveness.sent()
  }
  return { clock, path, outbox, events, liveness, transport, send }
}

describe('[T14] a silent stream', () => {
  test('is asked after 20 s, then the server is by HTTP, and what still says nothing is dead', async () => {
    const { clock, events } = setUp()
    await clock.advance(19_900)
    expect(events).toEqual([])
    await clock.advance(200)
    expect(events).toEqual(['ping'])
    await clock.advance(3_000)
    expect(events).toEqual(['ping', 'asks by HTTP', 'to blame'])
  })

  test('is not to blame when the server does not answer at all', async () => {
    const { clock, events } = setUp({ answersHttp: false })
    await clock.advance(23_000)
    expect(events).toEqual(['ping', 'asks by HTTP', 'no network'])
  })

  test('that brings anything is asked no more', async () => {
    const { clock, events, liveness, transport } = setUp()
    for (let count = 0; count < 10; count++) {
      await clock.advance(15_000)
      liveness.heard(transport)
    }
    expect(events).toEqual([])
  })

  test('is heard only when it speaks itself', async () => {
    const { clock, events, liveness } = setUp()
    await clock.advance(15_000)
    liveness.heard({ name: 'long-poll' } as Transport)
    await clock.advance(5_100)
    expect(events).toEqual(['ping'])
  })

  test('[T11] is filled sooner on a path that was seen to cut silent ones', async () => {
    const { clock, path, events, liveness, transport } = setUp()
    path.learnSilence(10_000)
    liveness.watch(transport)
    await clock.advance(6_100)
    expect(events).toEqual(['ping'])
  })
})

describe('[T14] what waits for its acknowledgement', () => {
  test('for 4 s makes a WebSocket suspect, though it brings something', async () => {
    const { clock, events, liveness, transport, send } = setUp()
    send()
    for (let count = 0; count < 9; count++) {
      await clock.advance(500)
      liveness.heard(transport)
    }
    await clock.advance(500)
    expect(events).toEqual(['asks by HTTP', 'to blame'])
  })

  test('and is acknowledged in time does not, however much follows', async () => {
    const { clock, outbox, events, liveness, transport, send } = setUp()
    for (let count = 0; count < 60; count++) {
      send()
      await clock.advance(300)
      outbox.acknowledge(outbox.last - 1)
      liveness.heard(transport)
    }
    expect(events).toEqual([])
  })

  test('and is acknowledged by a POST alone is a one-way stream', async () => {
    const { clock, outbox, events, send } = setUp()
    send()
    send()
    await clock.advance(2_000)
    outbox.acknowledge(1)
    await clock.advance(3_000)
    expect(events).toEqual(['asks by HTTP', 'to blame'])
  })
})

describe('[P16] sleep', () => {
  test('a timer that slept waits a second more, one that did not does not', async () => {
    const clock = new TestClock()
    let rang = 0
    afterPatiently(clock, 5_000, () => {
      rang += 1
    })
    await clock.sleep(60_000)
    expect(rang).toBe(0)
    await clock.advance(1_000)
    expect(rang).toBe(1)
    const stop = afterPatiently(clock, 5_000, () => {
      rang += 1
    })
    await clock.sleep(60_000)
    stop()
    await clock.advance(5_000)
    expect(rang).toBe(1)
  })

  test('what arrived meanwhile is heard before anything is judged', async () => {
    const { clock, events, liveness, transport } = setUp()
    await clock.advance(5_000)
    await clock.sleep(3_600_000)
    liveness.heard(transport)
    await clock.advance(10_000)
    expect(events).toEqual([])
  })
})
