import { describe, expect, test } from 'vitest'
import { room, updateOf } from './test-room.ts'

const state = (name: string, cursor = 0) => ({ user: { name }, cursor })

describe('[S10] a member that is behind', () => {
  test('is told nothing, and then the newest of everybody, once', () => {
    const { join, says, table } = room()
    const [ada, bob, eve] = [join('ada'), join('bob'), join('eve')]
    says(ada, 1, state('ada'))
    says(bob, 2, state('bob'))
    eve.heard()
    eve.isBehind = true
    for (let cursor = 1; cursor <= 1_000; cursor++) says(ada, 1, state('ada', cursor))
    expect(eve.heard()).toEqual([])
    table.drained(eve)
    expect(eve.heard()).toEqual([])
    eve.isBehind = false
    table.drained(eve)
    expect(eve.heard()).toEqual([{ 1: expect.objectContaining({ cursor: 1_000 }) }])
    table.drained(eve)
    says(bob, 2, state('bob', 7))
    expect(eve.heard()).toEqual([{ 2: expect.objectContaining({ cursor: 7 }) }])
  })

  test('is told who left, and not who came and went meanwhile', () => {
    const { join, says, leaves, table } = room()
    const [ada, eve] = [join('ada'), join('eve')]
    says(ada, 1, state('ada'))
    eve.heard()
    eve.isBehind = true
    leaves(ada)
    for (let client = 10; client < 500; client++) {
      const passing = join(`passing ${client}`)
      says(passing, client, state('passing'))
      leaves(passing)
    }
    says(join('zoe'), 500, state('zoe'))
    eve.isBehind = false
    table.drained(eve)
    // Client 10 may be in it: it came in the news that she missed first.
    expect(eve.heard()).toEqual([{ 1: null, 500: expect.objectContaining({ user: expect.anything() }) }])
  })

  test('is told of who changed before it fell behind and was not sent yet', () => {
    const { join, says, table, clock } = room()
    const [ada, bob, eve] = [join('ada'), join('bob'), join('eve')]
    says(ada, 1, state('ada'))
    says(bob, 2, state('bob'))
    eve.heard()
    table.receive(ada, updateOf([1, 2, state('ada', 1)]))
    eve.isBehind = true
    table.receive(bob, updateOf([2, 2, state('bob', 1)]))
    clock.advance(0)
    eve.isBehind = false
    // News between its last byte and the word that it takes more waits for that.
    says(bob, 2, state('bob', 2))
    expect(eve.heard()).toEqual([])
    table.drained(eve)
    expect(eve.heard()).toEqual([
      { 1: expect.objectContaining({ cursor: 1 }), 2: expect.objectContaining({ cursor: 2 }) },
    ])
  })

  test('is never told of itself', () => {
    const { join, says, table } = room()
    const [ada, eve] = [join('ada'), join('eve')]
    says(ada, 1, state('ada'))
    says(eve, 2, state('eve'))
    eve.heard()
    eve.isBehind = true
    says(eve, 2, state('eve', 1))
    says(ada, 1, state('ada', 1))
    eve.isBehind = false
    table.drained(eve)
    expect(eve.heard()).toEqual([{ 1: expect.objectContaining({ cursor: 1 }) }])
  })

  test('is answered once, however often it asks for everybody', () => {
    const { join, says, table, clock } = room()
    const [ada, eve] = [join('ada'), join('eve')]
    says(ada, 1, state('ada'))
    const [before] = eve.clocks()
    clock.advance(1_000)
    eve.isBehind = true
    for (let count = 0; count < 1_000; count++) table.query(eve)
    eve.isBehind = false
    table.drained(eve)
    const [after, ...more] = eve.clocks()
    expect(more).toEqual([])
    // As if it had come back: it may have forgotten the state and not its clock.
    expect(after?.[1]).toBeGreaterThan(before?.[1] ?? 0)
  })

  test('a plain one that has missed the beat hears of everybody again', () => {
    const { join, says, table, clock } = room()
    const [ada, eve] = [join('ada'), join('eve', { extended: false })]
    says(ada, 1, state('ada'))
    eve.heard()
    eve.isBehind = true
    clock.advance(60_000)
    expect(eve.heard()).toEqual([])
    eve.isBehind = false
    table.drained(eve)
    expect(eve.heard()).toEqual([{ 1: expect.objectContaining({ cursor: 0 }) }])
  })
})
