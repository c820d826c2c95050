import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeSyncStep1, encodeSyncStep2, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import { emptyUpdate } from './merge-updates.ts'
import { TestMember, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

describe('a room', () => {
  test('greets a member with info, SyncStep1 and presence, before the join resolves', async () => {
    const world = new TestWorld()
    const alice = new TestMember()
    await alice.joins(world.documents, 'minutes')
    expect(alice.received.slice(0, 2).map(([type]) => type)).toEqual([MessageType.Info, MessageType.Sync])
    expect(world.presence.get('minutes')!.members.has(alice)).toBe(true)
    await until(() => alice.info !== null)
    expect(alice.info).toEqual({ epoch: expect.stringMatching(/^[0-9a-f-]{36}$/), role: 'editor' })
    expect(await world.disk.find('minutes')).toBeNull()
  })

  test('sends a plain member y-protocols alone', async () => {
    const world = new TestWorld()
    const plain = await world.enter('minutes', { extended: false })
    const alice = await world.enter('minutes')
    plain.types('Hello')
    await until(() => alice.text === 'Hello')
    expect(new Set(plain.received.map(([type]) => type))).toEqual(new Set([MessageType.Sync]))
  })

  test('brings what one types to the others, and saves it', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('minutes'), await world.enter('minutes')]
    alice.types('Hello')
    await until(() => bob.text === 'Hello' && alice.isSaved)
    bob.deletes(0, 2)
    await until(() => alice.text === 'llo' && bob.isSaved)
    expect(await world.documents.text('minutes')).toBe('llo')
    const stored = await world.disk.load('minutes')
    expect(stored?.epoch).toBe(alice.info!.epoch)
    expect(stored?.updates).toHaveLength(2)
  })

  test('[D1] many updates of one turn are one commit and one message', async () => {
    const world = new TestWorld()
    const [alice, bob, eve] = [await world.enter('a'), await world.enter('a'), await world.enter('a')]
    const told = alice.messages(MessageType.Saved).length
    for (const letter of 'abc') {
      alice.types(letter)
      bob.types(letter.toUpperCase(), 0)
    }
    await until(() => eve.text.length === 6)
    expect(world.store.appends).toBe(1)
    expect(eve.messages(MessageType.Sync, SyncType.Update)).toHaveLength(1)
    await until(() => alice.isSaved && bob.isSaved)
    expect(alice.messages(MessageType.Saved)).toHaveLength(told + 1)
  })

  test('encodes a message once for all members', async () => {
    const world = new TestWorld()
    const [alice, bob, eve] = [await world.enter('a'), await world.enter('a'), await world.enter('a')]
    alice.types('x')
    await until(() => bob.text === 'x' && eve.text === 'x')
    expect(bob.received.at(-1)).toBe(eve.received.at(-1))
  })

  test('an extended author is not sent its own update, unless it is merged with that of another', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    alice.types('x')
    await until(() => alice.isSaved)
    expect(alice.messages(MessageType.Sync, SyncType.Update)).toHaveLength(0)
    alice.types('y')
    bob.types('z')
    await until(() => alice.isSaved && bob.isSaved)
    expect(alice.messages(MessageType.Sync, SyncType.Update)).toHaveLength(1)
  })

  test('does not keep the bytes of a message that is a view of something larger', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    alice.isMute = true
    alice.types('kept')
    const update = Y.encodeStateAsUpdate(alice.doc)
    const message = encodeUpdate(update)
    const buffer = new Uint8Array(64 * 1024)
    buffer.set(message, 100)
    alice.says(buffer.subarray(100, 100 + message.byteLength))
    buffer.fill(0xff)
    await until(() => bob.text === 'kept')
  })

  test('large rooms are sent to less often, and what is typed meanwhile is merged', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const crowd = await Promise.all(Array.from({ length: 200 }, () => world.enter('a')))
    const [bob] = crowd as [TestMember]
    alice.types('1')
    await until(() => bob.text === '1')
    alice.types('2')
    await turn()
    alice.types('3')
    await turn()
    expect(bob.text).toBe('1')
    world.clock.advance(45)
    await until(() => crowd.every(({ text }) => text === '123'))
    expect(bob.messages(MessageType.Sync, SyncType.Update)).toHaveLength(2)
  })
})

