import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { wholeCharactersOnly } from './whole-characters.ts'

/** What a text becomes by a change. */
function changed(doc: string, changes: { from: number; to?: number; insert?: string }): string {
  const state = EditorState.create({ doc, extensions: [wholeCharactersOnly()] })
  return state.update({ changes }).state.doc.toString()
}

test('halves of characters that come in are replaced, whole ones stay', () => {
  expect(changed('', { from: 0, insert: 'a\ud83db' })).toBe('a\ufffdb')
  expect(changed('', { from: 0, insert: '\ude00\n\ud83d' })).toBe('\ufffd\n\ufffd')
  expect(changed('', { from: 0, insert: '😀\n😀' })).toBe('😀\n😀')
})

test('the half that is left over when the other is deleted, or parted from it, is replaced', () => {
  expect(changed('a😀b', { from: 2, to: 3 })).toBe('a\ufffdb')
  expect(changed('a😀b', { from: 1, to: 2 })).toBe('a\ufffdb')
  expect(changed('😀', { from: 1, insert: 'x' })).toBe('\ufffdx\ufffd')
})

test('so that the others get what is seen here', () => {
  const mine = new Y.Doc()
  const theirs = new Y.Doc()
  const text = changed('', { from: 0, insert: 'a\ud83d\u0000b' })
  mine.getText('content').insert(0, text)
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  expect(theirs.getText('content').toString()).toBe(text)
})
