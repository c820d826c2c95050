import { expect, test } from 'vitest'
import { parseDocumentMode } from '../../protocol/document-mode.ts'
import { modeOfFile } from './file-mode.ts'
import { codeModes, endingOf, nameOfCode } from './mode-names.ts'

test('every language can be kept, and is found again by what is kept', () => {
  for (const { mode, name } of codeModes()) {
    expect(parseDocumentMode(mode)).toBe(mode)
    expect(nameOfCode(mode)).toBe(name)
  }
})

test.each([
  ['notes.py', 'python'],
  ['a.b.TS', 'typescript'],
  ['Notes of May.txt', 'plain'],
  ['README.md', ''],
  ['photo.png', null],
  ['README', null],
  ['.constructor', null],
])('%s holds %j', (name, mode) => {
  expect(modeOfFile(name)).toBe(mode)
  if (mode) expect(mode === 'plain' || nameOfCode(mode) !== null).toBe(true)
})

test.each([
  ['python', 'py'],
  ['typescript', 'ts'],
  ['c++', 'cc'],
  ['shell', 'sh'],
  ['html', 'html'],
  ['cobol', 'cob'],
  ['plain', 'txt'],
  ['markdown', 'md'],
  ['no language', 'txt'],
])('a file of %s is called .%s', (mode, ending) => {
  expect(endingOf(mode)).toBe(ending)
})
