import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { FakeMember, room, updateOf } from './test-room.ts'

describe('relaying', () => {
  test('[A3] others hear a state, its author does not', () => {
    const { join, says } = room()
    const ada = join('ada')
    const bob = join('bob')
    says(ada, 1, { user: { name: 'Ada' } })
    expect(bob.heard()).toEqual([{ 1: { user: { name: 'Ada' } } }])
    expect(ada.heard()).toEqual([])
  })

  test('who joins hears of everybody, and nothing when nobody is there', () => {
    const { join, says } = room()
    const ada = join('ada')
    expect(ada.heard()).toEqual([])
    says(ada, 1, { a: 1 })
    expect(join('bob').heard()).toEqual([{ 1: { a: 1 } }])
  })

  test('[A3] changes of one turn are one message, and the latest state wins', () => {
    const { join, table, clock } = room()
    const [ada, bob, eve] = [join('ada'), join('bob'), join('eve')]
    table.receive(ada, updateOf([1, 1, { at: 1 }]))
    table.receive(bob, updateOf([2, 1, { at: 2 }]))
    table.receive(ada, updateOf([1, 2, { at: 3 }]))
    clock.advance(0)
    expect(eve.heard()).toEqual([{ 1: { at: 3 }, 2: { at: 2 } }])
    expect(ada.heard()).toEqual([{ 2: { at: 2 } }])
    expect(bob.heard()).toEqual([{ 1: { at: 3 } }])
  })

  test('a change that nobody authors in the room is encoded once for all', () => {
    const { join, says } = room()
    const [ada, bob, eve] = [join('ada'), join('bob'), join('eve')]
    says(ada, 1, { a: 1 })
    expect(bob.messages[0]).toBe(eve.messages[0])
  })

  test('[A3] a renewal that changes nothing is not relayed', () => {
    const { join, says } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    says(ada, 1, { a: 1 }, 1)
    bob.heard()
    says(ada, 1, { a: 1 }, 2)
    expect(bob.heard()).toEqual([])
  })

  test('a client that says null is gone, and may come back', () => {
    const { join, says } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    says(ada, 1, { a: 1 })
    says(ada, 1, null)
    says(ada, 1, { a: 2 })
    expect(bob.heard()).toEqual([{ 1: { a: 1 } }, { 1: null }, { 1: { a: 2 } }])
  })

  test('[A4] a member that leaves is gone for everybody at once', () => {
    const { join, says, leaves } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    says(ada, 1, { a: 1 })
    bob.heard()
    leaves(ada)
    leaves(ada)
    expect(bob.heard()).toEqual([{ 1: null }])
    expect(join('eve').heard()).toEqual([])
  })

  test('a large room gathers changes for 20 ms', () => {
    const { join, table, clock } = room()
    const members = Array.from({ length: 16 }, (_, index) => join(`member ${index}`))
    table.receive(members[0]!, updateOf([1, 1, { a: 1 }]))
    clock.advance(19)
    table.receive(members[1]!, updateOf([2, 1, { a: 1 }]))
    expect(members[2]!.heard()).toEqual([])
    clock.advance(1)
    expect(members[2]!.heard()).toEqual([{ 1: { a: 1 }, 2: { a: 1 } }])
  })

  test('a query is answered with everybody but the one who asks, and with nobody when there is nobody', () => {
    const { join, says, table } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    table.query(ada)
    expect(ada.heard()).toEqual([{}])
    says(ada, 1, { a: 1 })
    says(bob, 2, { b: 1 })
    ada.heard()
    table.query(ada)
    expect(ada.heard()).toEqual([{ 2: { b: 1 } }])
  })
})

