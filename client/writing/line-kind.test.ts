import { describe, expect, test } from 'vitest'
import { isLineKind, makeParagraph, toggleLineKind, toggleQuote, toggleTasks } from './line-kind.ts'
import { isLeft, stateOf, textAfter } from './marked-text.ts'

const bullets = toggleLineKind('bullet')
const numbers = toggleLineKind('number')
const tasks = toggleLineKind('task')

test.each([
  ['a heading', toggleLineKind('heading', 2), 'o‸ne', '## o‸ne'],
  ['another heading', toggleLineKind('heading', 3), '# o‸ne', '### o‸ne'],
  ['no heading', toggleLineKind('heading', 2), '## o‸ne', 'o‸ne'],
  ['a heading of an item', toggleLineKind('heading', 1), '- [x] o‸ne', '# o‸ne'],
  ['an item of an empty line', bullets, '‸', '- ‸'],
  ['items', bullets, '«one\n\ntwo»\nthree', '- «one\n\n- two»\nthree'],
  ['no items', bullets, '«- one\n- two»', '«one\ntwo»'],
  ['items of tasks', bullets, '- [ ] o‸ne', '- o‸ne'],
  ['tasks of items', tasks, '«* one\n  1. two»', '«* [ ] one\n  1. [ ] two»'],
  ['tasks in a quote', tasks, '> o‸ne', '> - [ ] o‸ne'],
  ['numbers', numbers, '«one\ntwo»', '1. «one\n2. two»'],
  ['further numbers', numbers, '3. one\ntw‸o\n4. three\n5. four\n', '3. one\n4. tw‸o\n5. three\n6. four\n'],
  ['numbers at two depths', numbers, '«- a\n  - b\n  - c\n- d»', '«1. a\n  1. b\n  2. c\n2. d»'],
  ['a paragraph', makeParagraph, '### o‸ne', 'o‸ne'],
  ['two carets in a line one item', bullets, 'o‸n‸e', '- o‸n‸e'],
  ['several lines with a caret each', bullets, 'o‸ne\ntwo\nth‸ree', '- o‸ne\ntwo\n- th‸ree'],
  ['a selection that ends before a line without it', bullets, '«one\n»two', '- «one\n»two'],
  ['a quote', toggleQuote, '«one\n\ntwo»', '> «one\n> \n> two»'],
  ['one quote less', toggleQuote, '> > o‸ne', '> o‸ne'],
])('%s', (_what, command, before, expected) => expect(textAfter(before, command)).toBe(expected))

describe('tasks', () => {
  test('are ticked and unticked', () => {
    expect(textAfter('- [ ] o‸ne', toggleTasks)).toBe('- [x] o‸ne')
    expect(textAfter('«- [x] one\n- [ ] two»', toggleTasks)).toBe('«- [x] one\n- [x] two»')
    expect(textAfter('«- [x] one\n1. [X] two»', toggleTasks)).toBe('«- [ ] one\n1. [ ] two»')
  })
  test('where there are none, the key does what else it does', () => expect(isLeft('- o‸ne', toggleTasks)).toBe(true))
})

test('a line across the page is no item, and what a line is is known', () => {
  expect(isLineKind('bullet')(stateOf('* * *'))).toBe(false)
  expect(isLineKind('heading', 2)(stateOf('## a‸'))).toBe(true)
  expect(isLineKind('heading', 1)(stateOf('## a‸'))).toBe(false)
})
