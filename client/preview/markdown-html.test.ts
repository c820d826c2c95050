import { describe, expect, test } from 'vitest'
import { costs } from '../../protocol/cost.ts'
import { MarkdownHtml, type MarkdownHtmlOptions } from './markdown-html.ts'
import { splitMarkdown } from './markdown-pieces.ts'

function render(text: string, options?: MarkdownHtmlOptions): string {
  const { pieces, definitions } = splitMarkdown(text)
  const html = new MarkdownHtml(definitions, options)
  return pieces.map((piece) => html.render(piece)).join('')
}

/** The lines that blocks carry, by what they are. */
const linesOf = (text: string) =>
  [...render(text).matchAll(/<(\w+)[^>]* data-line="(\d+)"/g)].map(([, tag, line]) => `${tag} ${line}`)

describe('blocks carry their source line:', () => {
  test('within lists and quotes too', () => {
    expect(linesOf('- a\n- b\n\n  c\n\n  ```\n  d\n  ```\n- e\n  1. f\n  2. g')).toEqual(
      'ul 0,li 0,p 0,li 1,p 1,p 3,pre 5,li 8,p 8,ol 9,li 9,li 10'.split(','),
    )
    expect(linesOf('> a\n> b\n>\n> - c\n>\n>   d')).toEqual('blockquote 0,p 0,ul 3,li 3,p 3,p 5'.split(','))
  })

  test('each row of a table', () => {
    expect(linesOf('| a |\n|---|\n| b |\n| c |')).toEqual(['div 0', 'tr 0', 'tr 2', 'tr 3'])
  })
})

test('a link finds its definition in another piece', () => {
  expect(render('[a] and [b][A]\n\ntext\n\n[a]: https://example.org "title"')).toContain(
    '<a href="https://example.org" title="title">a</a> and <a href="https://example.org" title="title">b</a>',
  )
})

test('tags are shown as text, but for a few that hold nothing; comments are not shown', () => {
  const html = render(
    'a<br>b <kbd>C</kbd> <kbd class=x> <script>d</script> <!-- e -->\n\n<div onclick="f">\n\n<!--\ng\n-->',
  )
  expect(html).toContain('a<br>b <kbd>C</kbd>')
  expect(html.match(/<[^/][^>]*>/g)!.map((tag) => tag.split(/[ >]/)[0])).toEqual(['<p', '<br', '<kbd'])
  expect(html).not.toMatch(/e -->|g/)
  expect(html).toContain('&#60;div onclick=&#34;f&#34;&#62;')
})

test('names of characters mean those characters, and no markup', () => {
  expect(render('&copy; &lt;i&gt; `&copy;`')).toContain('&copy; &lt;i&gt; <code>&#38;copy;</code>')
  expect(render('&#60;b&#62;')).toContain('&#60;b&#62;')
  expect(render('a & b &nonsense')).toContain('a &#38; b &#38;nonsense')
})

test('a link to a heading of the same text meets its id, in any script', () => {
  const html = render('## Кто что приносит?\n\n[to](#кто-что-приносит) [too](#%D0%BA%D1%82%D0%BE-что-приносит)')
  expect(html).toContain('id="user-content-кто-что-приносит"')
  expect(html.match(/href="#user-content-кто-что-приносит"/g)).toHaveLength(2)
})

test('files that the server keeps are found from every page', () => {
  const text = '![a](/api/files/1/2/a.png) [b](/elsewhere)'
  expect(render(text)).toContain('src="/api/files/1/2/a.png"')
  expect(render(text, { server: 'https://host.example/' })).toContain(
    'src="https://host.example/api/files/1/2/a.png" alt="a"> <a href="/elsewhere"',
  )
})

test('a name cannot end the attribute that it stands in', () => {
  const html = render('[a](<x" onclick="alert(1)> "y\\" onload=\\"z") ![b" onerror="c](d)\n\n``` a"b\n```')
  expect(html).not.toMatch(/"[^"<>]*" on\w+="/)
})

/** Each would take a careless parser very long: it is measured beside a text as people write it. */
describe('takes its time by the length of the text alone:', () => {
  const samples = {
    quotes: '>',
    'quotes and spaces': '> ',
    lists: '- ',
    numbers: '1. ',
    brackets: '[',
    links: '[a](',
    images: '![',
    stars: '**a ',
    'stars and lines': '*a _b ',
    underscores: '__a',
    backticks: '`a``',
    tags: '<a ',
    comments: '<!--',
    escapes: '\\',
    pipes: '|a\n|-\n',
    titles: '[a](b "',
    'nested lists': '- a\n  ',
    'lazy quotes': '> a\nb\n',
    definitions: '[a]: b\n',
    addresses: 'http://a.',
  }
  // The longest that is parsed as one piece, and what is too long for that.
  const both = (text: string) => [11_900, 100_000].map((length) => render(text.repeat(length / text.length)))
  let usual: number | null = null
  test.each(Object.entries(samples))('%s', (_, sample) => {
    const [cost = 0] = costs([() => both(sample)], { turns: 2 })
    usual ??= costs([() => both('word *and* `this` [a](b).\n\n')])[0]!
    expect(cost / usual).toBeLessThan(20)
  })
})
