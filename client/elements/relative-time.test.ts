import { expect, test } from 'vitest'
import { relativeTime } from './relative-time.ts'

const now = new Date(2026, 5, 15, 12, 0).getTime()
const ago = (year: number, month: number, day: number, hour: number, minute = 0): number =>
  new Date(year, month, day, hour, minute).getTime()

test.each([
  ['59 seconds ago', now - 59_000, null],
  ['a clock that is wrong', now + 3_600_000, null],
  ['59 minutes ago', ago(2026, 5, 15, 11, 1), { value: -59, unit: 'minute' }],
  ['this morning', ago(2026, 5, 15, 4), { value: -8, unit: 'hour' }],
  ['yesterday evening', ago(2026, 5, 14, 23), { value: -1, unit: 'day' }],
  ['four weeks ago', ago(2026, 4, 18, 12), { value: -28, unit: 'day' }],
  ['in spring', ago(2026, 2, 15, 12), { value: -3, unit: 'month' }],
  ['a year ago', ago(2025, 5, 15, 12), { value: -1, unit: 'year' }],
  ['long ago', ago(2020, 0, 1, 12), { value: -6, unit: 'year' }],
])('%s', (_what, at, expected) => {
  expect(relativeTime(at, now)).toEqual(expected)
})

test('an hour after midnight, the evening before is still hours ago', () => {
  const night = ago(2026, 5, 15, 1)
  expect(relativeTime(ago(2026, 5, 14, 23), night)).toEqual({ value: -2, unit: 'hour' })
})
