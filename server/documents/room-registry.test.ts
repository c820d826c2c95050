import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { StoreError } from '../stores/store.ts'
import type { CrdtTasks } from './crdt-task.ts'
import { mergeUpdates } from './merge-updates.ts'
import { settle, TestMember, until } from './test-member.ts'
import { inlineTasks, TestWorld } from './test-world.ts'

describe('opening', () => {
  test('fifty members at once open one room, even where the store is slow, and converge', async () => {
    const world = new TestWorld()
    world.store.hold()
    const members = Array.from({ length: 50 }, () => new TestMember())
    const entering = members.map((member) => member.enters(world.documents, 'a'))
    await settle()
    expect(world.store.loads).toBe(1)
    expect(world.documents.size).toBe(1)
    world.store.release()
    await Promise.all(entering)
    expect(world.presence.get('a')!.members.size).toBe(50)
    for (const [index, member] of members.entries()) member.types(`${index} `, 0)
    await settle()
    world.clock.advance(1_000)
    await until(() => members.every((member) => member.isSaved && member.text === members[0]!.text))
    expect(await world.documents.text('a')).toBe(members[0]!.text)
  })

  test('an unknown id is a fine document, and stores nothing before its first update', async () => {
    const world = new TestWorld()
    const alice = await world.enter('never seen')
    alice.leaves()
    expect(await world.disk.list()).toEqual([])
    expect(await world.documents.state('never seen')).toBeNull()
    expect(await world.documents.text('never seen')).toBeNull()
    await world.disk.create('made')
    expect(await world.documents.text('made')).toBe('')
  })

  test('a document made while its empty room is open is there', async () => {
    const world = new TestWorld()
    await world.enter('a')
    await world.disk.create('a')
    expect(await world.documents.text('a')).toBe('')
  })

  test('an id that none can have is refused', async () => {
    const world = new TestWorld()
    for (const id of ['', '../etc', 'a\n', 'x'.repeat(129)]) {
      await expect(world.documents.join(id, new TestMember())).rejects.toMatchObject({ code: 'DOCUMENT_ID_INVALID' })
    }
    expect(world.documents.size).toBe(0)
  })

  test('a load that fails is refused for now, leaves nothing behind, and is tried again', async () => {
    const world = new TestWorld()
    const load = world.store.load.bind(world.store)
    world.store.load = () => Promise.reject(new StoreError('UNAVAILABLE', 'I/O error'))
    const joins = [1, 2].map(() => world.documents.join('a', new TestMember()))
    for (const { status, ...outcome } of await Promise.allSettled(joins)) {
      expect(status).toBe('rejected')
      expect(outcome).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE' } })
    }
    expect(world.documents.size).toBe(0)
    expect(world.log.of('error')).toHaveLength(1)
    world.store.load = load
    expect((await world.enter('a')).synced).toBe(true)
  })

  test('a log that cannot be read is refused, and logged', async () => {
    const world = new TestWorld()
    await world.disk.append('a', Uint8Array.of(9, 9, 9), { epoch: 'epoch-1' })
    await expect(world.documents.join('a', new TestMember())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(world.log.of('error')).toEqual(['a document could not be opened'])
  })

  test('a large log is read in the worker', async () => {
    let known = 0
    const know = (updates: readonly Uint8Array[]) => {
      known += 1
      return inlineTasks.know(updates)
    }
    const world = new TestWorld({ worker: { ...inlineTasks, know } })
    await world.documents.edit('small', 'x')
    await world.documents.edit('large', 'x'.repeat(300_000))
    world.crash()
    expect((await world.enter('small')).text).toHaveLength(1)
    expect((await world.enter('large')).text).toHaveLength(300_000)
    expect(known).toBe(1)
  })
})

describe('unloading', () => {
  test('happens 5 s after the last member has left, without a trace', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    alice.types('x')
    await until(() => alice.isSaved)
    alice.leaves()
    world.clock.advance(60_000)
    expect(world.documents.size).toBe(1)
    bob.leaves()
    world.clock.advance(4_999)
    expect(world.documents.size).toBe(1)
    world.clock.advance(1)
    expect(world.documents.size).toBe(0)
    expect(world.presence.get('a')!.isClosed).toBe(true)
    expect(world.clock.pending).toBe(0)
  })

  test('is called off by a join, and the old connection may close last', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x')
    await until(() => alice.isSaved)
    const again = await world.enter('a', { doc: alice.doc })
    alice.leaves()
    world.clock.advance(60_000)
    expect(world.documents.size).toBe(1)
    again.leaves()
    world.clock.advance(4_999)
    const bob = await world.enter('a')
    world.clock.advance(60_000)
    expect(world.documents.size).toBe(1)
    expect(world.store.loads).toBe(1)
    bob.types('y')
    await until(() => bob.isSaved)
    expect(await world.documents.text('a')).toBe('xy')
  })

  test('and a join in the same moment open the document again', async () => {
    const world = new TestWorld()
    await world.documents.edit('a', 'x')
    const alice = new TestMember()
    const entering = alice.enters(world.documents, 'a')
    world.clock.advance(5_000)
    await entering
    expect(alice.text).toBe('x')
    alice.types('y')
    await until(() => alice.isSaved)
    expect(world.documents.size).toBe(1)
  })

  test('an idle room has no timer, and an open one neither', async () => {
    const world = new TestWorld()
    const members = await Promise.all(['a', 'b', 'c'].map((id) => world.enter(id)))
    for (const member of members) member.types('x')
    await until(() => members.every((member) => member.isSaved))
    // The headings.
    world.clock.advance(1_000)
    expect(world.clock.pending).toBe(0)
  })
})

