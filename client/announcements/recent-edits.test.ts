import { ChangeSet } from '@codemirror/state'
import { expect, test } from 'vitest'
import { MAX_RECENT_EDITS, RecentEdits } from './recent-edits.ts'

const edit = (personId: string, from: number, to: number, at = 0) => ({ personId, name: personId, from, to, at })
const places = (edits: RecentEdits) => edits.all.map(({ personId, from, to }) => [personId, from, to])

test('what somebody types in one go is one edit, newest first', () => {
  const edits = new RecentEdits()
  for (let index = 0; index < 5; index++) edits.add(edit('alice', 10 + index, 11 + index, index))
  edits.add(edit('bob', 0, 3, 6))
  edits.add(edit('alice', 100, 101, 7))
  expect(places(edits)).toEqual([
    ['alice', 100, 101],
    ['bob', 0, 3],
    ['alice', 10, 15],
  ])
  expect(edits.of('alice')).toMatchObject({ from: 100 })
  expect(edits.of('carol')).toBeNull()
})

test('it keeps its place while the text changes before, in and over it', () => {
  const edits = new RecentEdits()
  edits.add(edit('alice', 10, 15))
  edits.map(ChangeSet.of([{ from: 0, insert: 'four' }], 30))
  expect(places(edits)).toEqual([['alice', 14, 19]])
  edits.map(ChangeSet.of([{ from: 10, to: 30 }], 34))
  expect(places(edits)).toEqual([['alice', 10, 10]])
})

test('only the newest are remembered', () => {
  const edits = new RecentEdits()
  for (let index = 0; index < MAX_RECENT_EDITS + 5; index++) edits.add(edit('alice', index * 10, index * 10 + 1))
  expect(edits.all).toHaveLength(MAX_RECENT_EDITS)
  expect(edits.all[0]).toMatchObject({ from: (MAX_RECENT_EDITS + 4) * 10 })
})
