import { expect, test } from 'vitest'
import { ariaKeys, keyWords } from './key-words.ts'

test('keys are called as they are on the keyboard', () => {
  expect(keyWords('Mod-Shift-p', { isApple: false })).toBe('Ctrl+Shift+P')
  expect(keyWords('Mod-Shift-p', { isApple: true })).toBe('⇧⌘P')
  expect(keyWords('Mod-Alt-1', { isApple: true })).toBe('⌥⌘1')
  expect(keyWords('F1', { isApple: true })).toBe('F1')
  expect(keyWords('Mod--', { isApple: false })).toBe('Ctrl+-')
  expect(ariaKeys('Mod-Shift-p', { isApple: false })).toBe('Control+Shift+p')
})
