import { ChangeSet } from '@codemirror/state'
import { expect, test } from 'vitest'
import { palette } from '../presence/palette.ts'
import { parsePresenceState } from '../presence/presence-state.ts'
import { makeCaret, mapCaret } from './remote-caret.ts'

const state = (more: object = {}) => parsePresenceState({ user: { id: 'b', name: 'Bob', color: palette[4] }, ...more })!
const bobAt = (anchor: number, head = anchor) => makeCaret(7, state(), { anchor, head })
const insert = (at: number, text: string) => ChangeSet.of({ from: at, insert: text }, 20)

test('a caret has the name and colour of its person, and is dimmed while they are not there', () => {
  expect(bobAt(3)).toEqual({ clientId: 7, name: 'Bob', color: 4, dimmed: false, lost: false, anchor: 3, head: 3 })
  expect(makeCaret(7, state({ activity: 'typing' }), { anchor: 0, head: 0 }).dimmed).toBe(false)
  expect(makeCaret(7, state({ activity: 'idle' }), { anchor: 0, head: 0 }).dimmed).toBe(true)
  expect(makeCaret(7, state({ activity: 'away' }), { anchor: 0, head: 0 })).toMatchObject({ dimmed: true, lost: false })
  const lost = makeCaret(7, state({ activity: 'reconnecting' }), { anchor: 0, head: 0 })
  expect(lost).toMatchObject({ dimmed: true, lost: true })
})

test('a caret moves along with what its own person types', () => {
  expect(mapCaret(bobAt(5), insert(5, 'abc'), true)).toMatchObject({ anchor: 8, head: 8 })
})

test('a caret stays before what others type there', () => {
  expect(mapCaret(bobAt(5), insert(5, 'abc'), false)).toMatchObject({ anchor: 5, head: 5 })
})

test('a caret keeps its place in text that shifts, and the object when nothing shifts', () => {
  const caret = bobAt(5, 9)
  expect(mapCaret(caret, insert(0, 'abc'), false)).toMatchObject({ anchor: 8, head: 12 })
  expect(mapCaret(caret, insert(10, 'abc'), false)).toBe(caret)
  expect(mapCaret(caret, ChangeSet.of({ from: 4, to: 12 }, 20), false)).toMatchObject({ anchor: 4, head: 4 })
})
