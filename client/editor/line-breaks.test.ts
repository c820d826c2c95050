import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { lineFeedsOnly, normalizeLineBreaks } from './line-breaks.ts'

const after = (text: string, insert: string, at: number) => {
  const state = EditorState.create({ doc: text, extensions: lineFeedsOnly() })
  return state.update({ changes: { from: at, insert: state.toText(insert) } }).state.doc.toString()
}

test('carriage returns become line feeds', () => {
  expect(normalizeLineBreaks('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
  expect(normalizeLineBreaks('')).toBe('')
})

test.each([
  ['one\r\ntwo\r\n', 'xone\ntwo\ny'],
  ['old\rmac', 'xold\nmacy'],
  ['\r', 'x\ny'],
  ['\r\r\n\r', 'x\n\n\ny'],
  ['a\n\rb', 'xa\n\nby'],
])('a change that inserts %j leaves %j', (insert, expected) => {
  expect(after('xy', insert, 1)).toBe(expected)
})

test('a carriage return that another client wrote counts as one character, as it does in Y.Text', () => {
  const state = EditorState.create({ doc: 'a\r\nb', extensions: lineFeedsOnly() })
  expect(state.doc.length).toBe(4)
  expect(state.doc.lines).toBe(2)
})
