import { expect, test } from 'vitest'
import { exportText, fileNameOf } from './export-text.ts'
import { titleOf } from './exported-text.ts'

const exported = {
  text: '# One <two>\n\n& three',
  mode: 'plain',
  language: 'en',
  server: null,
  untitled: 'Untitled',
  progress: () => {},
}

test('a text is exported as it is, and as a page that shows it as it is', async () => {
  const markdown = await exportText('md', exported)
  expect(markdown.type).toBe('text/markdown;charset=utf-8')
  expect(await markdown.text()).toBe(exported.text)
  const page = await (await exportText('html', exported)).text()
  expect(page).toContain('<title>One &#60;two&#62;</title>')
  expect(page).toContain('# One &#60;two&#62;\n\n&#38; three</pre>')
})

test('a file has the bytes of the text: UTF-8 without a mark, and line feeds', async () => {
  const text = 'й 👋\n\u0000\ttab\n\n'
  for (const format of ['md', 'txt'] as const) {
    const bytes = new Uint8Array(await (await exportText(format, { ...exported, text })).arrayBuffer())
    expect(Buffer.from(bytes)).toEqual(Buffer.from(text, 'utf8'))
  }
})

test('a page without words has a title all the same', async () => {
  const page = await (await exportText('html', { ...exported, text: '', language: 'ru' })).text()
  expect(page).toMatch(/^<!doctype html>\n<html lang="ru">.*<title>Untitled<\/title>/)
})

test('a text is called by its first heading, or its first words', () => {
  expect(titleOf('words\n\n## The *plan* ##\n')).toBe('The plan')
  expect(titleOf('\n\n- words')).toBe('- words')
  expect(titleOf(' \n')).toBe('')
  expect(fileNameOf('# A/B: c?', { format: 'md', untitled: 'Untitled' })).toBe('A B c.md')
  expect(fileNameOf('', { format: 'txt', untitled: 'Без названия' })).toBe('Без названия.txt')
  expect(fileNameOf('# ../../etc', { format: 'md', untitled: 'Untitled' })).toBe('Untitled.md')
})
