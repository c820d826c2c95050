import { expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { HeldArrivals } from './held-arrivals.ts'

/** Updates with a 1 in front would disturb; a timer rings when the test says so. */
function setUp() {
  let ring: (() => void) | null = null
  const clock: Clock = {
    now: () => 0,
    random: () => 0,
    after: (delayMs, callback) => {
      expect(delayMs).toBe(2_000)
      ring = callback
      return () => {
        ring = null
      }
    },
  }
  const arrivals = new HeldArrivals({ clock })
  const applied: number[] = []
  const asked: number[] = []
  const ended: number[][] = []
  let count = 0
  return {
    arrivals,
    applied,
    asked,
    /** What was applied by the time of each end. */
    ended,
    hold: () =>
      arrivals.hold({
        isDisturbedBy: ([first, number]) => {
          asked.push(number!)
          return first === 1
        },
        end: () => ended.push([...applied]),
      }),
    comes: ({ disturbs = false, bytes = 2 } = {}) => {
      count += 1
      const number = count
      const update = new Uint8Array(bytes)
      update.set([Number(disturbs), number])
      return arrivals.take(update, () => applied.push(number))
    },
    rings: () => ring?.(),
    isTimed: () => ring !== null,
  }
}

test('nothing is held, and nothing waits', () => {
  const { applied, comes } = setUp()
  expect(comes({ disturbs: true })).toBe(false)
  expect(applied).toEqual([1])
})

test('what would disturb waits, and all that comes after it, in order', () => {
  const { arrivals, applied, asked, comes, hold, isTimed } = setUp()
  hold()
  expect([comes(), comes({ disturbs: true }), comes(), comes({ disturbs: true })]).toEqual([false, true, true, true])
  expect([applied, asked]).toEqual([[1], [1, 2]])
  arrivals.release()
  expect([applied, isTimed(), arrivals.isWaiting]).toEqual([[1, 2, 3, 4], false, false])
  comes({ disturbs: true })
  arrivals.release()
  expect(applied).toEqual([1, 2, 3, 4, 5])
})

test('after 2 s nothing waits: what is held is ended first', () => {
  const { applied, ended, comes, hold, rings } = setUp()
  hold()
  comes({ disturbs: true })
  comes()
  rings()
  expect([applied, ended]).toEqual([[1, 2], [[]]])
  comes({ disturbs: true })
  expect(applied).toEqual([1, 2, 3])
})

test('a hold in place of another goes on with what waits', () => {
  const { arrivals, applied, comes, hold } = setUp()
  hold()
  comes({ disturbs: true })
  hold()
  comes()
  expect(applied).toEqual([])
  arrivals.release()
  expect(applied).toEqual([1, 2])
})

test('no more than 1,000 wait, and no more than a mebibyte', () => {
  const { applied, ended, comes, hold } = setUp()
  hold()
  for (let count = 0; count < 1_000; count++) comes({ disturbs: true })
  expect(applied).toEqual([])
  expect(comes()).toBe(false)
  expect([applied.length, ended.length]).toEqual([1_001, 1])
  hold()
  expect(comes({ disturbs: true, bytes: 2 * 1024 * 1024 })).toBe(false)
  expect([applied.length, ended.length]).toEqual([1_002, 2])
})

test('one that cannot be applied keeps back none of those after it', () => {
  const { arrivals, applied, comes, hold } = setUp()
  hold()
  arrivals.take(Uint8Array.of(1), () => {
    throw new Error('no update')
  })
  comes()
  expect(() => arrivals.release()).toThrow('no update')
  expect(applied).toEqual([1])
})
