import { expect, test } from 'vitest'
import { choosePageLanguage } from './page-language.ts'

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value)
    },
  }
}

const forbidden: Pick<Storage, 'getItem' | 'setItem'> = {
  getItem: () => {
    throw new Error('forbidden')
  },
  setItem: () => {
    throw new Error('forbidden')
  },
}

test('is the first of the browser’s languages that we have', () => {
  const storage = memory()
  expect(choosePageLanguage({ search: '', languages: ['de-AT', 'ru-RU', 'en'], storage })).toBe('ru')
  expect(choosePageLanguage({ search: '', languages: ['de', 'fr'], storage })).toBe('en')
})

test('asked for by the address, it stays for the pages that follow', () => {
  const storage = memory()
  expect(choosePageLanguage({ search: '?lang=ru', languages: ['en'], storage })).toBe('ru')
  expect(choosePageLanguage({ search: '', languages: ['en'], storage })).toBe('ru')
  expect(choosePageLanguage({ search: '?lang=xx', languages: ['en'], storage })).toBe('ru')
})

test('needs no storage', () => {
  for (const storage of [null, forbidden]) {
    expect(choosePageLanguage({ search: '?lang=ru', languages: ['en'], storage })).toBe('ru')
    expect(choosePageLanguage({ search: '', languages: ['ru'], storage })).toBe('ru')
  }
})
