import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { costs } from '../../protocol/cost.ts'
import { emptyUpdate, mergeUpdates } from './merge-updates.ts'

test('nothing is the empty update, and one update is passed as it is', () => {
  const update = Uint8Array.of(0, 0)
  expect(mergeUpdates([])).toBe(emptyUpdate)
  expect(mergeUpdates([update])).toBe(update)
})

test('updates of many clients merge in a part of the time that Yjs takes for all at once', () => {
  const updates = Array.from({ length: 4_000 }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = index + 1
    doc.getText('content').insert(0, 'a')
    return Y.encodeStateAsUpdate(doc)
  })
  const [grouped = 0, atOnce = 0] = costs([() => mergeUpdates(updates), () => Y.mergeUpdates(updates)], { turns: 3 })
  expect(grouped).toBeLessThan(atOnce / 2)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, mergeUpdates(updates))
  expect(doc.getText('content').length).toBe(4_000)
})
