import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { commentField, commentsAt, setActiveComment, setCommentRanges } from './comment-marks.ts'

function marked(doc: string, ...ranges: { id: string; from: number; to: number }[]): EditorState {
  const state = EditorState.create({ doc, extensions: commentField })
  return state.update({ effects: setCommentRanges.of(ranges) }).state
}

const words = (state: EditorState) => state.field(commentField).ranges.map(({ from, to }) => state.sliceDoc(from, to))

test('marks keep their words while somebody writes before, at both edges and inside', () => {
  const state = marked('one two three', { id: 'a', from: 4, to: 7 })
  const before = state.update({ changes: { from: 0, insert: 'zero ' } }).state
  expect(words(before)).toEqual(['two'])
  const edges = before.update({
    changes: [
      { from: 9, insert: '<' },
      { from: 12, insert: '>' },
    ],
  }).state
  expect(words(edges)).toEqual(['two'])
  expect(words(edges.update({ changes: { from: 11, insert: '-' } }).state)).toEqual(['t-wo'])
})

test('a mark without words stays where they were, and does not grow', () => {
  const state = marked('one two three', { id: 'a', from: 4, to: 7 })
  const gone = state.update({ changes: { from: 2, to: 9 } }).state
  const later = gone.update({ changes: { from: 2, insert: 'XX' } }).state
  expect(later.field(commentField).ranges).toEqual([{ id: 'a', from: 2, to: 2 }])
  expect(commentsAt(later, 2)).toEqual([])
})

test('the innermost thread at a place comes first', () => {
  const state = marked('one two three', { id: 'outer', from: 0, to: 13 }, { id: 'inner', from: 4, to: 7 })
  expect(commentsAt(state, 5)).toEqual(['inner', 'outer'])
  expect(commentsAt(state, 12)).toEqual(['outer'])
  expect(commentsAt(EditorState.create({ doc: 'one' }), 1)).toEqual([])
})

test('what changes nothing leaves everything as it is', () => {
  const state = marked('one two three', { id: 'a', from: 0, to: 3 })
  expect(state.update({ selection: { anchor: 1 } }).state.field(commentField)).toBe(state.field(commentField))
  const active = state.update({ effects: setActiveComment.of('a') }).state
  expect(active.field(commentField)).toMatchObject({ active: 'a', ranges: state.field(commentField).ranges })
})
