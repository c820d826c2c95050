import { describe, expect, test } from 'vitest'
import { ManualClock } from '../test/manual-clock.ts'
import { PresenceTable } from './presence-table.ts'
import { FakeMember, room, updateOf } from './test-room.ts'

describe('whose state it is', () => {
  test('[A2] a client belongs to the member that first named it; others are not believed', () => {
    const { join, says, table, clock } = room()
    const [ada, bob, eve] = [join('ada'), join('bob'), join('eve')]
    says(ada, 1, { user: { name: 'Ada' } })
    says(bob, 2, {})
    eve.heard()
    table.receive(bob, updateOf([1, 99, { user: { name: 'Mallory' } }], [1, 100, null]))
    clock.advance(0)
    expect(eve.heard()).toEqual([])
    expect(table.entries().map(({ user }) => user.name)).toEqual(['Ada', null])
  })

  test('[A2] a member speaks for one client: the tab next door that it also names is not believed', () => {
    const { join, says, table, clock } = room()
    const [ada, eve] = [join('ada'), join('eve')]
    says(ada, 1, {})
    table.receive(ada, updateOf([7, 1, { a: 1 }]))
    clock.advance(0)
    expect(eve.heard()).toEqual([{ 1: {} }])
  })

  test('who comes back before the old connection is known to be dead takes over when it is', () => {
    const { join, says, leaves } = room()
    const [old, eve] = [join('ada'), join('eve')]
    says(old, 1, { at: 'old' }, 5)
    eve.heard()
    const back = join('ada again')
    back.heard()
    says(back, 1, { at: 'new' }, 6)
    expect(eve.heard()).toEqual([])
    leaves(old)
    expect(eve.heard()).toEqual([{ 1: { at: 'new' } }])
    expect(back.heard()).toEqual([])
    says(back, 1, { at: 'newer' }, 7)
    expect(eve.heard()).toEqual([{ 1: { at: 'newer' } }])
  })

  test('who waits behind an old connection and leaves first changes nothing', () => {
    const { join, says, leaves } = room()
    const [old, eve] = [join('ada'), join('eve')]
    says(old, 1, { at: 'old' })
    const back = join('ada again')
    says(back, 1, { at: 'new' })
    eve.heard()
    leaves(back)
    expect(eve.heard()).toEqual([])
    leaves(old)
    expect(eve.heard()).toEqual([{ 1: null }])
  })

  test('a silent member that repeats what it hears does not take a client over', () => {
    const { join, says, leaves, table, clock } = room()
    const ada = join('ada')
    const observer = join('observer', { extended: false })
    says(ada, 1, { a: 1 })
    const echo = observer.messages[0]!.subarray(2)
    table.receive(observer, echo)
    leaves(ada)
    table.receive(observer, echo)
    clock.advance(0)
    expect(table.entries()).toEqual([])
    expect(observer.heard()).toEqual([{ 1: { a: 1 } }, { 1: null }])
  })

  test('who comes back under a clock that it heard of itself is believed', () => {
    const { join, says, leaves, table, clock } = room()
    const [ada, eve] = [join('ada'), join('eve')]
    says(ada, 1, { a: 1 })
    const heard = eve.messages[0]!.subarray(2)
    leaves(ada)
    eve.heard()
    const back = join('ada again')
    table.receive(back, heard)
    clock.advance(0)
    expect(eve.heard()).toEqual([{ 1: { a: 1 } }])
  })
})

describe('a member that is silent for a while', () => {
  test('does not come back when it said meanwhile that it is gone', () => {
    const { join, says, table, clock } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    says(ada, 1, { a: 1 })
    table.suspend(ada)
    says(ada, 1, null)
    bob.heard()
    table.resume(ada)
    clock.advance(0)
    expect(bob.heard()).toEqual([])
  })

  test('waits behind the connection that took its place', () => {
    const { join, says, leaves, table, clock } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    says(ada, 1, { at: 'old' })
    table.suspend(ada)
    const back = join('ada again')
    says(back, 1, { at: 'new' })
    table.resume(ada)
    clock.advance(0)
    bob.heard()
    leaves(back)
    expect(bob.heard()).toEqual([{ 1: { at: 'old' } }])
  })

  test('may leave, or be told nothing, at any time', () => {
    const { join, says, leaves, table } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    table.suspend(ada)
    table.resume(ada)
    says(ada, 1, { a: 1 })
    table.suspend(ada)
    leaves(ada)
    table.resume(ada)
    expect(table.entries()).toEqual([])
    expect(bob.heard()).toEqual([{ 1: { a: 1 } }, { 1: null }])
  })
})