describe('editing by text', () => {
  test('makes the document, is durable when it resolves, and reaches the members', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await world.documents.edit('a', 'one\r\ntwo\r\n')
    world.crash()
    expect(await world.documents.text('a')).toBe('one\ntwo\n')
    await until(() => alice.text === 'one\ntwo\n')
  })

  test('of nothing makes an empty document, once', async () => {
    const world = new TestWorld()
    await world.documents.edit('a', '')
    await world.documents.edit('a', '')
    expect(await world.documents.text('a')).toBe('')
    expect(world.store.appends).toBe(1)
    expect(await world.disk.find('a')).not.toBeNull()
  })

  test('keeps what somebody types at the same time', async () => {
    const gate = Promise.withResolvers<void>()
    const edit: CrdtTasks['edit'] = async (updates, text) => {
      const made = inlineTasks.edit(updates, text)
      if (updates.length > 0) await gate.promise
      return made
    }
    const world = new TestWorld({ worker: { ...inlineTasks, edit } })
    await world.documents.edit('a', 'first\nsecond\n')
    const alice = await world.enter('a')
    const editing = world.documents.edit('a', 'first\nsecond line\n')
    await settle()
    alice.types('my ', 0)
    gate.resolve()
    await editing
    await until(() => alice.text === 'my first\nsecond line\n')
    expect(await world.documents.text('a')).toBe(alice.text)
  })

  test('twice at once inserts nothing twice', async () => {
    const world = new TestWorld()
    await Promise.all([world.documents.edit('a', 'the same'), world.documents.edit('a', 'the same')])
    expect(await world.documents.text('a')).toBe('the same')
  })

  test('that fails in the worker rejects, and the next one goes on', async () => {
    let fails = true
    const edit = (updates: readonly Uint8Array[], text: string) =>
      fails ? Promise.reject(new Error('poison')) : inlineTasks.edit(updates, text)
    const world = new TestWorld({ worker: { ...inlineTasks, edit } })
    await expect(world.documents.edit('a', 'x')).rejects.toThrow('poison')
    fails = false
    await world.documents.edit('a', 'y')
    expect(await world.documents.text('a')).toBe('y')
    world.clock.advance(5_000)
    expect(world.documents.size).toBe(0)
  })

  test('the state is one update that holds everything', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, (await world.documents.state('a'))!)
    expect(doc.getText('content').toString()).toBe('x')
  })
})

