import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeSyncStep1, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import { StoreError } from '../stores/store.ts'
import { settle, TestMember, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

const unavailable = new StoreError('UNAVAILABLE', 'disk full')

/** Turns enough for everything that does not wait for the store or the clock. */
describe('[S4] nothing is acknowledged before it is durable', () => {
  test('not to an extended author', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await until(() => alice.isSaved)
    world.store.hold()
    alice.types('x')
    await settle()
    world.clock.advance(1_000)
    await settle()
    expect(alice.isSaved).toBe(false)
    world.store.release()
    await until(() => alice.isSaved)
    expect((await world.disk.load('a'))?.updates).toHaveLength(1)
  })

  test('not to a plain author, whose own update is its acknowledgement', async () => {
    const world = new TestWorld()
    const plain = await world.enter('a', { extended: false })
    const bob = await world.enter('a')
    world.store.hold()
    plain.types('x')
    await settle()
    world.clock.advance(50)
    await until(() => bob.text === 'x')
    const echoes = () => plain.messages(MessageType.Sync, SyncType.Update).length
    expect(echoes()).toBe(0)
    world.store.release()
    await until(() => echoes() === 1)
    await settle()
    expect(echoes()).toBe(1)
    expect(bob.messages(MessageType.Sync, SyncType.Update)).toHaveLength(1)
  })

  test('not to a plain author that comes back while the store is away', async () => {
    const world = new TestWorld()
    const before = await world.enter('a', { extended: false })
    before.types('saved, ')
    await until(() => before.messages(MessageType.Sync, SyncType.Update).length === 1)
    world.store.hold()
    before.types('unsaved')
    await settle()
    world.clock.advance(50)
    await settle()
    before.leaves()
    // The same person, with an empty Y.Doc to see what the server sends.
    const after = await world.enter('a', { extended: false })
    expect(after.text).toBe('saved, ')
    world.store.release()
    await until(() => after.text === 'saved, unsaved')
  })

  test('a server that dies before the commit has acknowledged nothing, and the edit comes again', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('saved, ')
    await until(() => alice.isSaved)
    world.store.hold()
    alice.types('unsaved')
    await settle()
    expect(alice.isSaved).toBe(false)
    world.crash()
    expect(await world.documents.text('a')).toBe('saved, ')
    await alice.enters(world.documents, 'a')
    await until(() => alice.isSaved)
    expect(await world.documents.text('a')).toBe('saved, unsaved')
  })

  test('at whatever moment the server dies, everything acknowledged is there', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const world = new TestWorld()
      const alice = await world.enter('a')
      for (let letter = 0; letter < 6; letter++) {
        alice.types(`${letter}`)
        if (letter % 2 === moment % 2) await turn()
        if (letter === moment % 6) break
      }
      for (let step = 0; step < moment / 3; step++) await Promise.resolve()
      const acknowledged = alice.saved - 1
      world.crash()
      const text = (await world.documents.text('a')) ?? ''
      expect(text.length).toBeGreaterThanOrEqual(acknowledged)
      expect(alice.text.startsWith(text)).toBe(true)
    }
  })
})

describe('a plain author that lost its acknowledgement', () => {
  test('is sent its update again when it comes back', async () => {
    const world = new TestWorld()
    const plain = await world.enter('a', { extended: false })
    plain.types('x')
    await until(() => plain.messages(MessageType.Sync, SyncType.Update).length === 1)
    plain.leaves()
    const again = new TestMember({ extended: false, doc: plain.doc })
    await again.enters(world.documents, 'a')
    const [, answer] = again.messages(MessageType.Sync)
    expect(answer![1]).toBe(SyncType.Step2)
    expect(Y.decodeUpdate(answer!.subarray(3)).structs).toHaveLength(1)
  })
})

describe('a slow store', () => {
  test('does not hold the broadcast for longer than 50 ms', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    world.store.hold()
    alice.types('a')
    await settle()
    world.clock.advance(49)
    await settle()
    expect(bob.text).toBe('')
    world.clock.advance(1)
    await until(() => bob.text === 'a')
    alice.types('b')
    await until(() => bob.text === 'ab')
    bob.types('c')
    await until(() => alice.text === 'abc')
    expect(world.store.appends).toBe(1)
    world.store.release()
    await until(() => alice.isSaved && bob.isSaved)
    expect(world.store.appends).toBe(2)
    expect((await world.disk.load('a'))?.updates).toHaveLength(2)
    expect(bob.messages(MessageType.Sync, SyncType.Update)).toHaveLength(2)
  })

  test('does not hold from a plain author what others wrote in the same moment', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a', { extended: false }), await world.enter('a', { extended: false })]
    const updates = () => alice.messages(MessageType.Sync, SyncType.Update)
    world.store.hold()
    alice.types('a')
    bob.types('b')
    await settle()
    world.clock.advance(50)
    await until(() => alice.text.includes('b') && bob.text.includes('a'))
    // Its own letter, coming back, would be the acknowledgement.
    expect(Y.decodeUpdate(updates()[0]!.subarray(3)).structs.map(({ id }) => id.client)).toEqual([bob.doc.clientID])
    bob.types('c')
    await until(() => alice.text.includes('c'))
    expect(alice.doc.store.pendingStructs).toBe(null)
    world.store.release()
    await until(() => updates().length === 3)
    expect(bob.text).toBe(alice.text)
  })

  test('turns nobody’s unreadable question into a failure of the server', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a', { extended: false }), await world.enter('a', { extended: false })]
    world.store.hold()
    alice.types('a')
    await settle()
    world.clock.advance(50)
    await until(() => bob.text === 'a')
    expect(() => bob.says(encodeSyncStep1(Uint8Array.of(5)))).toThrow(
      expect.objectContaining({ code: 'MESSAGE_MALFORMED' }),
    )
    await settle()
    expect(world.log.of('error')).toEqual([])
  })

  test('that waits and has edits injected meanwhile loses none of them at unload', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.hold()
    alice.types('one ')
    await settle()
    alice.types('two')
    await settle()
    alice.leaves()
    world.clock.advance(60_000)
    await settle()
    expect(world.documents.size).toBe(1)
    world.store.release()
    await settle()
    world.clock.advance(5_000)
    expect(world.documents.size).toBe(0)
    expect(await world.documents.text('a')).toBe('one two')
  })
})

