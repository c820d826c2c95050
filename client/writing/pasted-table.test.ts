import { expect, test } from 'vitest'
import { isTable, markdownTable, rowsOfTabs } from './pasted-table.ts'

test('what a spreadsheet writes becomes a table with even columns', () => {
  const rows = rowsOfTabs('Name\tAge\r\nAda|Ann\t36\r\n\t7\r\n')!
  expect(markdownTable(rows)).toBe(
    ['| Name     | Age |', '| -------- | --- |', '| Ada\\|Ann | 36  |', '|          | 7   |'].join('\n'),
  )
})

test.each([
  ['no tabs', 'a\nb'],
  ['one row', 'a\tb'],
  ['rows of different lengths', 'a\tb\nc'],
  ['code that is indented', '\tif (a)\n\treturn'],
  ['more than anybody reads', 'a\tb\n'.repeat(3_000)],
])('%s is no table', (_, text) => expect(rowsOfTabs(text)).toBeNull())

test('a table has rows and columns', () => {
  expect(isTable([['a'], ['b']])).toBe(false)
  expect(isTable([])).toBe(false)
  expect(isTable([['a', 'b'], ['c']])).toBe(true)
})
