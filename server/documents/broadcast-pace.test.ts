import { expect, test } from 'vitest'
import { broadcastPaceMs } from './broadcast-pace.ts'

test('small rooms are not paced, and few letters wait no longer than 45 ms', () => {
  expect([0, 1, 16].map((members) => broadcastPaceMs(members, 100))).toEqual([0, 0, 0])
  expect(broadcastPaceMs(50, 1)).toBe(17)
  expect([106, 1_000, 50_000].map((members) => broadcastPaceMs(members, 11))).toEqual([45, 45, 45])
})

test('where a crowd writes there are half as many broadcasts', () => {
  expect(broadcastPaceMs(100, 12)).toBe(2 * broadcastPaceMs(100, 1))
})
