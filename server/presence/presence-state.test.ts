import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { parsePresenceState } from './presence-state.ts'

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const parse = (value: unknown) => parsePresenceState(bytesOf(value))
const relayed = (value: unknown) => JSON.parse(parse(value)!.json)

test('null says that the client is gone', () => {
  expect(parse(null)).toBeNull()
})

test('a state without a user or an activity is an active somebody', () => {
  expect(parse({})).toEqual({ json: '{}', user: { id: null, name: null, color: null }, activity: 'active' })
})

test('what the server does not read is relayed as it is', () => {
  const state = { cursor: { anchor: { type: null, tname: 'content' }, head: [1, 2.5, null] }, deep: { a: true } }
  expect(relayed(state)).toEqual(state)
})

test.each(['typing', 'active', 'idle', 'away'])('activity %s is read', (activity) => {
  expect(parse({ activity })!.activity).toBe(activity)
})

test.each([['asleep'], [7], [null], [{}]])('an activity that is not known, %j, counts as active', (activity) => {
  expect(parse({ activity })!.activity).toBe('active')
})

describe('the user that is relayed is safe to show', () => {
  test('a good one passes unchanged', () => {
    const user = { id: 'u1', name: 'Ada', color: '#12ab9f', colorLight: '#12ab9f33' }
    expect(relayed({ user })).toEqual({ user })
    expect(parse({ user })!.user).toEqual({ id: 'u1', name: 'Ada', color: '#12ab9f' })
  })

  test('a name is cut to 64 characters, never inside one', () => {
    expect(relayed({ user: { name: '👩'.repeat(80) } })).toEqual({ user: { name: '👩'.repeat(64) } })
  })

  test('a name loses control characters and those that turn the direction of the text', () => {
    expect(relayed({ user: { name: ' \u202eAda\u0000\n ' } })).toEqual({ user: { name: 'Ada' } })
  })

  test('a name of nothing is no name', () => {
    expect(relayed({ user: { name: ' \u200f ' } })).toEqual({ user: {} })
  })

  test.each(['red', '#fff', 'url(https://example.org)', '#12ab9f;position:fixed', 7, null])(
    'the colour %j is left out',
    (color) => {
      expect(relayed({ user: { name: 'Ada', color, colorLight: color } })).toEqual({ user: { name: 'Ada' } })
      expect(parse({ user: { color } })!.user.color).toBeNull()
    },
  )

  test('a number as id or name is read as text', () => {
    expect(parse({ user: { id: 7, name: 42 } })!.user).toEqual({ id: '7', name: '42', color: null })
  })

  test.each([['Ada'], [null], [[1]]])('a user that is not an object, %j, is relayed and nobody known', (user) => {
    expect(relayed({ user })).toEqual({ user })
    expect(parse({ user })!.user.name).toBeNull()
  })
})

describe('what is refused', () => {
  test('[A1] PRESENCE_TOO_LARGE: more than 4 KiB of JSON', () => {
    const padding = 'x'.repeat(limits.maxPresenceBytes - '{"p":""}'.length)
    expect(parse({ p: padding })).not.toBeNull()
    expect(() => parse({ p: `${padding}x` })).toThrow(expect.objectContaining({ code: 'PRESENCE_TOO_LARGE' }))
  })

  test.each([['{'], [''], ['undefined'], ['"text"'], ['7'], ['[]'], ['true']])('PRESENCE_MALFORMED: %s', (json) => {
    expect(() => parsePresenceState(new TextEncoder().encode(json))).toThrow(
      expect.objectContaining({ code: 'PRESENCE_MALFORMED' }),
    )
  })

  test('PRESENCE_MALFORMED: bytes that are not UTF-8', () => {
    expect(() => parsePresenceState(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'PRESENCE_MALFORMED' }),
    )
  })
})
