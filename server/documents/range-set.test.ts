import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { RangeSet } from './range-set.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

test('ranges that touch or overlap become one', () => {
  const set = new RangeSet()
  set.add(0, 2)
  set.add(4, 6)
  set.add(10, 12)
  expect(set.bounds).toEqual([0, 2, 4, 6, 10, 12])
  set.add(2, 4)
  expect(set.bounds).toEqual([0, 6, 10, 12])
  set.add(5, 20)
  expect(set.bounds).toEqual([0, 20])
})

test('an empty range changes nothing', () => {
  const set = new RangeSet([3, 5])
  set.add(1, 1)
  set.add(9, 4)
  expect(set.bounds).toEqual([3, 5])
})

test(`is what a plain set of numbers is (seed ${seed})`, () => {
  const random = prng.create(seed)
  for (let round = 0; round < 200; round++) {
    const set = new RangeSet()
    const numbers = new Set<number>()
    for (let step = 0; step < 30; step++) {
      const from = prng.int32(random, 0, 80)
      const to = from + prng.int32(random, 0, 9)
      set.add(from, to)
      for (let number = from; number < to; number++) numbers.add(number)
      const start = prng.int32(random, 0, 80)
      const end = start + prng.int32(random, 1, 6)
      let isCovered = true
      for (let number = start; number < end; number++) isCovered &&= numbers.has(number)
      expect(set.covers(start, end)).toBe(isCovered)
    }
    let size = 0
    for (let index = 0; index < set.bounds.length; index += 2) size += set.bounds[index + 1]! - set.bounds[index]!
    expect(size).toBe(numbers.size)
    expect(set.bounds.every((bound, index) => index === 0 || set.bounds[index - 1]! < bound)).toBe(true)
  }
})
