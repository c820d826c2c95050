import { expect, test } from 'vitest'
import { continueList, deleteMarker } from './list-keys.ts'
import { isLeft, textAfter } from './marked-text.ts'

test.each([
  ['an item', '- one‸', '- one\n- ‸'],
  ['an item, in the middle of it', '* one ‸two', '* one \n* ‸two'],
  ['a task, not ticked', '- [x] one‸', '- [x] one\n- [ ] ‸'],
  ['a quote', '> one‸', '> one\n> ‸'],
  ['an item in a quote', '> - one‸', '> - one\n> - ‸'],
  [
    'a numbered item, and the rest of the list counts on',
    '1. one‸\n2. two\n3. three',
    '1. one\n2. ‸\n3. two\n4. three',
  ],
  ['a list with two carets', '- one‸\n- two‸', '- one\n- ‸\n- two\n- ‸'],
  ['a list and a paragraph', '- one‸\n\n  two‸', '- one\n- ‸\n\n  two\n  ‸'],
])('Enter goes on with %s', (_what, before, expected) => expect(textAfter(before, continueList)).toBe(expected))

test.each([
  ['an item', '- one\n- ‸', '- one\n‸'],
  ['a nested item', '- one\n  - ‸', '- one\n- ‸'],
  ['a task', '- [ ] ‸', '‸'],
  ['a quote', '> ‸', '‸'],
  ['an item in a quote', '> - ‸', '> ‸'],
])('Enter in %s without words ends it', (_what, before, expected) =>
  expect(textAfter(before, continueList)).toBe(expected),
)

test.each(['one‸', '# one‸', '‸- one', '```\n- one‸\n```', '---‸'])('Enter in %j is a new line', (text) => {
  expect(isLeft(text, continueList)).toBe(true)
})

test('Backspace behind a mark takes off the mark', () => {
  expect(textAfter('- ‸one', deleteMarker)).toBe('‸one')
  expect(textAfter('> - [ ] ‸one', deleteMarker)).toBe('> ‸one')
  expect(textAfter('> > ‸one', deleteMarker)).toBe('> ‸one')
  expect(textAfter('## ‸one', deleteMarker)).toBe('‸one')
  expect(textAfter('- ‸one\n- ‸two', deleteMarker)).toBe('‸one\n‸two')
  for (const text of ['- o‸ne', '‸one', '- «one»', '- ‸one\ntw‸o']) expect(isLeft(text, deleteMarker)).toBe(true)
})