describe('plain members', () => {
  test('[A5] hear something at least every 12 s, and everybody else again every 20 s under a new clock', () => {
    const { join, says, clock } = room()
    const plain = join('plain', { extended: false })
    says(plain, 1, { p: 1 })
    says(join('ada'), 2, { a: 1 })
    const [first] = plain.clocks()
    clock.advance(limits.plainKeepAliveMs)
    expect(plain.heard()).toEqual([{}])
    clock.advance(20_000 - limits.plainKeepAliveMs)
    const [again] = plain.clocks()
    expect(Object.keys(again!)).toEqual(['2'])
    expect(again![2]!).toBeGreaterThan(first![2]!)
  })

  test('alone in a room they hear something too', () => {
    const { join, says, clock } = room()
    const plain = join('plain', { extended: false })
    says(plain, 1, { p: 1 })
    clock.advance(40_000)
    expect(plain.heard()).toEqual([{}, {}, {}, {}])
  })

  test('extended members are spared, and a room without plain members has no timer', () => {
    const { join, says, leaves, clock } = room()
    const ada = join('ada')
    says(ada, 1, { a: 1 })
    expect(clock.pending).toBe(0)
    const plains = [join('one', { extended: false }), join('two', { extended: false })]
    expect(clock.pending).toBe(1)
    clock.advance(60_000)
    expect(ada.heard()).toEqual([])
    for (const plain of plains) leaves(plain)
    expect(clock.pending).toBe(0)
  })
})

describe('what the directory is told', () => {
  test('people who come, change in name or activity, and go; not carets', () => {
    const { join, says, leaves, table, changes } = room()
    const ada = join('ada', { role: 'viewer' })
    says(ada, 1, { user: { name: 'Ada' }, cursor: 1 })
    expect(changes()).toBe(1)
    says(ada, 1, { user: { name: 'Ada' }, cursor: 2 })
    expect(changes()).toBe(1)
    says(ada, 1, { user: { name: 'Ada' }, cursor: 2, activity: 'typing' })
    expect(changes()).toBe(2)
    expect(table.entries()).toEqual([
      { clientId: 1, role: 'viewer', user: { id: null, name: 'Ada', color: null }, activity: 'typing' },
    ])
    leaves(ada)
    expect(changes()).toBe(3)
    expect(table.entries()).toEqual([])
  })

  test('a role that changes hands', () => {
    const { join, says, leaves, table, changes } = room()
    const viewer = join('ada', { role: 'viewer' })
    says(viewer, 1, { a: 1 })
    says(join('ada again'), 1, { a: 1 })
    leaves(viewer)
    expect(changes()).toBe(2)
    expect(table.entries()[0]!.role).toBe('editor')
  })
})

describe('limits and the end', () => {
  test('[A1] PRESENCE_TOO_LARGE and PRESENCE_MALFORMED leave the table as it was', () => {
    const { join, says, table } = room()
    const ada = join('ada')
    says(ada, 1, { a: 1 })
    const tooLarge = updateOf([1, 2, { padding: 'x'.repeat(limits.maxPresenceBytes) }])
    expect(() => table.receive(ada, tooLarge)).toThrow(expect.objectContaining({ code: 'PRESENCE_TOO_LARGE' }))
    expect(() => table.receive(ada, updateOf([1, 2, 'text']))).toThrow(
      expect.objectContaining({ code: 'PRESENCE_MALFORMED' }),
    )
    expect(() => table.receive(ada, Uint8Array.of(2, 1, 1))).toThrow(
      expect.objectContaining({ code: 'PRESENCE_MALFORMED' }),
    )
    expect(join('eve').heard()).toEqual([{ 1: { a: 1 } }])
  })

  test('PRESENCE_TOO_LARGE: more entries than a room can have members', () => {
    const { join, table } = room()
    const ada = join('ada')
    expect(() => table.receive(ada, Uint8Array.of(0x91, 0x4e))).toThrow(
      expect.objectContaining({ code: 'PRESENCE_TOO_LARGE' }),
    )
  })

  test('what others said of somebody else is not even parsed', () => {
    const { join, says, table } = room()
    const ada = join('ada')
    says(ada, 1, {})
    expect(() => table.receive(ada, updateOf([2, 1, 'not an object']))).not.toThrow()
  })

  test('a closed table says nothing, keeps no timer and forgets everybody', () => {
    const { join, says, table, clock, changes } = room()
    const ada = join('ada')
    const plain = join('plain', { extended: false })
    says(ada, 1, { a: 1 })
    plain.heard()
    table.receive(ada, updateOf([1, 2, { a: 2 }]))
    table.close()
    table.close()
    expect(clock.pending).toBe(0)
    expect(table.entries()).toEqual([])
    expect(changes()).toBe(2)
    table.join(new FakeMember('late'))
    table.receive(ada, updateOf([1, 3, { a: 3 }]))
    table.leave(ada)
    table.query(plain)
    clock.advance(60_000)
    expect(plain.heard()).toEqual([])
  })
})
