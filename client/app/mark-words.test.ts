import { expect, test } from 'vitest'
import { type MarkedPiece, markWords, piecesOf } from './mark-words.ts'

const shown = (pieces: readonly MarkedPiece[]) =>
  pieces.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('')

test.each([
  ['The plan of May', 'plan', 'The [plan] of May'],
  ['The plan of May', 'MAY the', '[The] plan of [May]'],
  ['Café Ёлка', 'cafe елка', '[Café] [Ёлка]'],
  ['cafe\u0301', 'café', '[cafe\u0301]'],
  ['ﬁne', 'fi', '[ﬁ]ne'],
  ['😀 plan 😀', 'plan', '😀 [plan] 😀'],
  ['aaa', 'a', '[aaa]'],
  ['overlap', 'over verl', '[overl]ap'],
  ['nothing', 'x', 'nothing'],
  ['nothing', '', 'nothing'],
])('in %s, %j is marked', (name, query, marked) => {
  expect(shown(markWords(name, query))).toBe(marked)
})

test('a piece of a text is marked where the server says so', () => {
  expect(shown(piecesOf('one two', [[4, 7]]))).toBe('one [two]')
  expect(piecesOf('', [])).toEqual([])
})
