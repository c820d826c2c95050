import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { Backoff } from './backoff.ts'
import { Recovery } from './recovery.ts'

/** Chance that is the same in each run (mulberry32). */
function seeded(seed: number): Clock {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { now: () => 0, after: () => () => {}, random }
}

/** The most that come within a tenth of a second, over the mean of the time in which nine of ten come. */
function peakOverMean(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other)
  const most = sorted.slice(0, Math.floor(times.length * 0.9))
  const counts = new Map<number, number>()
  for (const time of sorted) counts.set(Math.floor(time / 100), (counts.get(Math.floor(time / 100)) ?? 0) + 1)
  return Math.max(...counts.values()) / (most.length / ((most.at(-1)! - most[0]!) / 100))
}

/** A clock that stands still, whose chance is given and whose last timer can be rung. */
function setUp(chance: number[] = [0.5]) {
  let turn = 0
  const timers: (() => void)[] = []
  const clock: Clock = {
    now: () => 0,
    after: (_delayMs, callback) => {
      timers.push(callback)
      return () => timers.splice(timers.indexOf(callback), 1)
    },
    random: () => chance[turn++ % chance.length] ?? 0,
  }
  const ring = () => {
    for (const callback of timers.splice(0)) callback()
  }
  return { clock, ring }
}

const broken = { kind: 'broken', detail: '' } as const

describe('[T8] waiting between attempts', () => {
  test('is random below a cap that grows to 20 s, and never nothing', () => {
    const backoff = new Backoff(setUp([0, 0.999999, 0.5]))
    const waits = Array.from({ length: 30 }, () => backoff.next())
    expect(Math.min(...waits)).toBe(50)
    expect(Math.max(...waits)).toBeLessThan(20_000)
    expect(waits.at(-2)).toBeGreaterThan(19_000)
    backoff.reset()
    expect(backoff.next()).toBeLessThan(1_000)
  })

  test('begins anew after ten useful seconds, and not when something merely opened', () => {
    const { clock, ring } = setUp()
    const recovery = new Recovery({ clock })
    const first = recovery.afterFailure(broken)
    const later = [1, 2, 3].map(() => recovery.afterFailure(broken))
    recovery.carried(true)
    recovery.carried(false)
    ring()
    expect(recovery.afterFailure(broken)).toBeGreaterThan(later.at(-1)!)
    recovery.carried(true)
    ring()
    expect(recovery.afterFailure(broken)).toBe(first)
  })

  test('is never longer than 3 s where something came through in between', () => {
    const { clock } = setUp([0.999999])
    const recovery = new Recovery({ clock })
    for (let failure = 0; failure < 20; failure++) {
      recovery.delivered()
      expect(recovery.afterFailure(broken)).toBeLessThan(3_000)
    }
    const waits = [1, 2, 3, 4, 5].map(() => recovery.afterFailure(broken))
    expect(waits[0]).toBeLessThan(6_000)
    expect(waits.at(-1)).toBeGreaterThan(19_000)
  })

  test('[T12] is as long as was asked for, and a little by chance', () => {
    const recovery = new Recovery(setUp())
    const waitMs = recovery.afterFailure({ ...broken, retryAfterMs: 7_000 })
    expect(waitMs).toBeGreaterThan(7_000)
    expect(waitMs).toBeLessThan(8_000)
  })

  test('[S5] a session that was forgotten is opened anew at once, and when that happens again, later', () => {
    const { clock, ring } = setUp()
    const recovery = new Recovery({ clock })
    expect(recovery.beforeOpening()).toBe(0)
    recovery.forgotten()
    expect(recovery.beforeOpening()).toBe(0)
    recovery.forgotten()
    expect(recovery.beforeOpening()).toBeGreaterThan(50)
    expect(recovery.beforeOpening()).toBe(0)
    recovery.carried(true)
    ring()
    recovery.forgotten()
    expect(recovery.beforeOpening()).toBe(0)
  })

  test('[S5] a server that was away and has forgotten the session is asked for a new one at once', () => {
    const recovery = new Recovery(setUp())
    recovery.afterFailure(broken)
    recovery.forgotten()
    expect(recovery.beforeOpening()).toBe(0)
  })

  test('[T13] a server that leaves is followed within the time that it gave, once', () => {
    const recovery = new Recovery(setUp([0.25]))
    recovery.goAway(4_000)
    expect(recovery.goingAway).toBe(true)
    expect(recovery.afterFailure(broken)).toBe(1_000)
    expect(recovery.goingAway).toBe(false)
    recovery.goAway(4_000)
    expect(recovery.beforeOpening()).toBe(1_000)
    expect(recovery.beforeOpening()).toBe(0)
  })
})

describe('[P19] a thousand clients of one server', () => {
  const clients = () => Array.from({ length: 1_000 }, (_, seed) => new Recovery({ clock: seeded(seed) }))

  test.each([200, 1_000, 3_000, 10_000])('do not come back at one moment after it was away for %i ms', (awayMs) => {
    const arrivals = clients().map((client) => {
      let at = 0
      while (at < awayMs) at += client.afterFailure(broken)
      return at
    })
    expect(peakOverMean(arrivals)).toBeLessThan(3)
  })

  test('use all of the time that it gives them when it leaves', () => {
    const arrivals = clients().map((client) => {
      client.goAway(5_000)
      return client.afterFailure(broken)
    })
    expect(peakOverMean(arrivals)).toBeLessThan(2)
    expect(Math.max(...arrivals)).toBeGreaterThan(4_900)
  })
})
