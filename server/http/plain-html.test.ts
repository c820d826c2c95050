import { expect, test } from 'vitest'
import { plainHtml } from './plain-html.ts'

test('headings are headings, and what stands together is a paragraph', () => {
  expect(plainHtml('# One\ntwo\nthree\n\nfour\n### Five ##\n#six')).toBe(
    [
      '<h1 dir="auto">One</h1>',
      '<p dir="auto">two\nthree</p>',
      '<p dir="auto">four</p>',
      '<h3 dir="auto">Five</h3>',
      '<p dir="auto">#six</p>',
    ].join('\n'),
  )
})

test('code stays as it is, also without an end', () => {
  expect(plainHtml('```js\n# no\n\n<b>\n```\nafter')).toBe(
    '<pre dir="ltr" tabindex="0">\n# no\n\n&lt;b&gt;</pre>\n<p dir="auto">after</p>',
  )
  expect(plainHtml('~~~\n```\nx')).toBe('<pre dir="ltr" tabindex="0">\n```\nx</pre>')
})

test.each([
  '<script>alert(1)</script>',
  '# <img src=x onerror=alert(1)>',
  '```"><svg onload=alert(1)>\n</pre><script>\n```',
  '[a](javascript:alert(1)) ![b](x" onerror="alert(1))',
  "' onclick='x",
])('nothing in %j is a tag or an attribute', (text) => {
  const bare = plainHtml(text).replace(/<\/?(?:h1|p|pre)(?: dir="(?:auto|ltr)")?(?: tabindex="0")?>/g, '')
  expect(bare).not.toMatch(/[<>"']/)
})

test('a hostile text takes no time', () => {
  const from = performance.now()
  plainHtml(`# ${' #'.repeat(50_000)}x\n${'#'.repeat(50_000)}\n${' '.repeat(50_000)}\n# ${' \t'.repeat(50_000)}`)
  expect(performance.now() - from).toBeLessThan(1_000)
})
