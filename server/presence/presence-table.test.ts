import * as decoding from 'lib0/decoding'
import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { MessageType, type Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { decodeAwareness, encodeAwarenessEntry } from './awareness-codec.ts'
import { PresenceTable } from './presence-table.ts'

type States = Record<number, unknown>

/** A member that keeps what it is sent, decoded: one record of states for each message. */
class FakeMember implements Member {
  readonly id: string
  readonly role: Role
  readonly extended: boolean
  readonly messages: Uint8Array[] = []

  constructor(id: string, { extended = true, role = 'editor' }: { extended?: boolean; role?: Role } = {}) {
    this.id = id
    this.extended = extended
    this.role = role
  }

  send(message: Uint8Array): void {
    this.messages.push(message)
  }

  close(): void {
    throw new Error('a presence table closes nobody')
  }

  /** What came since the last call, message by message. */
  heard(): States[] {
    return this.messages
      .splice(0)
      .map((message) => Object.fromEntries(entriesOf(message).map((e) => [e.clientId, e.state])))
  }

  /** The clocks of what came since the last call. */
  clocks(): Record<number, number>[] {
    return this.messages
      .splice(0)
      .map((message) => Object.fromEntries(entriesOf(message).map((e) => [e.clientId, e.clock])))
  }
}

function entriesOf(message: Uint8Array): { clientId: number; clock: number; state: unknown }[] {
  const decoder = decoding.createDecoder(message)
  expect(decoding.readVarUint(decoder)).toBe(MessageType.Awareness)
  const update = decoding.readVarUint8Array(decoder)
  expect(decoding.hasContent(decoder)).toBe(false)
  return decodeAwareness(update).map(({ clientId, clock, json }) => {
    return { clientId, clock, state: JSON.parse(new TextDecoder().decode(json)) }
  })
}

function updateOf(...entries: [clientId: number, clock: number, state: unknown][]): Uint8Array {
  const parts = entries.map(([clientId, clock, state]) => encodeAwarenessEntry(clientId, clock, JSON.stringify(state)))
  return Uint8Array.of(entries.length, ...parts.flatMap((part) => [...part]))
}

/** A room with a table: `ada` has client 1, `bob` client 2 and so on, once they say something. */
function room() {
  const clock = new ManualClock()
  let changes = 0
  const table = new PresenceTable({ clock, onChange: () => void changes++ })
  return {
    clock,
    table,
    changes: () => changes,
    join(id: string, options?: { extended?: boolean; role?: Role }) {
      const member = new FakeMember(id, options)
      table.join(member)
      return member
    },
    /** The member says its own state, and everybody hears. */
    says(member: Member, clientId: number, state: unknown, memberClock = 1) {
      table.receive(member, updateOf([clientId, memberClock, state]))
      clock.advance(0)
    },
    leaves(member: Member) {
      table.leave(member)
      clock.advance(0)
    },
  }
}

describe('relaying', () => {
  test('others hear a state, its author does not', () => {
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

  test('changes of one turn are one message, and the latest state wins', () => {
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

  test('a renewal that changes nothing is not relayed', () => {
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

  test('a member that leaves is gone for everybody at once', () => {
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

describe('whose state it is', () => {
  test('a client belongs to the member that first named it; others are not believed', () => {
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

  test('a member speaks for one client: the tab next door that it also names is not believed', () => {
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

describe('clocks', () => {
  test('each change has a larger clock, whatever clock the client itself uses', () => {
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

describe('plain members', () => {
  test('hear something at least every 12 s, and everybody else again every 20 s under a new clock', () => {
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
  test('PRESENCE_TOO_LARGE and PRESENCE_MALFORMED leave the table as it was', () => {
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
