import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minimalEdit } from './minimal-edit.ts'

const apply = (text: string, edit: ReturnType<typeof minimalEdit>) =>
  edit === null ? text : text.slice(0, edit.from) + edit.insert + text.slice(edit.to)

test('touches only what differs', () => {
  expect(minimalEdit('the cat sat', 'the dog sat')).toEqual({ from: 4, to: 7, insert: 'dog' })
  expect(minimalEdit('ab', 'aab')).toEqual({ from: 1, to: 1, insert: 'a' })
  expect(minimalEdit('aab', 'ab')).toEqual({ from: 1, to: 2, insert: '' })
  expect(minimalEdit('', 'new')).toEqual({ from: 0, to: 0, insert: 'new' })
  expect(minimalEdit('same', 'same')).toBeNull()
})

test('never splits a surrogate pair', () => {
  // Both halves are shared by some pairs of these: 😀 d83d de00, 😁 d83d de01, 🤀 d83e dd00, 🨀 d83e de00.
  expect(minimalEdit('😀', '😁')).toEqual({ from: 0, to: 2, insert: '😁' })
  expect(minimalEdit('😀', '🨀')).toEqual({ from: 0, to: 2, insert: '🨀' })
})

test('the edit makes the one text the other, and leaves whole characters on both sides', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀', '😁', '🨀', 'é') })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = minimalEdit(before, after)
      expect(apply(before, edit)).toBe(after)
      if (edit === null) return
      for (const part of [before.slice(0, edit.from), before.slice(edit.to), edit.insert]) {
        expect(part.isWellFormed()).toBe(true)
      }
    }),
  )
})
