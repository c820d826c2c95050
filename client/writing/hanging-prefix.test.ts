import { expect, test } from 'vitest'
import { hangingPrefix } from './hanging-prefix.ts'

test('rows hang behind the mark of an item, a task, a quotation, and all of them together', () => {
  expect(hangingPrefix('- milk')).toBe('- ')
  expect(hangingPrefix('  12. milk')).toBe('  12. ')
  expect(hangingPrefix('- [x] milk')).toBe('- [x] ')
  expect(hangingPrefix('> said')).toBe('> ')
  expect(hangingPrefix('> > - [ ] said')).toBe('> > - [ ] ')
})

test('the further paragraph of an item hangs behind its indentation', () => {
  expect(hangingPrefix('  and more')).toBe('  ')
})

test('a paragraph, a heading and a rule do not hang', () => {
  for (const text of ['milk', '## milk', '---', '- - -', '-milk', '3.14 is pi', ''])
    expect(hangingPrefix(text)).toBe('')
  expect(hangingPrefix('> ## said')).toBe('> ')
})
