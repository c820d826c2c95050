import { describe, expect, test } from 'vitest'
import { splitMarkdown } from './markdown-pieces.ts'

/** First line and text of each piece. */
const split = (text: string) => splitMarkdown(text).pieces.map(({ line, text }) => [line, text])

describe('a text is cut', () => {
  test('at blank lines, headings and blocks of code', () => {
    expect(split('# One\ntwo\nthree\n\n\nfour\n```js\n\nfive\n```\nsix')).toEqual([
      [0, '# One'],
      [1, 'two\nthree'],
      [5, 'four'],
      [6, '```js\n\nfive\n```'],
      [10, 'six'],
    ])
  })

  test('not inside a list, whatever is in it', () => {
    const list = '- a\n\n  more\n\n  ```\n  # no heading\n\n  code\n  ```\n\n- b\n  - c'
    expect(split(`${list}\n\ntext`)).toEqual([
      [0, list],
      [13, 'text'],
    ])
    expect(split('- a\n\n1. b\n\n2. c')).toEqual([
      [0, '- a'],
      [2, '1. b\n\n2. c'],
    ])
  })

  test('not inside code that is indented, and not at a fence of another kind', () => {
    expect(split('    a\n\n    b\n\nc')).toEqual([
      [0, '    a\n\n    b'],
      [4, 'c'],
    ])
    expect(split('~~~~\n```\n~~~\n\n~~~~\nend')).toEqual([
      [0, '~~~~\n```\n~~~\n\n~~~~'],
      [5, 'end'],
    ])
    expect(split('```\nnever closed\n\nto the end')).toHaveLength(1)
  })

  test('and nothing is lost or doubled', () => {
    const text = 'a\n\n- b\n\n\n  c\n# d\n> e\nf\n\n| g |\n|---|\n| h |\n'
    const lines = text.split('\n')
    for (const { line, lines: count, text: piece } of splitMarkdown(text).pieces) {
      expect(piece).toBe(lines.slice(line, line + count).join('\n'))
      lines.fill('', line, line + count)
    }
    expect(lines.join('')).toBe('')
  })
})

test('what defines links is found wherever it stands, but not in code', () => {
  const { definitions } = splitMarkdown('[a]: /a\n\ntext\n\n```\n[b]: /b\n```\n\n> x\n\n  [c]: <c d> "t"')
  expect(definitions).toBe('[a]: /a\n  [c]: <c d> "t"')
})

describe('what would take too long to parse is left as it stands:', () => {
  test.each([
    ['a very long line', 'x'.repeat(1_000_000)],
    ['quotes without end', '>'.repeat(100_000)],
    ['lists without end', '- '.repeat(100_000)],
    ['numbers without end', '1. '.repeat(30)],
  ])('%s', (_, text) => {
    const { pieces } = splitMarkdown(`before\n\n${text}\n\nafter`)
    const plain = pieces.slice(1, -1)
    expect(plain.every(({ kind, line }) => kind === 'plain' && line === 2)).toBe(true)
    expect(plain.map((piece) => piece.text).join('')).toBe(text)
    expect(plain.reduce((sum, { lines }) => sum + lines, 0)).toBe(1)
    expect(pieces.at(-1)).toMatchObject({ kind: 'markdown', line: 4 })
  })

  test('a long paragraph is cut at its lines', () => {
    const { pieces } = splitMarkdown(`${'some words\n'.repeat(10_000)}end`)
    expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThanOrEqual(12_000)
    expect(pieces.map(({ text }) => text).join('\n')).toBe(`${'some words\n'.repeat(10_000)}end`)
  })

  test('a long table and long code stay whole', () => {
    const table = `| a |\n|---|\n${'| b |\n'.repeat(10_000)}`
    expect(splitMarkdown(table).pieces).toHaveLength(1)
    expect(splitMarkdown(`\`\`\`\n${'code\n'.repeat(100_000)}\`\`\``).pieces).toHaveLength(1)
  })
})
