import { describe, expect, test } from 'vitest'
import { Footnotes } from './footnotes.ts'
import { MarkdownHtml } from './markdown-html.ts'
import { splitMarkdown } from './markdown-pieces.ts'

const notes = new Footnotes({ language: () => 'en' })
const arrange = (text: string) => notes.arrange(splitMarkdown(text).pieces)

function render(text: string): string {
  const pieces = arrange(text)
  const html = new MarkdownHtml(splitMarkdown(text).definitions, { notes })
  return pieces.map((piece) => html.render(piece)).join('')
}

/** The text that is left, and where its links lead: `[words|id→target]`. */
const plain = (text: string) =>
  render(text)
    .replace(/<li id="user-content-([^"]*)"[^>]*>/g, '($1) ')
    .replace(/<a (?:class="back" )?(?:id="user-content-([^"]*)" )?href="#?(?:user-content-)?([^"]*)"[^>]*>/g, '[$1→$2 ')
    .replace(/<\/a>/g, ']')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()

test('notes are numbered as they are referred to, stand at the end, and lead back', () => {
  expect(plain('One[^b], two[^a].\n\n[^a]: The *first*.\n[^b]: The second.\n\nMore[^b].')).toBe(
    'One[fnref:1→fn:1 1], two[fnref:2→fn:2 2]. More[fnref:1:2→fn:1 1]. ' +
      '(fn:1) The second. [→fnref:1 ↩] [→fnref:1:2 ↩2] (fn:2) The first. [→fnref:2 ↩]',
  )
})

test('a note has paragraphs, code and lists of its own, and refers to further notes', () => {
  const html = render('A[^1]\n\n[^1]: One[^deep].\n\n    Two\n\n    ```js\n    x\n    ```\n[^deep]: Down.')
  expect(html).toContain('<pre dir="ltr" tabindex="0" data-language="js"')
  expect(html.match(/<p /g)).toHaveLength(4)
  expect(html.indexOf('Down.')).toBeGreaterThan(html.indexOf('Two'))
  expect(html).toContain('href="#user-content-fn:2"')
})

test('blocks in a note carry the line that they have in the text', () => {
  const pieces = arrange('[^1]: One\n\n    Two\n\nText[^1]')
  const list = pieces.at(-1)!
  const html = new MarkdownHtml('', { notes }).render(list)
  const lines = [...html.matchAll(/data-line="(-?\d+)"/g)].map(([, line]) => list.line + Number(line))
  expect(lines).toEqual([0, 0, 2])
})

test('what nobody refers to, what is not there and what is in code stays as it is written', () => {
  expect(plain('A[^1] and[^none] `[^1]` \\[^1]\n\n[^1]: x\n\n[^2]: word')).toBe(
    'A[fnref:1→fn:1 1] and[^none] &#91;^1&#93; [^1] [^2]: word (fn:1) x [→fnref:1 ↩]'.replace('&#91;^1&#93;', '[^1]'),
  )
  expect(plain('```\nA[^1]\n```\n\n[^1]: x')).toBe('A[^1] [^1]: x')
})

test('a note that refers to itself, and two that refer to each other, come to an end', () => {
  expect(plain('A[^a]\n\n[^a]: self[^a] [^b]\n[^b]: other[^a]')).toContain('(fn:2) other[fnref:1:3→fn:1 1]')
})

test('a piece is another one when its numbers are, and only then', () => {
  const signs = (text: string) => arrange(text).map(({ sign }) => sign)
  const [before, after] = [
    'A[^a]\n\nB[^b]\n\nC\n\n[^a]: a\n[^b]: b',
    'New[^b] A[^a]\n\nB[^b]\n\nC\n\n[^a]: a\n[^b]: b',
  ].map(signs)
  expect(after![1]).not.toBe(before![1])
  expect(after![2]).toBe(before![2])
  expect(signs('A[^a]\n\n[^a]: a')).toEqual(signs('B[^a]\n\n[^a]: b'))
})

test('a label ends no attribute and names nothing of the page', () => {
  const html = render(
    'A[^"onclick=pwned()//] B[^__proto__] C[^constructor]\n\n[^"onclick=pwned()//]: x\n[^__proto__]: y\n[^constructor]: z',
  )
  expect(html).not.toContain('onclick')
  expect([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'user-content-fnref:1',
    'user-content-fnref:2',
    'user-content-fnref:3',
    'user-content-fn:1',
    'user-content-fn:2',
    'user-content-fn:3',
  ])
})

describe('takes its time by the length of the text:', () => {
  test.each(Object.entries({ references: '[^a] ', unclosed: '[^', backticks: '`[^a]``', definitions: '[^a]: [^a]\n' }))(
    '%s',
    (_, sample) => {
      const start = performance.now()
      render(`${sample.repeat(100_000 / sample.length)}\n\n[^a]: x`)
      expect(performance.now() - start).toBeLessThan(3_000)
    },
  )

  test('more notes than anybody reads are left as they are written', () => {
    const text = Array.from({ length: 3_000 }, (_, index) => `A[^${index}]\n\n[^${index}]: note`).join('\n\n')
    expect(arrange(text).filter(({ kind }) => kind === 'plain')).toHaveLength(1_000)
  })
})
