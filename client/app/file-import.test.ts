import { expect, test } from 'vitest'
import { readTextFile } from './file-import.ts'

const file = (name: string, content: BlobPart, type = '') => new File([content], name, { type })

test.each([
  ['Notes of May.txt', 'one', { title: 'Notes of May', content: 'one', mode: 'plain' }],
  ['notes.py', 'x = 1', { title: 'notes.py', content: 'x = 1', mode: 'python' }],
  ['.bash', 'ls', { title: '.bash', content: 'ls', mode: 'shell' }],
  ['plan.md', 'text\n\n# The plan', { title: '', content: 'text\n\n# The plan' }],
  ['plan.md', 'no heading', { title: 'plan', content: 'no heading' }],
  ['page.HTML', '<h1>Page</h1>', { title: 'page', content: '<h1>Page</h1>', mode: 'html' }],
  ['протокол.markdown', '', { title: 'протокол', content: '' }],
])('%s becomes a document', async (name, content, document) => {
  expect(await readTextFile(file(name, content))).toEqual({ document })
})

test('a text without an ending is one if its type says so', async () => {
  expect(await readTextFile(file('README', 'x', 'text/plain'))).toEqual({ document: { title: 'README', content: 'x' } })
})

test('marks of the byte order are read and left out', async () => {
  const utf16 = Uint8Array.of(0xff, 0xfe, 0x4f, 0x04)
  expect(await readTextFile(file('a.txt', utf16))).toEqual({ document: { title: 'a', content: 'я', mode: 'plain' } })
  const utf8 = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)
  expect(await readTextFile(file('a.txt', utf8))).toEqual({ document: { title: 'a', content: 'A', mode: 'plain' } })
})

test.each([
  ['photo.png', 'x', 'image/png', 'kind'],
  ['program', 'x', '', 'kind'],
  ['renamed.txt', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), '', 'binary'],
  ['nul.md', 'a\0b', '', 'binary'],
  ['large.txt', new Uint8Array(8 * 1024 * 1024 + 1), '', 'large'],
])('%s does not: %j', async (name, content, type, problem) => {
  expect(await readTextFile(file(name, content, type))).toEqual({ problem })
})
