import { expect, test } from 'vitest'
import { documentKeys } from './key-groups.ts'

const comment = (isAvailable: boolean) => ({
  id: 'line.comment',
  label: 'Comment the lines',
  key: 'Mod-/',
  isAvailable: () => isAvailable,
  run: () => {},
})
const linesOf = (all: ReturnType<typeof comment>[]) =>
  documentKeys({ all }, 'en').flatMap(({ lines }) => lines.filter(({ keys }) => keys.some((key) => /[?/]/.test(key))))

test('a key of the page is that of a command while the command can be done, and is listed once', () => {
  expect(linesOf([comment(false)])).toEqual([{ label: 'This help', keys: ['?', 'Mod-/'] }])
  expect(linesOf([comment(true)])).toEqual([
    { label: 'This help', keys: ['?'] },
    { label: 'Comment the lines', keys: ['Mod-/'] },
  ])
})
