import { expect, test } from 'vitest'
import { insertRule, insertTable, linkOnPaste, toggleCodeBlock, toggleLink } from './insertions.ts'
import { stateOf, textAfter } from './marked-text.ts'

const table = insertTable((column) => `Column ${column}`)

test.each([
  ['words a link', toggleLink, 'a «b»', 'a [b](«https://»)'],
  ['an address a link', toggleLink, '«https://a.example/»', '[‸](https://a.example/)'],
  ['nothing a link', toggleLink, '‸', '[‸](https://)'],
  ['a link words', toggleLink, '[a‸b](https://c)', 'a‸b'],
  ['lines a block of code', toggleCodeBlock, 'x\n«a\nb»\ny', 'x\n```\n«a\nb»\n```\ny'],
  ['an empty line a block of code', toggleCodeBlock, '‸', '```\n‸\n```'],
  ['fences a block with longer ones', toggleCodeBlock, '«a ``` b»', '````\n«a ``` b»\n````'],
  ['a block of code lines', toggleCodeBlock, 'x\n```js\na‸\nb\n```\ny', 'x\na‸\nb\ny'],
  ['room for a rule', insertRule, 'on‸e\ntwo', 'one\n\n---\n‸\ntwo'],
  ['a rule of an empty line', insertRule, 'one\n\n‸', 'one\n\n---\n‸'],
  ['a table', table, '‸', '| «Column 1» | Column 2 |\n| -------- | -------- |\n|          |          |\n'],
])('%s', (_what, command, before, expected) => expect(textAfter(before, command)).toBe(expected))

test('an address pasted over words makes them a link', () => {
  expect(linkOnPaste('https://a.example/?b', stateOf('«words»'))).toBe('[words](https://a.example/?b)')
  expect(linkOnPaste('no address', stateOf('«words»'))).toBe('no address')
  for (const text of ['‸words', '`«code»`', '«two\nlines»', '«https://b.example»', '[a](«b»)', '«a» «b»']) {
    expect(linkOnPaste('https://a.example', stateOf(text))).toBe('https://a.example')
  }
})
