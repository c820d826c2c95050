import { expect, test } from 'vitest'
import { chatEntries } from './chat-entries.ts'
import type { Message } from './message.ts'

const noon = new Date(2026, 10, 14, 12).getTime()
const minute = 60_000
const hour = 60 * minute

function said(name: string, at: number, id = name.toLowerCase()): Message {
  const author = { id, name, color: '#0073c7' }
  return {
    id: `${name} ${at}`,
    author,
    at,
    editedAt: null,
    text: 'Hello',
    mentions: [],
    stamp: { client: 1, clock: 0 },
  }
}

const told = (messages: readonly Message[], now = noon) =>
  chatEntries(messages, now).map(({ continues, day }) => (day !== null ? 'day' : continues ? 'goes on' : 'begins'))

test('what one person says within five minutes of their first message is told as one', () => {
  const messages = [0, 1, 4, 6, 7].map((minutes) => said('Alice', noon + minutes * minute))
  expect(told(messages)).toEqual(['begins', 'goes on', 'goes on', 'begins', 'goes on'])
})

test('another person, or the same one by another name, begins anew', () => {
  const messages = [
    said('Alice', noon),
    said('Bob', noon + 1),
    said('Alice', noon + 2),
    said('Ally', noon + 3, 'alice'),
  ]
  expect(told(messages)).toEqual(['begins', 'begins', 'begins', 'begins'])
})

test('nobody knows whether two without an id are one, nor when something without a time was said', () => {
  expect(told([said('A', noon, ''), said('A', noon + 1, '')])).toEqual(['begins', 'begins'])
  expect(told([said('A', noon), said('A', 0), said('A', noon + 1)])).toEqual(['begins', 'begins', 'begins'])
})

test('a new day is told where it begins, also within five minutes', () => {
  const midnight = new Date(2026, 10, 14).getTime()
  const messages = [said('Alice', midnight - 2 * minute), said('Alice', midnight + minute), said('Bob', noon)]
  expect(told(messages)).toEqual(['day', 'day', 'begins'])
  expect(told(messages, noon + 24 * hour)).toEqual(['day', 'day', 'begins'])
})

test('a chat of today names no day, and a clock that is wrong brings back none', () => {
  expect(told([said('Alice', noon), said('Bob', noon + hour)])).toEqual(['begins', 'begins'])
  expect(told([said('Alice', noon - 48 * hour), said('Bob', noon - 72 * hour), said('Alice', noon)])).toEqual([
    'day',
    'begins',
    'day',
  ])
  expect(told([said('Alice', noon + 72 * hour), said('Bob', noon)])).toEqual(['begins', 'begins'])
})
