import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { applyChanges, diffText } from './text-diff.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

test('equal texts need no change', () => {
  expect(diffText('same\n', 'same\n')).toEqual([])
  expect(diffText('', '')).toEqual([])
})

test('a letter in the middle is one letter', () => {
  expect(diffText('one two three', 'one tw0 three')).toEqual([{ index: 6, remove: 1, insert: '0' }])
  expect(diffText('ab', 'aXb')).toEqual([{ index: 1, remove: 0, insert: 'X' }])
  expect(diffText('aab', 'ab')).toHaveLength(1)
})

test('lines between two changes are not touched', () => {
  const before = 'title\n\nfirst\nsecond\nthird\n'
  const after = 'Title\n\nfirst\nsecond\nthird!\n'
  expect(diffText(before, after)).toEqual([
    { index: 25, remove: 0, insert: '!' },
    { index: 0, remove: 1, insert: 'T' },
  ])
})

test('a surrogate pair is changed as a whole', () => {
  const changes = diffText('a👋b', 'a👍b')
  expect(changes).toEqual([{ index: 1, remove: 2, insert: '👍' }])
  expect(diffText('👋', '👋👋')[0]?.insert).toBe('👋')
})

test('a text rewritten from top to bottom is one change, and takes no quadratic time', () => {
  const lines = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word} ${index}\n`).join('')
  const changes = diffText(lines('before'), lines('after'))
  expect(changes).toHaveLength(1)
  expect(applyChanges(lines('before'), changes)).toBe(lines('after'))
})

test(`the changes always lead to the other text (seed ${seed})`, () => {
  const random = prng.create(seed)
  const line = () => prng.oneOf(random, ['a\n', 'b\n', '\n', 'a👋c\n', 'long line of words\n', 'x', '👍', ''])
  for (let round = 0; round < 2_000; round++) {
    const text = () => Array.from({ length: prng.int32(random, 0, 12) }, line).join('')
    const [before, after] = [text(), text()]
    const changes = diffText(before, after)
    expect(applyChanges(before, changes)).toBe(after)
    for (const { index, remove, insert } of changes) {
      expect(insert.isWellFormed() && before.slice(index, index + remove).isWellFormed()).toBe(true)
    }
  }
})
