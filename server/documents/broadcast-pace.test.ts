import { expect, test } from 'vitest'
import { broadcastPaceMs } from './broadcast-pace.ts'

test('small rooms are not paced, and none is paced beyond 40 ms', () => {
  expect([0, 1, 16].map(broadcastPaceMs)).toEqual([0, 0, 0])
  expect(broadcastPaceMs(100)).toBeCloseTo(16.8, 1)
  expect([216, 1_000, 50_000].map(broadcastPaceMs)).toEqual([40, 40, 40])
})
