import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortened, textParts } from './message-text.ts'

const links = (text: string) =>
  textParts(text, []).flatMap((part) => (part.kind === 'link' ? [`${part.text} → ${part.href}`] : []))

test.each([
  ['See https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d → https://example.org/a?b=c#d']],
  ['(http://example.org)', ['http://example.org → http://example.org/']],
  [
    'https://en.wikipedia.org/wiki/Encke_(comet)',
    ['https://en.wikipedia.org/wiki/Encke_(comet) → https://en.wikipedia.org/wiki/Encke_(comet)'],
  ],
  ['https://пример.рф', ['https://пример.рф → https://xn--e1afmkfd.xn--p1ai/']],
  ['javascript:alert(1) data:text/html,x file:///etc', []],
  ['https://', []],
  ['ahttps://example.org', []],
  ['https://user:pass@[::', []],
  ['<a href="https://example.org">', ['https://example.org → https://example.org/']],
])('the links of %s', (text, expected) => expect(links(text)).toEqual(expected))

test('names are those of the people spoken to, the longest first, and none inside an address', () => {
  const people = [
    { id: '1', name: 'Ann' },
    { id: '2', name: 'Ann Lee' },
  ]
  const parts = textParts('@Ann Lee and @Ann, see https://example.org/@Ann or @Bob', people)
  expect(parts.filter(({ kind }) => kind !== 'text')).toEqual([
    { kind: 'mention', text: '@Ann Lee', id: '2' },
    { kind: 'mention', text: '@Ann', id: '1' },
    { kind: 'link', text: 'https://example.org/@Ann', href: 'https://example.org/@Ann' },
  ])
})

test('whatever the text, its parts are the text, links go by http alone, and there is an end to them', () => {
  const word = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('@a', '@', 'https://', ' ', '\n', ')'))
  const text = fc.array(word).map((words) => words.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.record({ id: fc.string(), name: fc.string({ minLength: 1 }) })), (text, people) => {
      const parts = textParts(text, people)
      expect(parts.map((part) => part.text).join('')).toBe(text)
      for (const part of parts) if (part.kind === 'link') expect(part.href).toMatch(/^https?:/)
    }),
  )
  expect(textParts('http://a '.repeat(5_000), []).length).toBeLessThan(1_000)
  expect(textParts('@a '.repeat(5_000), [{ id: 'a', name: 'a' }]).length).toBeLessThan(1_000)
})

test('what is long, in letters or in lines, is shortened', () => {
  expect(shortened('x'.repeat(4_000))).toBeNull()
  expect(shortened('x'.repeat(4_001))).toHaveLength(4_000)
  expect(shortened('x\n'.repeat(29))).toBeNull()
  expect(shortened('x\n'.repeat(31))?.split('\n')).toHaveLength(30)
})
