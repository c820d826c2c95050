import { expect, test } from 'vitest'
import { findByName, sortDocuments } from './document-order.ts'
import type { DocumentSummary } from './documents-client.ts'

function document(id: string, title: string, rest: Partial<DocumentSummary> = {}): DocumentSummary {
  return { id, title, heading: '', mode: '', createdAt: 0, updatedAt: 0, trashedAt: null, ...rest }
}

const documents = [
  document('a', 'Plan 10', { updatedAt: 3, createdAt: 1 }),
  document('b', '', { updatedAt: 1, createdAt: 3 }),
  document('c', 'plan 9', { updatedAt: 2, createdAt: 2 }),
  document('d', '', { heading: 'Café', mode: '', updatedAt: 4 }),
]
const random = document('k7wm-3xqp-9rta-vb2n', 'Tea')
const ids = (list: readonly DocumentSummary[]) => list.map(({ id }) => id).join('')

test('the newest first, or by name with its numbers', () => {
  expect(ids(sortDocuments(documents, 'edited', 'en'))).toBe('dacb')
  expect(ids(sortDocuments(documents, 'created', 'en'))).toBe('bcad')
  expect(ids(sortDocuments(documents, 'name', 'en'))).toBe('dcab')
  const opened = new Map([
    ['b', 7],
    ['d', 9],
    ['gone', 8],
  ])
  expect(ids(sortDocuments(documents, 'opened', 'en', opened))).toBe('db')
})

test.each([
  ['', 'abcd'],
  ['PLAN', 'ac'],
  ['10 plan', 'a'],
  ['cafe', 'd'],
  ['untitled', 'b'],
  ['nothing', ''],
])('“%s” finds %s', (query, found) => {
  expect(ids(findByName(documents, query, 'Untitled'))).toBe(found)
})

test.each([
  ['tea', true],
  ['k7wm-3xqp-9rta-vb2n', true],
  ['k7wm tea', true],
  ['3xqp', false],
  ['rt', false],
])('by “%s” a document with a random id is found: %s', (query, isFound) => {
  expect(findByName([random], query, 'Untitled')).toHaveLength(Number(isFound))
})
