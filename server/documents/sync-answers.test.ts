import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MessageType, SyncType } from '../../protocol/message.ts'
import type { CrdtTasks } from './crdt-task.ts'
import { TestMember, turn, until } from './test-member.ts'
import { inlineTasks, TestWorld } from './test-world.ts'

/** Words that nothing can make shorter. */
function prose(length: number): string {
  return Array.from({ length: Math.ceil(length / 8) }, (_, index) => `${index} `.padStart(8, 'w')).join('')
}

/** Counts the calls of each task. */
function counted(): { worker: CrdtTasks; calls: Record<string, number> } {
  const calls: Record<string, number> = {}
  const worker = Object.fromEntries(
    Object.entries(inlineTasks).map(([name, task]) => [
      name,
      (...parameters: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1
        return (task as (...parameters: unknown[]) => unknown)(...parameters)
      },
    ]),
  ) as unknown as CrdtTasks
  return { worker, calls }
}

/** The kinds of sync messages in their order. */
const kinds = (member: TestMember) => member.messages(MessageType.Sync).map(([, kind]) => kind)

/** A copy of somebody's document, as it would be in the browser of somebody who goes offline now. */
function copyOf({ doc }: TestMember): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

describe('a small document', () => {
  test('is one SyncStep2, the same bytes for everybody', async () => {
    const { worker, calls } = counted()
    const world = new TestWorld({ worker })
    const alice = await world.enter('a')
    for (const word of ['one ', 'two ', 'three']) {
      alice.types(word)
      await until(() => alice.isSaved)
    }
    const [bob, eve] = [await world.enter('a'), await world.enter('a')]
    expect(bob.text).toBe('one two three')
    expect(bob.messages(0, 1)[0]).toBe(eve.messages(0, 1)[0])
    expect(kinds(bob)).toEqual([SyncType.Step1, SyncType.Step2])
    expect(calls).toEqual({})
  })

  test('goes as a difference to an extended member that has a part of it', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x'.repeat(1_000))
    await until(() => alice.isSaved)
    const doc = copyOf(alice)
    alice.types('y')
    alice.deletes(0, 10)
    await until(() => alice.isSaved)
    const bob = await world.enter('a', { doc })
    expect(bob.text).toBe(alice.text)
    expect(bob.messages(0, 1)[0]!.byteLength).toBeLessThan(100)
  })
})

