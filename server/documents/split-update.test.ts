import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Knowledge } from './knowledge.ts'
import { mergeUpdates } from './merge-updates.ts'
import { outlineOf } from './outline.ts'
import { splitUpdate } from './split-update.ts'

/** The updates of somebody who types one letter after another. */
function keystrokes(letters: string): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of letters) doc.getText('content').insert(doc.getText('content').length, letter)
  return { doc, updates }
}

test('what follows what is known is near, what stands behind a hole is far', () => {
  const alice = keystrokes('abcd')
  const bob = keystrokes('xy')
  bob.doc.getText('content').delete(0, 1)
  const update = mergeUpdates([alice.updates[0]!, alice.updates[2]!, alice.updates[3]!, ...bob.updates])
  const { near, far } = splitUpdate(update, new Knowledge())
  expect(outlineOf(near!).runs).toEqual(
    expect.arrayContaining([
      { client: alice.doc.clientID, from: 0, to: 1 },
      { client: bob.doc.clientID, from: 0, to: 2 },
    ]),
  )
  expect(outlineOf(near!).deletes).toEqual([{ client: bob.doc.clientID, from: 0, to: 1 }])
  expect(outlineOf(far!)).toMatchObject({ runs: [{ client: alice.doc.clientID, from: 2, to: 4 }], deletes: [] })
})

test('an update behind a hole alone has no near part', () => {
  const { updates } = keystrokes('abc')
  const { near, far } = splitUpdate(updates[2]!, new Knowledge())
  expect(near).toBeNull()
  expect(far).toEqual(updates[2]!)
})

test('the parts, with what was missing, make the whole', () => {
  const { doc, updates } = keystrokes('abcdef')
  const withHoles = mergeUpdates([updates[0]!, updates[2]!, updates[5]!])
  const { near, far } = splitUpdate(withHoles, new Knowledge())
  const copy = new Y.Doc()
  for (const update of [far!, updates[4]!, near!, updates[3]!, updates[1]!]) Y.applyUpdate(copy, update)
  expect(copy.getText('content').toString()).toBe('abcdef')
  expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(doc))
})
