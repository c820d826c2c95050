import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { emptyUpdate, mergeUpdates } from './merge-updates.ts'

test('nothing is the empty update, and one update is passed as it is', () => {
  const update = Uint8Array.of(0, 0)
  expect(mergeUpdates([])).toBe(emptyUpdate)
  expect(mergeUpdates([update])).toBe(update)
})

test('10,000 updates of as many clients merge in less than 2 s', () => {
  const updates = Array.from({ length: 10_000 }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = index + 1
    doc.getText('content').insert(0, 'a')
    return Y.encodeStateAsUpdate(doc)
  })
  const start = performance.now()
  const merged = mergeUpdates(updates)
  expect(performance.now() - start).toBeLessThan(2_000)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, merged)
  expect(doc.getText('content').length).toBe(10_000)
})
