import { expect, test } from 'vitest'
import { dateOf, expiryOf } from './link-expiry.ts'

const now = new Date(2026, 4, 31, 22, 30).getTime()
const hour = 60 * 60 * 1_000

test('a link works for ever, for a day or for a week', () => {
  expect(expiryOf('never', '', now)).toBeNull()
  expect(expiryOf('day', '', now)).toBe(now + 24 * hour)
  expect(expiryOf('week', '', now)).toBe(now + 7 * 24 * hour)
})

test('a date is the last day, whole', () => {
  expect(expiryOf('date', '2026-05-31', now)).toBe(new Date(2026, 5, 1).getTime())
  expect(expiryOf('date', '2026-12-31', now)).toBe(new Date(2027, 0, 1).getTime())
})

test.each(['', '2026-05-30', 'tomorrow', '31.05.2026'])('%j is no date to come', (date) => {
  expect(expiryOf('date', date, now)).toBeUndefined()
})

test('today, as a date field has it', () => {
  expect(dateOf(now)).toBe('2026-05-31')
})
