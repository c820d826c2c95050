import { expect, test } from 'vitest'
import { peopleOf } from './people.ts'
import type { PresenceEntry } from './presence-table.ts'

const entry = (
  clientId: number,
  fields: Partial<PresenceEntry> & { id?: string; name?: string } = {},
): PresenceEntry => ({
  clientId,
  role: fields.role ?? 'editor',
  user: { id: fields.id ?? null, name: fields.name ?? null, color: null },
  activity: fields.activity ?? 'active',
})

test('a client that names nobody is a person of its own', () => {
  expect(peopleOf([entry(7)], [], 1_000)).toEqual([
    { id: 'client-7', name: null, color: null, role: 'editor', state: 'active', since: 1_000 },
  ])
})

test('several tabs are one person, as present as the most present tab and as trusted as the most trusted', () => {
  const tabs = [
    entry(1, { id: 'u', name: 'Ada', activity: 'away', role: 'viewer' }),
    entry(2, { id: 'u', activity: 'typing' }),
    entry(3, { id: 'u', activity: 'idle', role: 'viewer' }),
  ]
  expect(peopleOf(tabs, [], 5)).toEqual([
    { id: 'u', name: 'Ada', color: null, role: 'editor', state: 'typing', since: 5 },
  ])
})

test('people keep the order in which they came', () => {
  const people = peopleOf([entry(3), entry(1, { id: 'u' }), entry(2), entry(4, { id: 'u' })], [], 0)
  expect(people.map(({ id }) => id)).toEqual(['client-3', 'u', 'client-2'])
})

test('a state that goes on keeps its beginning; a new one begins now', () => {
  const before = peopleOf([entry(1), entry(2)], [], 100)
  const after = peopleOf([entry(1), entry(2, { activity: 'idle' })], before, 200)
  expect(after.map(({ since }) => since)).toEqual([100, 200])
})
