import { expect, test } from 'vitest'
import { growthPower } from './cost.ts'

/** Keeps what is computed from being left out. */
let sink = 0

test('the square and the number itself are told apart', () => {
  const number = (size: number) => {
    for (let index = 0; index < size * 1_000; index++) sink ^= index
  }
  const square = (size: number) => number((size * size) / 100)
  expect(growthPower(number, { from: 100, to: 1_600 })).toBeLessThan(1.5)
  expect(growthPower(square, { from: 100, to: 1_600 })).toBeGreaterThan(1.5)
  expect(Number.isInteger(sink)).toBe(true)
})
