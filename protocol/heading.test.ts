import { expect, test } from 'vitest'
import { growthPower } from './cost.ts'
import { headingOf } from './heading.ts'

test.each([
  ['# Minutes', 'Minutes'],
  ['intro\n\n## Second *level* ##\n# First', 'Second level'],
  ['Minutes\n=======\n', 'Minutes'],
  ['no heading\n---\n', ''],
  ['#no-space\n####### seven', ''],
  ['#\n# \n# Words', 'Words'],
  ['```sh\n# a comment\n```\n# After the code', 'After the code'],
  ['~~~\n# never closed', ''],
  ['# [The **plan**](https://example.org) for `2027`', 'The plan for 2027'],
  ['# snake_case and 2 * 3 * 4', 'snake_case and 2 * 3 * 4'],
  ['# _Whole_ line', 'Whole line'],
  ['# Протокол собрания', 'Протокол собрания'],
  ['# tab\there\u0000and nothing', 'tab here and nothing'],
  ['', ''],
])('of %j it is %j', (text, heading) => {
  expect(headingOf(text)).toBe(heading)
})

test('a long one is cut between characters', () => {
  expect(headingOf(`# ${'x'.repeat(500)}`)).toBe('x'.repeat(200))
  expect(headingOf(`# ${'x'.repeat(199)}😀`)).toBe('x'.repeat(199))
})

test('it is looked for near the beginning', () => {
  expect(headingOf(`${'x\n'.repeat(20_000)}# Late`)).toBe('')
})

test.each(['*', '_a', '[', '![](', '`', '** ', '\\'])(
  'many %j take time by their number, not by its square',
  (mark) => {
    const power = growthPower((size) => headingOf(`# ${mark.repeat(size / mark.length)}`), { from: 2_000, to: 16_000 })
    expect(power).toBeLessThan(1.5)
  },
)
