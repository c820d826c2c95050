import { describe, expect, test } from 'vitest'
import type { Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { encodeAwarenessEntry } from './awareness-codec.ts'
import { PresenceDirectory, type PresenceSubscriber } from './presence-directory.ts'
import type { PresenceTable } from './presence-table.ts'

function somebody(role: Role = 'editor'): Member {
  return { id: 'member', role, extended: true, isBehind: false, send() {}, sendSaved() {}, close() {} }
}

function directory(options: { maxSubscribers?: number } = {}) {
  const clock = new ManualClock()
  const directory = new PresenceDirectory({ clock, ...options })
  return {
    clock,
    directory,
    /** Somebody is in the room and says this state; the result says the next one. */
    enters(table: PresenceTable, clientId: number, state: object, role?: Role) {
      const member = somebody(role)
      table.join(member)
      const says = (next: object) => {
        const entry = encodeAwarenessEntry(clientId, 1, JSON.stringify(next))
        table.receive(member, Uint8Array.of(1, ...entry))
        clock.advance(0)
      }
      says(state)
      return {
        says,
        leaves() {
          table.leave(member)
          clock.advance(0)
        },
      }
    },
  }
}

function subscriber() {
  const heard: string[] = []
  const listener: PresenceSubscriber = {
    changed: (id) => void heard.push(id),
    closed: () => void heard.push('(closed)'),
  }
  return { heard, listener }
}

describe('snapshots', () => {
  test('tell who is in each document that was asked for, and nobody for one that nobody is in', () => {
    const { directory: presence, enters, clock } = directory()
    enters(presence.table('minutes'), 1, { user: { id: 'u1', name: 'Ada', color: '#12AB9F' } }, 'viewer')
    enters(presence.table('other'), 2, {})
    const { version, documents } = presence.snapshot(['minutes', 'nowhere'])
    expect(version).toBeGreaterThanOrEqual(clock.now())
    expect(documents).toEqual({
      minutes: [{ id: 'u1', name: 'Ada', color: '#12ab9f', role: 'viewer', state: 'active', since: clock.now() }],
      nowhere: [],
    })
  })

  test('the version grows with each change in these documents, and with no other', () => {
    const { directory: presence, enters } = directory()
    const ada = enters(presence.table('a'), 1, { activity: 'active' })
    const first = presence.snapshot(['a']).version
    enters(presence.table('b'), 2, {})
    ada.says({ activity: 'active', cursor: 1 })
    expect(presence.snapshot(['a']).version).toBe(first)
    ada.says({ activity: 'typing' })
    expect(presence.snapshot(['a']).version).toBeGreaterThan(first)
    const second = presence.snapshot(['a', 'b']).version
    ada.leaves()
    expect(presence.snapshot(['a', 'b']).version).toBeGreaterThan(second)
    expect(presence.snapshot(['a']).documents).toEqual({ a: [] })
  })

  test('a restarted server gives out newer versions', () => {
    const { directory: presence, enters, clock } = directory()
    enters(presence.table('a'), 1, {})
    const { version } = presence.snapshot(['a'])
    const restarted = new PresenceDirectory({ clock: new ManualClock({ now: clock.now() + 10 }) })
    expect(restarted.snapshot(['a']).version).toBeGreaterThan(version)
  })

  test('a state begins when it begins, not when somebody asks', () => {
    const { directory: presence, enters, clock } = directory()
    const began = clock.now()
    const ada = enters(presence.table('a'), 1, { user: { name: 'Ada' } })
    clock.advance(5_000)
    ada.says({ user: { name: 'Ada B.' } })
    expect(presence.snapshot(['a']).documents['a']![0]).toMatchObject({ name: 'Ada B.', since: began })
    ada.says({ user: { name: 'Ada B.' }, activity: 'idle' })
    expect(presence.snapshot(['a']).documents['a']![0]).toMatchObject({ state: 'idle', since: began + 5_000 })
  })

  test('a document may have any valid name', () => {
    const { directory: presence, enters } = directory()
    enters(presence.table('__proto__'), 1, {})
    expect(JSON.stringify(presence.snapshot(['__proto__']).documents)).toMatch(/^\{"__proto__":\[\{"id"/)
  })
})

describe('rooms', () => {
  test('a table that is closed leaves nobody behind', () => {
    const { directory: presence, enters } = directory()
    const table = presence.table('a')
    enters(table, 1, {})
    table.close()
    expect(presence.snapshot(['a']).documents).toEqual({ a: [] })
  })

  test('a room that was loaded again does not lose its people to the old one', () => {
    const { directory: presence, enters } = directory()
    const old = presence.table('a')
    const fresh = presence.table('a')
    enters(fresh, 1, {})
    old.close()
    expect(presence.snapshot(['a']).documents['a']).toHaveLength(1)
  })
})

describe('subscribing', () => {
  test('brings news of these documents until it ends', () => {
    const { directory: presence, enters } = directory()
    const [a, b, c] = [presence.table('a'), presence.table('b'), presence.table('c')]
    const { heard, listener } = subscriber()
    const unsubscribe = presence.subscribe(['a', 'b', 'a'], listener)
    enters(a, 1, {})
    enters(b, 2, {})
    enters(c, 3, {})
    expect(heard).toEqual(['a', 'b'])
    unsubscribe()
    unsubscribe()
    enters(a, 4, {})
    expect(heard).toEqual(['a', 'b'])
    expect(presence.subscribers).toBe(0)
  })

  test('ends with the directory', () => {
    const { directory: presence, enters } = directory()
    const { heard, listener } = subscriber()
    const unsubscribe = presence.subscribe(['a'], listener)
    presence.close()
    presence.close()
    enters(presence.table('a'), 1, {})
    unsubscribe()
    expect(heard).toEqual(['(closed)'])
    expect(presence.full).toBe(true)
  })

  test('has a limit', () => {
    const { directory: presence } = directory({ maxSubscribers: 2 })
    presence.subscribe(['a'], subscriber().listener)
    const unsubscribe = presence.subscribe(['a'], subscriber().listener)
    expect(presence.full).toBe(true)
    expect(() => presence.subscribe(['a'], subscriber().listener)).toThrow('full')
    unsubscribe()
    expect(presence.full).toBe(false)
  })
})

describe('waiting', () => {
  const nothing = Symbol('nothing yet')
  const settledOr = async <T>(promise: Promise<T>) => {
    const turn = new Promise<typeof nothing>((resolve) => setImmediate(resolve, nothing))
    return await Promise.race([promise, turn])
  }

  test('is answered at once when there is something else than what the client has', async () => {
    const { directory: presence, enters } = directory()
    enters(presence.table('a'), 1, {})
    for (const after of [0, Number.MAX_SAFE_INTEGER]) {
      expect((await presence.waitFor(['a'], { after, waitMs: 20_000 })).documents['a']).toHaveLength(1)
    }
    expect(presence.subscribers).toBe(0)
  })

  test('is answered by the next change', async () => {
    const { directory: presence, enters, clock } = directory()
    const { version } = presence.snapshot(['a', 'b'])
    const answer = presence.waitFor(['a', 'b'], { after: version, waitMs: 20_000 })
    expect(await settledOr(answer)).toBe(nothing)
    enters(presence.table('b'), 1, {})
    expect((await answer).documents['b']).toHaveLength(1)
    expect(presence.subscribers).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('ends unchanged when the time is over', async () => {
    const { directory: presence, clock } = directory()
    const { version } = presence.snapshot(['a'])
    const answer = presence.waitFor(['a'], { after: version, waitMs: 20_000 })
    clock.advance(20_000)
    expect(await answer).toEqual({ version, documents: { a: [] } })
  })

  test('ends when the client is gone, before or while it waits', async () => {
    const { directory: presence, clock } = directory()
    const { version } = presence.snapshot(['a'])
    const gone = new AbortController()
    const answer = presence.waitFor(['a'], { after: version, waitMs: 20_000, signal: gone.signal })
    gone.abort()
    await answer
    await presence.waitFor(['a'], { after: version, waitMs: 20_000, signal: gone.signal })
    expect(presence.subscribers).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('ends with the directory', async () => {
    const { directory: presence } = directory()
    const { version } = presence.snapshot(['a'])
    const answer = presence.waitFor(['a'], { after: version, waitMs: 20_000 })
    presence.close()
    expect((await answer).version).toBe(version)
  })
})

test('versions of ten thousand documents are remembered; what is forgotten wakes a client once too often, never too seldom', () => {
  const { directory: presence, enters } = directory()
  const first = enters(presence.table('first'), 1, {})
  const { version } = presence.snapshot(['first'])
  first.leaves()
  const left = presence.snapshot(['first']).version
  expect(left).toBeGreaterThan(version)
  for (let index = 0; index <= 10_000; index++) enters(presence.table(`document ${index}`), 1, {}).leaves()
  expect(presence.snapshot(['first']).version).toBeGreaterThanOrEqual(left)
  expect(presence.snapshot(['never seen']).version).toBe(presence.snapshot(['first']).version)
})
