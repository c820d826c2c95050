import { Text } from '@codemirror/state'
import { expect, test } from 'vitest'
import { TextCounter } from './text-counts.ts'

const counter = new TextCounter('en')
const count = (text: string) => counter.count(Text.of(text.split('\n')), () => true)

test('words and characters are what people take them for', () => {
  expect(count('')).toEqual({ words: 0, characters: 0 })
  expect(count('# One, two-three!\n\nfour')).toEqual({ words: 4, characters: 21 })
  expect(count('семья 👨‍👩‍👧 é')).toEqual({ words: 2, characters: 9 })
  expect(count('私は学生です')?.words).toBeGreaterThan(2)
  expect(counter.countString('one\ntwo')).toEqual({ words: 2, characters: 6 })
})

test('what was counted once is not counted again', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index}`)
  const text = Text.of(lines)
  let looks = 0
  const look = () => {
    looks++
    return true
  }
  expect(counter.count(text, look)?.words).toBe(20_000)
  const all = looks
  looks = 0
  const edited = text.replace(500, 500, Text.of(['more words here']))
  expect(counter.count(edited, look)?.words).toBeGreaterThan(20_000)
  expect(all).toBeGreaterThan(100)
  expect(looks).toBeLessThan(4)
})

test('counting may be stopped and gone on with', () => {
  const text = Text.of(Array.from({ length: 5_000 }, () => 'some words'))
  const own = new TextCounter('en')
  let rounds = 0
  let counts = null
  while (counts === null && rounds++ < 1_000) {
    let left = 10
    counts = own.count(text, () => left-- > 0)
  }
  expect(counts?.words).toBe(10_000)
  expect(rounds).toBeGreaterThan(5)
})
