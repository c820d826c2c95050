import { expect, test } from 'vitest'
import { keyCaps } from './key-caps.ts'

test.each([
  ['Mod-b', ['Ctrl', 'B'], ['⌘', 'B']],
  ['Mod-Shift-k', ['Ctrl', 'Shift', 'K'], ['⌘', '⇧', 'K']],
  ['Alt-ArrowUp', ['Alt', '↑'], ['⌥', '↑']],
  ['Mod--', ['Ctrl', '-'], ['⌘', '-']],
  ['?', ['?'], ['?']],
  ['Escape', ['Esc'], ['esc']],
  ['F2', ['F2'], ['F2']],
])('%s', (key, caps, appleCaps) => {
  expect(keyCaps(key, { isApple: false })).toEqual(caps)
  expect(keyCaps(key, { isApple: true })).toEqual(appleCaps)
})