describe('deleting', () => {
  test('sends the members away with 4404, and lets nobody in again', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x')
    await until(() => alice.isSaved)
    expect(await world.documents.delete('a')).toBe(true)
    expect(alice.closed).toEqual({ code: 4404, reason: 'DOCUMENT_UNKNOWN' })
    expect(world.documents.size).toBe(0)
    await expect(world.documents.join('a', new TestMember())).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' })
    await expect(world.documents.edit('a', 'x')).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' })
    expect(await world.documents.delete('a')).toBe(false)
  })

  test('what there is not changes nothing', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    expect(await world.documents.delete('a')).toBe(false)
    expect(alice.closed).toBeNull()
  })

  test('while it is being opened sends whoever gets in away', async () => {
    const world = new TestWorld()
    await world.disk.append('a', mergeUpdates([]), { epoch: 'epoch-1' })
    const gate = Promise.withResolvers<void>()
    const load = world.store.load.bind(world.store)
    world.store.load = async (id) => {
      const read = await load(id)
      await gate.promise
      return read
    }
    const alice = new TestMember()
    const joining = alice.joins(world.documents, 'a')
    await settle()
    const deleting = world.documents.delete('a')
    await settle()
    gate.resolve()
    await Promise.all([joining, deleting])
    expect(alice.closed).toEqual({ code: 4404, reason: 'DOCUMENT_UNKNOWN' })
    expect(world.documents.size).toBe(0)
  })
})

describe('the trash', () => {
  test('takes a document with all that was written, sends its members away, and gives it back', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.hold()
    alice.types('last words')
    const trashing = world.documents.trash('a')
    await settle()
    world.store.release()
    expect(await trashing).toBe(true)
    expect(alice.closed).toEqual({ code: 4404, reason: 'DOCUMENT_TRASHED' })
    expect(world.documents.size).toBe(0)
    await expect(world.documents.join('a', new TestMember())).rejects.toMatchObject({ code: 'DOCUMENT_TRASHED' })
    await expect(world.documents.text('a')).rejects.toMatchObject({ code: 'DOCUMENT_TRASHED' })
    expect(await world.documents.trash('a')).toBe(false)
    await world.disk.restore('a')
    expect(await world.documents.text('a')).toBe('last words')
  })

  test('does not wait for a store that is away for longer than two seconds', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await world.disk.append('a', mergeUpdates([]), { epoch: alice.info!.epoch })
    world.store.hold()
    alice.types('x')
    const trashing = world.documents.trash('a')
    await settle()
    world.clock.advance(2_000)
    expect(await trashing).toBe(true)
    expect(alice.closed).toEqual({ code: 4404, reason: 'DOCUMENT_TRASHED' })
  })
})

describe('closing', () => {
  test('waits until everything is durable, then sends the members away with 1012', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('b')]
    world.store.hold()
    alice.types('last words')
    await settle()
    const closing = world.documents.close()
    await settle()
    expect(alice.closed).toBeNull()
    world.store.release()
    await closing
    expect(alice.isSaved).toBe(true)
    for (const { closed } of [alice, bob]) expect(closed).toEqual({ code: 1012, reason: 'RESTART' })
    expect(world.clock.pending).toBe(0)
    await expect(world.documents.join('a', new TestMember())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await world.documents.close()
    world.crash()
    expect(await world.documents.text('a')).toBe('last words')
  })

  test('takes what was typed in the very moment', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('last words')
    await world.documents.close()
    expect(alice.isSaved).toBe(true)
    world.crash()
    expect(await world.documents.text('a')).toBe('last words')
  })

  test('does not wait longer than 10 s for a store that fails, and acknowledges nothing', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.failure = new StoreError('UNAVAILABLE', 'disk full')
    alice.types('x')
    await settle()
    const closing = world.documents.close()
    await settle()
    world.clock.advance(10_000)
    await closing
    expect(alice.isSaved).toBe(false)
    expect(alice.closed?.code).toBe(1012)
    expect(world.log.of('error').at(-1)).toContain('before the store has taken')
    expect(world.clock.pending).toBe(0)
  })
})
