import { expect, test } from 'vitest'
import { UnsavedEdits } from './unsaved-edits.ts'

test('[S4] an edit counts until the message that carried it is durable', () => {
  const edits = new UnsavedEdits()
  edits.edited()
  edits.sent()
  edits.edited()
  edits.edited()
  edits.sent()
  expect(edits.count).toBe(3)
  expect(edits.confirmed(1)).toBe(true)
  expect(edits.count).toBe(2)
  expect(edits.confirmed(2)).toBe(true)
  expect(edits.count).toBe(0)
  expect(edits.saved).toBe(3)
})

test('the first message of a new channel carries everything that was not confirmed', () => {
  const edits = new UnsavedEdits()
  edits.edited()
  edits.sent()
  edits.restart()
  edits.edited()
  expect(edits.confirmed(0)).toBe(false)
  expect(edits.count).toBe(2)
  edits.sent()
  expect(edits.confirmed(1)).toBe(true)
  expect(edits.count).toBe(0)
})

test('what is confirmed twice, or carries nothing new, changes nothing', () => {
  const edits = new UnsavedEdits()
  edits.sent()
  expect(edits.confirmed(1)).toBe(false)
  edits.edited()
  edits.sent()
  edits.confirmed(2)
  expect(edits.confirmed(2)).toBe(false)
  expect(edits.confirmed(1)).toBe(false)
  expect(edits.count).toBe(0)
})
