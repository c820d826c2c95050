import { expect, test } from 'vitest'
import { matchPeople, mentionedIn, mentionQuery } from './mention-query.ts'

const people = [
  { id: '1', name: 'Maya Lindqvist' },
  { id: '2', name: 'Tomás Rivera' },
  { id: '3', name: 'Юля' },
  { id: '', name: 'Nobody' },
  { id: '5', name: '' },
]

test.each([
  ['@', { from: 0, query: '' }],
  ['Hi @ma', { from: 3, query: 'ma' }],
  ['(@Maya Li', { from: 1, query: 'Maya Li' }],
  ['a@b', null],
  ['@a\nb', null],
  ['no', null],
  [`@${'x'.repeat(60)}`, null],
])('the name being written in %j', (text, expected) => expect(mentionQuery(text, text.length)).toEqual(expected))

test('the name being written ends at the caret', () => {
  expect(mentionQuery('@ma and so on', 3)).toEqual({ from: 0, query: 'ma' })
})

test.each([
  ['', ['1', '2', '3']],
  ['ma', ['1']],
  ['RIV', ['2']],
  ['ю', ['3']],
  ['maya l', ['1']],
  ['x', []],
  // It is written out: there is nothing left to choose.
  ['tomás rivera', []],
  ['Юля ', []],
])('who may be meant by %j', (query, ids) => expect(matchPeople(people, query).map(({ id }) => id)).toEqual(ids))

test('those are spoken to whose name is there', () => {
  expect(mentionedIn('@Tomás Rivera and @Nobody, @', people)).toEqual([{ id: '2', name: 'Tomás Rivera' }])
})
