import { expect, test } from 'vitest'
import { exportText, fileNameOf, titleOf } from './export-text.ts'

const exported = { text: '# One <two>\n\n& three', mode: 'plain', language: 'en', server: null }

test('a text is exported as it is, and as a page that shows it as it is', async () => {
  const markdown = await exportText('md', exported)
  expect(markdown.type).toBe('text/markdown;charset=utf-8')
  expect(await markdown.text()).toBe(exported.text)
  const page = await (await exportText('html', exported)).text()
  expect(page).toContain('<title>One &#60;two&#62;</title>')
  expect(page).toContain('# One &#60;two&#62;\n\n&#38; three</pre>')
})

test('a text is called by its first heading, or its first words', () => {
  expect(titleOf('words\n\n## The *plan* ##\n')).toBe('The plan')
  expect(titleOf('\n\n- words')).toBe('- words')
  expect(titleOf(' \n')).toBe('')
  expect(fileNameOf('# A/B: c?', { format: 'md', untitled: 'Untitled' })).toBe('A B c.md')
  expect(fileNameOf('', { format: 'txt', untitled: 'Без названия' })).toBe('Без названия.txt')
  expect(fileNameOf('# ../../etc', { format: 'md', untitled: 'Untitled' })).toBe('Untitled.md')
})