describe('a large document', () => {
  test('goes out in several messages, SyncStep2 last, each one the same bytes for everybody', async () => {
    const { worker, calls } = counted()
    const world = new TestWorld({ worker })
    await world.documents.edit('a', prose(1_000_000))
    const alice = await world.enter('a')
    alice.types('and the tail')
    await until(() => alice.isSaved)
    const members = await Promise.all([1, 2, 3].map(() => world.enter('a')))
    for (const member of members) {
      expect(member.text).toBe(alice.text)
      const received = member.messages(MessageType.Sync)
      expect(kinds(member).at(-1)).toBe(SyncType.Step2)
      expect(received.length).toBeGreaterThan(4)
      for (const [index, message] of received.entries()) {
        expect(message.byteLength).toBeLessThan(300_000)
        expect(message === members[0]!.messages(MessageType.Sync)[index] || message[1] === SyncType.Step1).toBe(true)
      }
    }
    expect(calls['parts']).toBe(1)
    expect(calls['diff']).toBeUndefined()
    expect(await world.documents.text('a')).toBe(alice.text)
  })

  test('goes out in one piece when the worker fails', async () => {
    const parts = () => Promise.reject(new Error('the CRDT worker died'))
    const world = new TestWorld({ worker: { ...inlineTasks, parts } })
    await world.documents.edit('a', prose(600_000))
    await until(() => world.store.compactions === 1)
    await turn()
    const bob = await world.enter('a')
    expect(bob.text).toHaveLength(600_000)
    expect(world.log.of('warn')).toHaveLength(1)
    await world.enter('a')
    expect(world.log.of('warn')).toHaveLength(1)
  })

  test('is compacted while it is being cut: the joiner gets it all the same', async () => {
    const gate = Promise.withResolvers<void>()
    const parts = async (update: Uint8Array, partBytes: number) => {
      await gate.promise
      return inlineTasks.parts(update, partBytes)
    }
    const world = new TestWorld({ worker: { ...inlineTasks, parts } })
    await world.documents.edit('a', prose(600_000))
    await until(() => world.store.compactions === 1)
    await turn()
    const bob = new TestMember()
    const entering = bob.enters(world.documents, 'a')
    await turn()
    await world.documents.edit('a', prose(1_200_000))
    await until(() => world.store.compactions === 2)
    gate.resolve()
    await entering
    await until(() => bob.text.length === 1_200_000)
  })

  test('goes as one difference to all who come back with the same state', async () => {
    const { worker, calls } = counted()
    const world = new TestWorld({ worker })
    await world.documents.edit('a', prose(200_000))
    const alice = await world.enter('a')
    const offline = Array.from({ length: 20 }, () => copyOf(alice))
    alice.types('news')
    alice.deletes(0, 100)
    await until(() => alice.isSaved)
    const members = await Promise.all(offline.map((doc) => world.enter('a', { doc })))
    expect(members.every(({ text }) => text === alice.text)).toBe(true)
    expect(calls['diff']).toBe(1)
    expect(kinds(members[0]!)).toEqual([SyncType.Step1, SyncType.Update, SyncType.Step2])
    expect(members[0]!.messages(MessageType.Sync).every(({ byteLength }) => byteLength < 1_000)).toBe(true)
  })

  test('an older difference serves with what came since', async () => {
    const { worker, calls } = counted()
    const world = new TestWorld({ worker })
    await world.documents.edit('a', prose(200_000))
    const alice = await world.enter('a')
    const [one, two] = [copyOf(alice), copyOf(alice)]
    alice.types('first')
    await until(() => alice.isSaved)
    expect((await world.enter('a', { doc: one })).text).toBe(alice.text)
    alice.types(', second')
    await until(() => alice.isSaved)
    expect((await world.enter('a', { doc: two })).text).toBe(alice.text)
    expect(calls['diff']).toBe(1)
  })

  test('four differences are worked out at a time, and a crowd in which everybody has another state gets it whole', async () => {
    let running = 0
    let most = 0
    let made = 0
    const diff: CrdtTasks['diff'] = async (updates, stateVector) => {
      running += 1
      made += 1
      most = Math.max(most, running)
      await turn()
      running -= 1
      return inlineTasks.diff(updates, stateVector)
    }
    const world = new TestWorld({ worker: { ...inlineTasks, diff } })
    await world.documents.edit('a', prose(70_000))
    const alice = await world.enter('a')
    const offline = Array.from({ length: 300 }, (_, index) => {
      const doc = copyOf(alice)
      doc.getText('content').insert(0, `${index} `)
      return doc
    })
    alice.types('news')
    await until(() => alice.isSaved)
    const crowd = await Promise.all(offline.map((doc) => world.enter('a', { doc })))
    await until(() => {
      world.clock.advance(40)
      return crowd.every(({ text }) => text === alice.text)
    })
    expect(alice.text).toContain('299 ')
    expect([most, made]).toEqual([4, 260])
  }, 30_000)

  test('goes out whole when the difference fails, and the next one is worked out anew', async () => {
    let fails = true
    const diff: CrdtTasks['diff'] = (updates, stateVector) =>
      fails ? Promise.reject(new Error('the CRDT worker died')) : inlineTasks.diff(updates, stateVector)
    const world = new TestWorld({ worker: { ...inlineTasks, diff } })
    await world.documents.edit('a', prose(200_000))
    const alice = await world.enter('a')
    const [one, two] = [copyOf(alice), copyOf(alice)]
    alice.types('news')
    await until(() => alice.isSaved)
    expect((await world.enter('a', { doc: one })).text).toBe(alice.text)
    expect(world.log.of('warn')).toHaveLength(1)
    fails = false
    const bob = await world.enter('a', { doc: two })
    expect(bob.text).toBe(alice.text)
    expect(bob.messages(MessageType.Sync).every(({ byteLength }) => byteLength < 1_000)).toBe(true)
  })
})

describe('deletions', () => {
  test.each([1_000, 200_000])('made while one was offline reach it (%i characters)', async (length) => {
    const { worker, calls } = counted()
    const world = new TestWorld({ worker })
    await world.documents.edit('a', prose(length))
    const alice = await world.enter('a')
    const doc = copyOf(alice)
    alice.deletes(10, 500)
    await until(() => alice.isSaved)
    const bob = await world.enter('a', { doc })
    expect(bob.text).toBe(alice.text)
    expect(bob.messages(0, 1)[0]!.byteLength).toBeLessThan(100)
    expect(calls['diff']).toBeUndefined()
  })

  test('one made offline reaches the others, although no state vector tells of it', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('Hello')
    await until(() => alice.isSaved)
    const doc = copyOf(alice)
    doc.getText('content').delete(0, 1)
    const bob = await world.enter('a', { doc })
    await until(() => alice.text === 'ello' && bob.isSaved)
  })
})

test('nobody waits for an answer after leaving', async () => {
  const gate = Promise.withResolvers<void>()
  const parts = async (update: Uint8Array, partBytes: number) => {
    await gate.promise
    return inlineTasks.parts(update, partBytes)
  }
  const world = new TestWorld({ worker: { ...inlineTasks, parts } })
  await world.documents.edit('a', prose(600_000))
  await until(() => world.store.compactions === 1)
  await turn()
  const bob = new TestMember()
  await bob.joins(world.documents, 'a')
  bob.asks()
  const before = bob.received.length
  bob.leaves()
  gate.resolve()
  await turn()
  await turn()
  expect(bob.received).toHaveLength(before)
})
