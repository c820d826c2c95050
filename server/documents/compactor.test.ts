import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { StoreError } from '../stores/store.ts'
import { type Compaction, type CrdtTasks, crdtTasks } from './crdt-task.ts'
import { Knowledge } from './knowledge.ts'
import { type TestMember, turn, until } from './test-member.ts'
import { inlineTasks, TestWorld } from './test-world.ts'

type Compact = CrdtTasks['compact']

function worldWith(compact: Compact): TestWorld {
  return new TestWorld({ worker: { ...inlineTasks, compact } })
}

/** Types so many letters, each in a commit of its own. */
async function types(member: TestMember, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    member.types(`${index % 10}`)
    await until(() => member.isSaved)
  }
}

async function stored(world: TestWorld): Promise<{ hasBase: boolean; baseSeq: number; updates: number }> {
  const { base, baseSeq, updates } = (await world.disk.load('a'))!
  return { hasBase: base !== null, baseSeq, updates: updates.length }
}

async function expectTextAfterRestart(world: TestWorld, text: string): Promise<void> {
  world.crash()
  expect(await world.documents.text('a')).toBe(text)
  expect((await world.enter('a')).text).toBe(text)
}

describe('a compaction', () => {
  test('begins above 500 updates, and puts a base in their place', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 500)
    await turn()
    expect((await stored(world)).hasBase).toBe(false)
    await types(alice, 1)
    await until(() => world.store.compactions === 1)
    await turn()
    expect(await stored(world)).toEqual({ hasBase: true, baseSeq: 501, updates: 0 })
    alice.deletes(0, 10)
    await until(() => alice.isSaved)
    await expectTextAfterRestart(world, alice.text)
  })

  test('begins when the tail is larger than 64 KiB and than half the base', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x'.repeat(65_000))
    await until(() => alice.isSaved)
    expect(world.store.compactions).toBe(0)
    alice.types('y'.repeat(1_000))
    await until(() => alice.isSaved && world.store.compactions === 1)
    await turn()
    alice.types('z'.repeat(60_000))
    await until(() => alice.isSaved)
    await turn()
    expect(world.store.compactions).toBe(1)
  })

  test('begins when somebody opens a log whose tail is long', async () => {
    const world = worldWith(() => Promise.reject(new Error('too late')))
    await types(await world.enter('a'), 501)
    const { disk } = world
    expect(await stored(world)).toEqual({ hasBase: false, baseSeq: 0, updates: 501 })
    const next = new TestWorld({ disk })
    expect((await next.enter('a')).text).toHaveLength(501)
    await until(() => next.store.compactions === 1)
    await turn()
    expect(await stored(next)).toEqual({ hasBase: true, baseSeq: 501, updates: 0 })
  })

  test('goes on beside commits, which it does not hold, and swallows nothing of them', async () => {
    const gate = Promise.withResolvers<void>()
    let running = 0
    const world = worldWith(async (updates) => {
      running += 1
      await gate.promise
      return crdtTasks.compact(updates)
    })
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    await types(alice, 501)
    await until(() => running === 1)
    await types(alice, 20)
    alice.leaves()
    bob.leaves()
    world.clock.advance(60_000)
    expect(world.documents.size).toBe(1)
    gate.resolve()
    await until(() => world.store.compactions === 1)
    await turn()
    expect(running).toBe(1)
    expect(await stored(world)).toEqual({ hasBase: true, baseSeq: 501, updates: 20 })
    world.clock.advance(5_000)
    expect(world.documents.size).toBe(0)
    await expectTextAfterRestart(world, alice.text)
  })
})

describe('a compaction that goes wrong keeps the old base', () => {
  const lossy = (updates: readonly Uint8Array[]): Compaction => {
    const base = Y.mergeUpdates(updates.slice(0, -1))
    return { base, knowledge: Knowledge.of([base]).record() }
  }

  test.each<[string, Compact]>([
    ['the worker dies', () => Promise.reject(new Error('the CRDT worker died'))],
    ['the base lacks an update', async (updates) => lossy(updates)],
    [
      'the base has something that nobody wrote',
      async (updates) => {
        const doc = new Y.Doc()
        for (const update of updates) Y.applyUpdate(doc, update)
        doc.getText('content').insert(0, 'forged')
        return crdtTasks.compact([Y.encodeStateAsUpdate(doc)])
      },
    ],
    [
      'the base lacks a deletion',
      async (updates) => {
        const { base, knowledge } = crdtTasks.compact(updates)
        return { base, knowledge: { ...knowledge, deletes: new Map() } }
      },
    ],
  ])('when %s', async (_, compact) => {
    const world = worldWith(compact)
    const alice = await world.enter('a')
    alice.types('gone')
    alice.deletes(0, 4)
    await types(alice, 510)
    await turn()
    expect(world.store.compactions).toBe(0)
    expect(await stored(world)).toEqual({ hasBase: false, baseSeq: 0, updates: 510 })
    expect(world.log.of('error')).toEqual(['a compaction failed; the old base stays'])
    await expectTextAfterRestart(world, alice.text)
  })

  test('and is tried again a minute later', async () => {
    let attempts = 0
    const world = worldWith((updates) => {
      attempts += 1
      return attempts === 1 ? Promise.reject(new Error('out of memory')) : inlineTasks.compact(updates)
    })
    const alice = await world.enter('a')
    await types(alice, 520)
    expect(attempts).toBe(1)
    world.clock.advance(60_000)
    await types(alice, 1)
    await until(() => world.store.compactions === 1)
  })

  test('when the store fails in the middle of it', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 500)
    const compact = world.store.compact
    world.store.compact = () => Promise.reject(new StoreError('UNAVAILABLE', 'disk full'))
    await types(alice, 1)
    await until(() => world.log.of('error').length === 1)
    expect((await stored(world)).hasBase).toBe(false)
    world.store.compact = compact
    await types(alice, 1)
    await expectTextAfterRestart(world, alice.text)
  })

  test('when the server dies in the middle of it', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 500)
    const append = world.store.append.bind(world.store)
    world.store.append = async (...parameters) => {
      const seq = await append(...parameters)
      world.store.hold()
      return seq
    }
    await types(alice, 1)
    await until(() => world.store.compactions === 1)
    world.crash()
    expect((await stored(world)).hasBase).toBe(false)
    await expectTextAfterRestart(world, alice.text)
  })

  test('and goes on with the base of whoever was faster', async () => {
    const world = worldWith(async (updates) => {
      const { updates: log } = (await world.disk.load('a'))!
      const { base } = crdtTasks.compact(log.slice(0, 300).map(({ bytes }) => bytes))
      await world.disk.compact('a', { base, seq: 300, fromSeq: 0 })
      return crdtTasks.compact(updates)
    })
    const alice = await world.enter('a')
    await types(alice, 501)
    await until(() => world.store.compactions === 1)
    await turn()
    expect(await stored(world)).toEqual({ hasBase: true, baseSeq: 300, updates: 201 })
    const bob = await world.enter('a')
    expect(bob.text).toBe(alice.text)
    await expectTextAfterRestart(world, alice.text)
  })
})
