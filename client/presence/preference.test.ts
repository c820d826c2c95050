import { expect, test } from 'vitest'
import { Preference } from './preference.ts'

const sizes = ['small', 'large'] as const

function storage(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries))
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  }
}

test('the first value holds until another is chosen, and the choice is kept', () => {
  const kept = storage()
  const size = new Preference({ key: 'size', values: sizes, storage: kept })
  expect(size.value).toBe('small')
  size.choose('large')
  expect(new Preference({ key: 'size', values: sizes, storage: kept }).value).toBe('large')
})

test('nonsense in the storage is no choice', () => {
  expect(new Preference({ key: 'size', values: sizes, storage: storage({ size: 'huge' }) }).value).toBe('small')
})

test('without a storage that works the choice lives as long as the page', () => {
  const forbidden = (): never => {
    throw new Error('forbidden')
  }
  const size = new Preference({ key: 'size', values: sizes, storage: { getItem: forbidden, setItem: forbidden } })
  size.choose('large')
  expect(size.value).toBe('large')
})