describe('clocks', () => {
  test('[A5] each change has a larger clock, whatever clock the client itself uses', () => {
    const { join, says } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    for (const [memberClock, at] of [9, 3, 3, 0].entries()) says(ada, 1, { at: [memberClock, at] }, at)
    const clocks = bob.clocks().map((heard) => heard[1]!)
    expect(clocks).toHaveLength(4)
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b))
    expect(new Set(clocks).size).toBe(4)
  })

  test('a restarted server is ahead of itself, and 32 bits hold the clock', () => {
    const before = room()
    const bob = before.join('bob')
    before.says(before.join('ada'), 1, { a: 1 })
    const [first] = bob.clocks()
    const after = new PresenceTable({ clock: new ManualClock({ now: before.clock.now() + 1_000 }) })
    const ada = new FakeMember('ada')
    after.join(ada)
    after.receive(ada, updateOf([1, 0, { a: 2 }]))
    after.join(bob)
    const [second] = bob.clocks()
    expect(second![1]!).toBeGreaterThan(first![1]!)
    expect(second![1]!).toBeLessThan(2 ** 32)
  })

  test('a client that was chatty, left and came back is still ahead of what others remember', () => {
    const { join, says, leaves } = room()
    const [ada, bob] = [join('ada'), join('bob')]
    for (let at = 0; at < 50; at++) says(ada, 1, { at })
    leaves(ada)
    says(join('ada again'), 1, { at: 0 })
    const clocks = bob.clocks().map((heard) => heard[1]!)
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b))
    expect(new Set(clocks).size).toBe(52)
  })

  test.each([0, 100])('who comes back after %i ms hears of everybody under a clock that it has not seen', (ms) => {
    const { join, says, leaves, clock } = room()
    says(join('ada'), 1, { a: 1 })
    const bob = join('bob')
    const [first] = bob.clocks()
    leaves(bob)
    clock.advance(ms)
    const back = join('bob again')
    const [second] = back.clocks()
    expect(second![1]!).toBeGreaterThan(first![1]!)
  })

  test.each(['interrupt', 'suspend'] as const)('so does one that asks again after an %s of no time', (silence) => {
    const { join, says, table } = room()
    says(join('ada'), 1, { a: 1 })
    const bob = join('bob')
    const [first] = bob.clocks()
    table[silence](bob)
    table.resume(bob)
    table.query(bob)
    const [second] = bob.clocks()
    expect(second![1]!).toBeGreaterThan(first![1]!)
  })

  test('many who come at once do not drive the clock ahead', () => {
    const { join, says, leaves, clock } = room()
    says(join('ada'), 1, { a: 1 })
    clock.advance(100)
    const members = Array.from({ length: 50 }, (_, index) => join(`member ${index}`))
    const clocks = members.map((member) => member.clocks()[0]![1]!)
    expect(new Set(clocks).size).toBe(1)
    for (const member of members) leaves(member)
    const again = members.map(({ id }) => join(id).clocks()[0]![1]!)
    expect(new Set(again)).toEqual(new Set([clocks[0]! + 1]))
  })

  test('who joined between a change and its flush hears the next change under a clock of its own', () => {
    const { join, table, clock } = room()
    const ada = join('ada')
    table.receive(ada, updateOf([1, 1, { at: 1 }]))
    const bob = join('bob')
    table.receive(ada, updateOf([1, 2, { at: 2 }]))
    clock.advance(0)
    const [first, second] = bob.clocks()
    expect(second![1]!).toBeGreaterThan(first![1]!)
  })
})
