import { expect, test } from 'vitest'
import { OpenedDocuments } from './opened-documents.ts'

function storage(text: string | null = null) {
  const kept = { text }
  return {
    getItem: () => kept.text,
    setItem(_: string, value: string) {
      kept.text = value
    },
  }
}

test('the last opened comes first, once, and the oldest of many are forgotten', () => {
  const opened = new OpenedDocuments({ storage: storage() })
  for (let n = 0; n < 120; n += 1) opened.note(`doc-${n}`, n)
  opened.note('doc-50', 500)
  expect([...opened.all].slice(0, 2)).toEqual([
    ['doc-50', 500],
    ['doc-119', 119],
  ])
  expect(opened.all.size).toBe(100)
  const undo = opened.clear()
  expect(opened.all.size).toBe(0)
  opened.note('doc-7', 600)
  undo()
  expect([...opened.all].slice(0, 3)).toEqual([
    ['doc-7', 600],
    ['doc-50', 500],
    ['doc-119', 119],
  ])
  expect(opened.all.size).toBe(100)
})

test.each(['nonsense', '{}', '[1, ["a"], ["b", "c"], null]'])('%s is nothing', (text) => {
  expect(new OpenedDocuments({ storage: storage(text) }).all.size).toBe(0)
})

test('a storage that throws is none', () => {
  const refuse = () => {
    throw new Error('forbidden')
  }
  const opened = new OpenedDocuments({ storage: { getItem: refuse, setItem: refuse } })
  opened.note('a', 1)
  expect(opened.all.size).toBe(0)
})
