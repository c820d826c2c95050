import { expect, test } from 'vitest'
import { embedSnippet, frameworks } from './embed-snippet.ts'

const embedded = { server: 'https://notes.example', document: 'minutes', label: 'Minutes', theme: 'auto' } as const

test('two lines of HTML', () => {
  expect(embedSnippet('html', embedded)).toBe(
    `<script type="module" src="https://notes.example/encke.js"></script>
<encke-editor server="https://notes.example" document="minutes" label="Minutes"></encke-editor>`,
  )
  expect(embedSnippet('html', { ...embedded, label: '', theme: 'dark' })).toContain('document="minutes" theme="dark">')
})

test.each(frameworks)('%s gets the script and the tag', (framework) => {
  const snippet = embedSnippet(framework, embedded)
  expect(snippet).toContain('<script type="module" src="https://notes.example/encke.js"></script>')
  expect(snippet).toContain('<encke-editor server="https://notes.example" document="minutes" label="Minutes"')
})

test.each(frameworks)('a title cannot leave its attribute in %s', (framework) => {
  const snippet = embedSnippet(framework, { ...embedded, label: '"><script>alert(1)</script>{code} & more' })
  expect(snippet).toContain('label="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(snippet.match(/<script/g)).toHaveLength(1)
})

test('a brace begins no expression in Svelte', () => {
  expect(embedSnippet('svelte', { ...embedded, label: '{code}' })).toContain('label="&#123;code&#125;"')
})
