import { describe, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { Backoff } from './backoff.ts'
import { Recovery } from './recovery.ts'

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
    expect(backoff.next()).toBeLessThan(300)
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
    expect(waitMs).toBeLessThan(7_400)
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
