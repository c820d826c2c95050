import { expect, test } from 'vitest'
import { absenceOf, type LineSilence } from './absence.ts'

const attached: LineSilence = { transport: 'websocket', detachedMs: 0, silentMs: 0, unansweredMs: 0, isBusy: false }

test.each([
  ['websocket', 2_000, 8_000],
  ['sse', 2_000, 8_000],
  ['long-poll', 4_000, 8_000],
  ['poll', 22_000, 30_000],
  [null, 2_000, 8_000],
] as const)('[A6] without %s one is interrupted after %i ms and gone after %i ms', (transport, momentMs, graceMs) => {
  const after = (detachedMs: number) => absenceOf({ ...attached, transport, detachedMs, silentMs: detachedMs })
  expect([0, momentMs, momentMs + 1, graceMs, graceMs + 1].map(after)).toEqual([
    'here',
    'here',
    'interrupted',
    'interrupted',
    'gone',
  ])
})

test('[A6] who may still be reading the answer to a poll is here, until the grace is over', () => {
  const reading = { ...attached, detachedMs: 5_000, isBusy: true }
  expect(absenceOf({ ...reading, transport: 'long-poll' })).toBe('here')
  expect(absenceOf({ ...reading, transport: 'long-poll', detachedMs: 8_001 })).toBe('gone')
  expect(absenceOf({ ...reading, transport: 'sse' })).toBe('interrupted')
})

test('[T7] a stream is given up after a silence that its client breaks otherwise; a poll is silent by its nature', () => {
  expect(absenceOf({ ...attached, silentMs: 25_001 })).toBe('gone')
  expect(absenceOf({ ...attached, transport: 'sse', silentMs: 25_001 })).toBe('here')
  expect(absenceOf({ ...attached, transport: 'sse', silentMs: 30_001 })).toBe('gone')
  expect(absenceOf({ ...attached, transport: 'long-poll', silentMs: 60_000 })).toBe('here')
})

test('[A6] who owes an answer for 5 s is interrupted, whatever the stream looks like', () => {
  expect(absenceOf({ ...attached, silentMs: 6_000, unansweredMs: 5_000 })).toBe('here')
  expect(absenceOf({ ...attached, silentMs: 6_000, unansweredMs: 5_001 })).toBe('interrupted')
})
