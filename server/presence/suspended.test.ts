import { expect, test } from 'vitest'
import type { Member } from '../documents/member.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { decodeAwareness, encodeAwareness, encodeAwarenessEntry } from './awareness-codec.ts'
import { PresenceTable } from './presence-table.ts'

/** A room of two, and what bob was last told of alice (client 1): her state, or null when she is gone. */
function setUp() {
  const clock = new ManualClock()
  const table = new PresenceTable({ clock })
  let told: unknown
  const alice: Member = {
    id: 'alice',
    role: 'editor',
    extended: true,
    isBehind: false,
    send: () => {},
    sendSaved: () => {},
    close: () => {},
  }
  const bob: Member = {
    ...alice,
    id: 'bob',
    send: (message) => {
      for (const { json } of decodeAwareness(message.subarray(2))) told = JSON.parse(new TextDecoder().decode(json))
    },
  }
  const says = (counted: number, state: unknown) => {
    table.receive(alice, encodeAwareness([encodeAwarenessEntry(1, counted, JSON.stringify(state))]).subarray(2))
    clock.advance(0)
  }
  table.join(alice)
  table.join(bob)
  return { table, clock, alice, says, toldOfAlice: () => told }
}

test('[A4] a suspended member is gone for the others, and back as it was without a word of its own', () => {
  const { table, clock, alice, says, toldOfAlice } = setUp()
  says(1, { user: { name: 'Alice' } })
  expect(toldOfAlice()).toMatchObject({ user: { name: 'Alice' } })
  table.suspend(alice)
  table.suspend(alice)
  clock.advance(0)
  expect(toldOfAlice()).toBeNull()
  expect(table.entries()).toEqual([])
  table.resume(alice)
  table.resume(alice)
  clock.advance(0)
  expect(toldOfAlice()).toMatchObject({ user: { name: 'Alice' } })
})

test('[A6] a member that is interrupted is shown so, and back as it was without a word of its own', () => {
  const { table, clock, alice, says, toldOfAlice } = setUp()
  const state = { user: { name: 'Alice' }, cursor: { at: 3 }, activity: 'typing' }
  says(1, state)
  table.interrupt(alice)
  table.interrupt(alice)
  clock.advance(0)
  expect(toldOfAlice()).toEqual({ ...state, activity: 'reconnecting' })
  expect(table.entries()).toMatchObject([{ activity: 'reconnecting' }])
  table.resume(alice)
  clock.advance(0)
  expect(toldOfAlice()).toEqual(state)
  table.interrupt(alice)
  table.suspend(alice)
  table.interrupt(alice)
  clock.advance(0)
  expect(toldOfAlice()).toBeNull()
  table.resume(alice)
  clock.advance(0)
  expect(toldOfAlice()).toEqual(state)
})

test('[A6] nobody says of itself that it is reconnecting', () => {
  const { table, says, toldOfAlice } = setUp()
  says(1, { user: { name: 'Alice' }, activity: 'reconnecting' })
  expect(toldOfAlice()).toEqual({ user: { name: 'Alice' } })
  expect(table.entries()).toMatchObject([{ activity: 'active' }])
})

test('a member that is interrupted before it has said anything is nobody still', () => {
  const { table, clock, alice, toldOfAlice } = setUp()
  table.interrupt(alice)
  clock.advance(0)
  table.resume(alice)
  clock.advance(0)
  expect(toldOfAlice()).toBeUndefined()
})

test('what a suspended member says is shown when it resumes', () => {
  const { table, clock, alice, says, toldOfAlice } = setUp()
  says(1, { user: { name: 'Alice' } })
  table.suspend(alice)
  says(2, { user: { name: 'Alicia' } })
  expect(toldOfAlice()).toBeNull()
  table.resume(alice)
  clock.advance(0)
  expect(toldOfAlice()).toMatchObject({ user: { name: 'Alicia' } })
})
