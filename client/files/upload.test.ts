import { expect, test } from 'vitest'
import { markdownOf } from './upload.ts'

test.each([
  [{ url: '/api/files/1/2/a.png', name: 'a.png', image: true }, '![a.png](/api/files/1/2/a.png)'],
  [{ url: 'https://example.org/a', name: 'a' }, '[a](https://example.org/a)'],
  [{ url: '/a_(1).png', name: 'a [1]\\\n.png', image: true }, '![a \\[1\\]\\\\ .png](/a_%281%29.png)'],
  [{ url: 'https://example.org/a b>' }, '[](https://example.org/a%20b%3e)'],
])('%j is written as %s', (file, expected) => {
  expect(markdownOf(file)).toBe(expected)
})
