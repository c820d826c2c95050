import { expect, test } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { PendingEdits } from './pending-edits.ts'
import { isUpdate, piecesOf, readUpdates } from './written-text.ts'

function typing() {
  const doc = new Doc()
  const pending = new PendingEdits()
  let made = 0
  doc.on('update', (update: Uint8Array) => {
    made += 1
    pending.add({ update, edits: 1, upTo: made, epoch: made > 2 ? 'first' : null })
  })
  return { doc, text: doc.getText('content'), pending }
}

test('edits are taken as one, and those that are durable by then are not among them', () => {
  const { text, pending } = typing()
  for (const letter of 'typed') text.insert(text.length, letter)
  pending.saved(3)
  const batch = pending.take()!
  expect(batch).toMatchObject({ edits: 2, upTo: 5, epoch: 'first' })
  expect(piecesOf(batch.update)).toBe('ed')
  expect(pending.isEmpty).toBe(true)
  expect(pending.take()).toBeNull()
})

test('however many there are, few are kept one by one, and none is missing', () => {
  const { doc, text, pending } = typing()
  for (let key = 0; key < 1_000; key++) text.insert(text.length, 'x')
  expect(pending.bytes).toBeLessThan(15_000)
  const other = new Doc()
  const batch = pending.take()!
  expect(batch.edits).toBe(1_000)
  applyUpdate(other, batch.update)
  expect(other.getText('content').toString()).toBe(doc.getText('content').toString())
})

test('what could not be written is the first of what is taken next', () => {
  const { text, pending } = typing()
  text.insert(0, 'a')
  const batch = pending.take()!
  text.insert(1, 'b')
  pending.putBack(batch)
  expect(pending.take()).toMatchObject({ edits: 2, upTo: 2 })
})

test('updates that build on others are no whole, and their text is in pieces', () => {
  const { doc, text, pending } = typing()
  text.insert(0, 'Before. ')
  pending.take()
  text.insert(8, 'one')
  text.insert(0, 'two')
  const { update } = pending.take()!
  expect(readUpdates([update]).doc).toBeNull()
  expect(piecesOf(update).split('\n')).toEqual(['one', 'two'])
  expect(isUpdate(update)).toBe(true)
  expect([isUpdate(Uint8Array.of(255, 255)), isUpdate(null), isUpdate('text')]).toEqual([false, false, false])
  doc.destroy()
})
