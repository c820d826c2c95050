import { SearchQuery } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { MAX_MATCHES, MatchCount } from './match-count.ts'

function counted(doc: string, query: ConstructorParameters<typeof SearchQuery>[0], mayGoOn = () => true): MatchCount {
  const count = new MatchCount(new SearchQuery(query), EditorState.create({ doc }))
  while (!count.isDone) count.countOn(mayGoOn)
  return count
}

test('matches are counted, and each has its place', () => {
  const count = counted('one two one', { search: 'one' })
  expect(count.total).toBe(2)
  expect([count.placeOf(0), count.placeOf(8), count.placeOf(4)]).toEqual([1, 2, 0])
  expect(counted('One one', { search: 'one', caseSensitive: true }).total).toBe(1)
  expect(counted('a1 b22', { search: '\\d+', regexp: true }).total).toBe(2)
  expect(counted('ones one', { search: 'one', wholeWord: true }).total).toBe(1)
})

test('in pieces as at once, also over the ends of lines', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `line ${index % 7}`).join('\n')
  expect(counted(text, { search: 'line 3' }).total).toBe(2_857)
  expect(counted(text, { search: '3\\nline 4' }).total).toBe(2_857)
  expect(counted(text, { search: '3\\s+line', regexp: true }).total).toBe(2_857)
})

test('there is an end to counting', () => {
  expect(counted('a'.repeat(20_000), { search: 'a' }).total).toBe(MAX_MATCHES)
})
