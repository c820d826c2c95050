import { expect, test } from 'vitest'
import { KnownTokens } from './known-tokens.ts'

function fakeStorage() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

const token = (letter: string) => letter.repeat(24)

test('a token is known again in the next visit, until its link is ended', () => {
  const storage = fakeStorage()
  new KnownTokens({ storage }).remember('one', token('a'))
  const later = new KnownTokens({ storage })
  expect(later.get('one')).toBe(token('a'))
  expect(later.get('two')).toBeNull()
  later.forget('one')
  expect(new KnownTokens({ storage }).get('one')).toBeNull()
})

test('two tabs do not forget what the other has made', () => {
  const storage = fakeStorage()
  const [one, two] = [new KnownTokens({ storage }), new KnownTokens({ storage })]
  one.remember('one', token('a'))
  two.remember('two', token('b'))
  const later = new KnownTokens({ storage })
  expect([later.get('one'), later.get('two')]).toEqual([token('a'), token('b')])
})

test('at most 200 are kept, the newest', () => {
  const storage = fakeStorage()
  const tokens = new KnownTokens({ storage })
  for (let index = 0; index < 205; index += 1) tokens.remember(`link-${index}`, token('c'))
  const later = new KnownTokens({ storage })
  expect([later.get('link-4'), later.get('link-5'), later.get('link-204')]).toEqual([null, token('c'), token('c')])
})

test('what others have put there is no token, and a storage that is forbidden no trouble', () => {
  const storage = fakeStorage()
  storage.kept.set('encke:links', '{"one": "javascript:alert(1)", "two": 7}')
  expect(new KnownTokens({ storage }).get('one')).toBeNull()
  storage.kept.set('encke:links', 'no JSON')
  expect(new KnownTokens({ storage }).get('one')).toBeNull()
  const forbidden = () => {
    throw new Error('forbidden')
  }
  const tokens = new KnownTokens({ storage: { getItem: forbidden, setItem: forbidden } })
  tokens.remember('one', token('a'))
  expect(tokens.get('one')).toBe(token('a'))
})