describe('presence messages', () => {
  test('go to the presence table', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const presence = world.presence.get('a')!
    const message = encoding.createEncoder()
    encoding.writeVarUint(message, MessageType.Awareness)
    encoding.writeVarUint8Array(message, Uint8Array.of(1, 2, 3))
    alice.says(encoding.toUint8Array(message))
    alice.says(Uint8Array.of(MessageType.QueryAwareness))
    expect(presence.heard).toEqual([[alice, Uint8Array.of(1, 2, 3)]])
    expect(presence.queries).toBe(1)
  })

  test('a member that leaves is gone at once, however often it leaves', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const presence = world.presence.get('a')!
    const membership = await world.documents.join('a', new TestMember())
    expect(presence.members.size).toBe(2)
    membership.leave()
    membership.leave()
    expect(presence.members).toEqual(new Set([alice]))
    expect(() => membership.receive(Uint8Array.of(99))).not.toThrow()
  })
})

describe('receipts', () => {
  test('known and empty updates count as saved', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await until(() => alice.isSaved && alice.sent === 1)
    alice.types('x')
    await until(() => alice.isSaved)
    alice.says(encodeUpdate(Y.encodeStateAsUpdate(alice.doc)))
    alice.says(encodeUpdate(emptyUpdate))
    await until(() => alice.isSaved)
    expect(alice.saved).toBe(4)
    expect(world.store.appends).toBe(1)
  })

  test('[S4] an update that is known, and not durable yet, is not acknowledged', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    await until(() => bob.isSaved)
    world.store.hold()
    alice.types('x')
    await turn()
    bob.says(encodeUpdate(Y.encodeStateAsUpdate(alice.doc)))
    await turn()
    await turn()
    expect(bob.isSaved).toBe(false)
    world.store.release()
    await until(() => bob.isSaved)
  })
})

describe('viewers', () => {
  test('read along, and are not asked for what they have', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const eve = await world.enter('a', { role: 'viewer' })
    await until(() => eve.info?.role === 'viewer')
    alice.types('Hello')
    await until(() => eve.text === 'Hello')
    expect(eve.messages(MessageType.Sync, SyncType.Step1)).toHaveLength(0)
  })

  test('are sent away with 4403 for an update, which nobody sees', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const eve = await world.enter('a', { role: 'viewer' })
    eve.types('graffiti')
    expect(eve.closed).toEqual({ code: 4403, reason: 'ROLE_FORBIDDEN' })
    await turn()
    expect(alice.text).toBe('')
    expect(world.presence.get('a')!.members).toEqual(new Set([alice]))
  })

  test('may send what is known, and an answer, which is not taken', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('Hello')
    await until(() => alice.isSaved)
    const eve = await world.enter('a', { role: 'viewer' })
    eve.says(encodeUpdate(Y.encodeStateAsUpdate(alice.doc)))
    eve.isMute = true
    eve.types('mine')
    eve.says(encodeSyncStep2(Y.encodeStateAsUpdate(eve.doc)))
    await turn()
    expect(eve.closed).toBeNull()
    expect(alice.text).toBe('Hello')
  })
})

describe('the answer to SyncStep1', () => {
  test('to an empty document is an empty SyncStep2', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    expect(alice.messages(MessageType.Sync, SyncType.Step2)).toEqual([encodeSyncStep2(emptyUpdate)])
  })

  test('holds what was sent to others and is not durable', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    world.store.hold()
    alice.types('early')
    await turn()
    world.clock.advance(50)
    const bob = new TestMember()
    await bob.joins(world.documents, 'a')
    bob.asks()
    await until(() => bob.synced)
    expect(bob.text).toBe('early')
  })

  test('leaves no hole between it and the broadcasts', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const late: TestMember[] = []
    for (const letter of 'abcdefghijklmnop') {
      alice.types(letter)
      const member = new TestMember()
      late.push(member)
      await member.joins(world.documents, 'a')
      alice.types(letter.toUpperCase())
      member.asks()
    }
    await until(() => late.every(({ text }) => text === alice.text))
  })

  test('with a broken state vector is a malformed question', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const broken = (...bytes: number[]) => encodeSyncStep1(Uint8Array.of(...bytes))
    for (const question of [broken(), broken(2, 1), broken(255, 255, 255, 255, 15)]) {
      expect(() => alice.says(question)).toThrow(expect.objectContaining({ code: 'MESSAGE_MALFORMED' }))
    }
    expect(() => alice.says(encodeSyncStep1(new Uint8Array(3_000_000)))).toThrow(
      expect.objectContaining({ code: 'MESSAGE_MALFORMED' }),
    )
  })
})
