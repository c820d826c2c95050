import { expect, test } from 'vitest'
import { growthPower } from '../../protocol/cost.ts'
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

test.each([
  ['# One #', 'One'],
  ['# One # two', 'One # two'],
  ['# C#', 'C#'],
  ['#  One \t##  ', 'One'],
  ['# ##', ''],
])('the heading %j is %j', (line, title) => {
  expect(plainHtml(line)).toBe(`<h1 dir="auto">${title}</h1>`)
})

test.each([
  [' #', 'x'],
  ['#', ''],
  [' ', 'x'],
  [' \t', 'x'],
  ['# ', ' x'],
])('many %j take time by their number, not by its square', (sign, end) => {
  const convert = (times: number) => plainHtml(`# a${sign.repeat(times)}${end}\n${sign.repeat(times)}${end}`)
  expect(growthPower(convert, { from: 6_000, to: 96_000 })).toBeLessThan(1.6)
})
