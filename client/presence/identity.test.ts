import { expect, test } from 'vitest'
import { tokens } from '../elements/tokens.styles.ts'
import { type IdentityStorage, IdentityStore } from './identity.ts'
import { leastUsedColor, palette, paletteIndex } from './palette.ts'

function memory(): IdentityStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return { texts, getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text) }
}

const forbidden: IdentityStorage = {
  getItem() {
    throw new Error('forbidden')
  },
  setItem() {
    throw new Error('forbidden')
  },
}

function store(storage: IdentityStorage | null, language = 'en'): IdentityStore {
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  return new IdentityStore({ storage, language, random })
}

test('a reload keeps who we are', () => {
  const storage = memory()
  const first = store(storage).identity
  expect(first).toMatchObject({ name: expect.stringMatching(/^\w+ \w+$/), colorChosen: false })
  expect(first.id).toHaveLength(20)
  expect(store(storage, 'ru').identity).toEqual(first)
})

test('a guest gets a name in the language of the page', () => {
  expect(store(null, 'ru-RU').identity.name).toMatch(/^[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+$/)
})

test('a chosen name and colour are kept, an empty name is not taken', () => {
  const storage = memory()
  store(storage).update({ name: '  Ann ', color: palette[3] })
  store(storage).update({ name: ' ' })
  store(storage).rememberColor(palette[5])
  expect(store(storage).identity).toMatchObject({ name: 'Ann', color: palette[3], colorChosen: true })
})

test('a colour that was given is remembered, and given up when a better one comes', () => {
  const storage = memory()
  store(storage).rememberColor(palette[5])
  expect(store(storage).identity.color).toBe(palette[5])
})

test('storage that is forbidden or holds nonsense is no reason to fail', () => {
  const silent = store(forbidden)
  expect(silent.update({ name: 'Ann' }).name).toBe('Ann')
  expect(silent.identity.name).toBe('Ann')
  const storage = memory()
  for (const text of ['{', 'null', '[]', '{"id":1}']) {
    storage.texts.set('encke:identity', text)
    expect(store(storage).identity.name).not.toBe('')
  }
})

test('the least used colour comes first, and the own one among equals', () => {
  const random = () => 0
  expect(leastUsedColor({ used: [], preferred: palette[7], random })).toBe(palette[7])
  expect(leastUsedColor({ used: [palette[0], palette[7]], preferred: palette[7], random })).toBe(palette[1])
  const all = [...palette]
  expect(leastUsedColor({ used: all, preferred: palette[7], random })).toBe(palette[7])
  expect(leastUsedColor({ used: [...all, palette[0]], random })).toBe(palette[1])
})

test('a colour of others is drawn as the nearest of ours', () => {
  expect(paletteIndex('#D22E33')).toBe(0)
  expect(paletteIndex('#0070c0')).toBe(7)
  expect(paletteIndex('red; background: url(x)')).toBe(0)
})

test('the palette that travels is the one that the elements draw', () => {
  for (const [index, color] of palette.entries()) {
    expect(tokens.cssText).toContain(`--_person-${index + 1}: var(--encke-person-${index + 1}, ${color});`)
  }
})
