import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { phrases } from './phrases.ts'

const require = createRequire(import.meta.url)
const packages = ['view', 'commands', 'language', 'search']

/** The phrases in the packages that the editor is made of: `state.phrase("…")`, and search's own `phrase(view, "…")`. */
function phrasesOf(name: string): string[] {
  const source = readFileSync(require.resolve(`@codemirror/${name}`).replace('.cjs', '.js'), 'utf8')
  const calls = source.matchAll(/\bphrase\(([^)]*)/g)
  return [...calls].flatMap(([, parameters]) => [...parameters!.matchAll(/"([^"]+)"/g)].map(([, phrase]) => phrase!))
}

test.each(packages)('every phrase of @codemirror/%s is in Russian', (name) => {
  const state = EditorState.create({ extensions: phrases('ru-RU') })
  const found = phrasesOf(name)
  expect(found.length).toBeGreaterThan(0)
  for (const phrase of found) expect(state.phrase(phrase), phrase).toMatch(/[а-яё]/i)
})

test('other languages get English', () => {
  expect(EditorState.create({ extensions: phrases('de') }).phrase('Find')).toBe('Find')
})