describe('a store that fails', () => {
  test('once, with no edit after, is tried again', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    world.store.failure = unavailable
    alice.types('x')
    await until(() => bob.text === 'x')
    expect(alice.isSaved).toBe(false)
    world.store.failure = null
    world.clock.advance(500)
    await until(() => alice.isSaved)
    expect(world.log.of('error')).toHaveLength(1)
    expect(world.log.of('info')).toEqual(['the store takes updates again'])
  })

  test('is tried again with growing delays, and complained of once', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.failure = unavailable
    alice.types('x')
    await until(() => world.store.appends === 1)
    const delays: number[] = []
    for (let attempt = 2; attempt < 9; attempt++) {
      await settle()
      let delay = 0
      while (world.store.appends < attempt) {
        world.clock.advance(25)
        delay += 25
      }
      delays.push(delay)
    }
    // Half way, as this clock's chance is, between 250 ms and a ceiling of 500, 1,000 … 5,000.
    expect(delays).toEqual([375, 625, 1_125, 2_125, 2_625, 2_625, 2_625])
    expect(world.log.of('error')).toHaveLength(1)
  })

  test('holds no broadcast, and gets everything in order when it is back', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    world.store.failure = unavailable
    for (const letter of 'hello') {
      alice.types(letter)
      await until(() => bob.text === alice.text)
    }
    expect(alice.isSaved).toBe(false)
    world.store.failure = null
    world.clock.advance(5_000)
    await until(() => alice.isSaved)
    world.crash()
    expect(await world.documents.text('a')).toBe('hello')
  })

  test('and is back in the turn in which somebody types is given everything once', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.failure = unavailable
    alice.types('a')
    await until(() => world.store.appends === 1)
    await settle()
    world.store.failure = null
    alice.types('b')
    world.clock.advance(5_000)
    await until(() => alice.isSaved)
    await settle()
    expect(world.store.appends).toBe(2)
    expect((await world.disk.load('a'))?.updates).toHaveLength(1)
  })

  test('lets 16 MiB wait, and no more', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    world.store.failure = unavailable
    const mebibytes = (count: number) => 'x'.repeat(count * 1024 * 1024)
    alice.types(mebibytes(10))
    await settle()
    bob.types('still fine')
    await settle()
    alice.isMute = true
    const before = Y.encodeStateVector(alice.doc)
    alice.types(mebibytes(7))
    const update = encodeUpdate(Y.encodeStateAsUpdate(alice.doc, before))
    expect(() => alice.says(update)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
    world.store.failure = null
    world.clock.advance(5_000)
    await until(() => bob.isSaved)
    alice.says(update)
    await until(() => bob.text.length > 17_000_000)
  })

  test('and then says that the document is deleted: its members are sent away', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('x')
    await until(() => alice.isSaved)
    await world.disk.delete('a')
    alice.types('y')
    await until(() => alice.closed !== null)
    expect(alice.closed).toEqual({ code: 4404, reason: 'DOCUMENT_UNKNOWN' })
    expect(world.documents.size).toBe(0)
  })
})

describe('[D7] an epoch', () => {
  test('is one history: a document made with another epoch meanwhile sends the members away', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await world.disk.append('a', Y.encodeStateAsUpdate(new Y.Doc()), { epoch: 'another' })
    alice.types('x')
    await until(() => alice.closed !== null)
    expect(alice.closed).toEqual({ code: 4409, reason: 'ANOTHER_HISTORY' })
  })

  test('of an empty document made meanwhile is taken over, and told', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    const { epoch } = await world.disk.create('a', { title: 'Minutes' })
    alice.types('x')
    await until(() => alice.isSaved && bob.text === 'x')
    expect([alice.info?.epoch, bob.info?.epoch]).toEqual([epoch, epoch])
    expect((await world.disk.load('a'))?.updates).toHaveLength(1)
  })
})
