import { expect, test } from 'vitest'
import { fileName } from './download.ts'

test.each([
  ['Minutes', 'Minutes'],
  ['a/b: c?', 'a b c'],
  ['...hidden', 'hidden'],
  ['ends. . ', 'ends'],
  ['протокол\n5', 'протокол 5'],
  ['///', 'Encke'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('%j is the file %j', (name, file) => {
  expect(fileName(name)).toBe(file)
})
