import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeSyncStep2, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import { emptyUpdate, mergeUpdates } from './merge-updates.ts'
import { TestMember, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

/** Writes one letter after another into a document of its own. */
function keystrokes(letters: string, doc = new Y.Doc()): Uint8Array[] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => updates.push(update)
  doc.on('update', keep)
  for (const letter of letters) doc.getText('content').insert(doc.getText('content').length, letter)
  doc.off('update', keep)
  return updates
}

/** A member that says what the test tells it, and answers no questions. */
async function puppet(world: TestWorld): Promise<TestMember> {
  const member = await world.enter('a')
  await until(() => member.isSaved)
  member.isMute = true
  return member
}

const questions = (member: TestMember) => member.messages(MessageType.Sync, SyncType.Step1).length

describe('[D2] an update behind a gap', () => {
  test('is not relayed, not stored, not acknowledged, and its member is asked at once', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await puppet(world), await world.enter('a')]
    const [first, , third] = keystrokes('abc')
    alice.says(encodeUpdate(first!))
    await until(() => alice.isSaved)
    const asked = questions(alice)
    alice.says(encodeUpdate(third!))
    expect(questions(alice)).toBe(asked + 1)
    await turn()
    await turn()
    expect(bob.text).toBe('a')
    expect(world.store.appends).toBe(1)
    expect(alice.isSaved).toBe(false)
  })

  test('is never in a state vector that is sent', async () => {
    const world = new TestWorld()
    const alice = await puppet(world)
    const doc = new Y.Doc()
    const updates = keystrokes('abc', doc)
    alice.says(encodeUpdate(updates[0]!))
    alice.says(encodeUpdate(updates[2]!))
    const clocks = (member: TestMember) => Y.decodeStateVector(member.messages(0, 0).at(-1)!.subarray(3))
    expect(clocks(alice).get(doc.clientID)).toBe(1)
    const bob = new TestMember()
    await bob.joins(world.documents, 'a')
    expect(clocks(bob).get(doc.clientID)).toBe(1)
  })

  test('is taken when what was missing comes, from whomever', async () => {
    const world = new TestWorld()
    const [alice, bob, eve] = [await puppet(world), await puppet(world), await world.enter('a')]
    const updates = keystrokes('abcdef')
    for (const index of [0, 3, 5, 2, 4]) alice.says(encodeUpdate(updates[index]!))
    await turn()
    await turn()
    expect(eve.text).toBe('a')
    bob.says(encodeUpdate(updates[1]!))
    await until(() => eve.text === 'abcdef' && alice.isSaved && bob.isSaved)
    expect(await world.documents.text('a')).toBe('abcdef')
  })

  test('heals by itself: the member answers with what was missing', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    alice.isMute = true
    alice.types('lost ')
    alice.isMute = false
    alice.types('and found')
    await until(() => bob.text === 'lost and found' && alice.isSaved)
  })

  test('does not keep what stands beside it from being saved', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await puppet(world), await world.enter('a')]
    const own = keystrokes('own')
    const [, , foreign] = keystrokes('xyz')
    alice.says(encodeSyncStep2(mergeUpdates([...own, foreign!])))
    await until(() => bob.text === 'own')
    await turn()
    expect(await world.documents.text('a')).toBe('own')
    expect(alice.isSaved).toBe(false)
  })

  test('is asked about once until the answer is there, and an answer with the same gap asks nobody', async () => {
    const world = new TestWorld()
    const alice = await puppet(world)
    const updates = keystrokes('abcdef')
    const asked = questions(alice)
    for (const index of [2, 3, 4]) alice.says(encodeUpdate(updates[index]!))
    expect(questions(alice)).toBe(asked + 1)
    await turn()
    alice.says(encodeSyncStep2(updates[5]!))
    await turn()
    expect(questions(alice)).toBe(asked + 1)
    alice.says(encodeUpdate(updates[5]!))
    expect(questions(alice)).toBe(asked + 2)
  })

  test('gives way to newer ones beyond 256, and its member is asked again', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await puppet(world), await puppet(world)]
    const dropped = keystrokes('abc')
    bob.says(encodeUpdate(dropped[2]!))
    await turn()
    bob.says(encodeSyncStep2(emptyUpdate))
    const asked = questions(bob)
    const many = keystrokes('x'.repeat(300))
    for (const update of many.slice(2, 258)) alice.says(encodeUpdate(update))
    expect(questions(bob)).toBe(asked + 1)
    bob.says(encodeSyncStep2(mergeUpdates(dropped)))
    await until(() => bob.isSaved)
    for (const update of [many[0]!, many[1]!]) alice.says(encodeUpdate(update))
    await until(() => alice.isSaved)
    expect(await world.documents.text('a')).toHaveLength(3 + 258)
  })

  test('asks a member that owes an answer for no other, however many updates give way', async () => {
    const world = new TestWorld()
    const alice = await puppet(world)
    const many = keystrokes('x'.repeat(2_000))
    const asked = questions(alice)
    for (const update of many.slice(1)) alice.says(encodeUpdate(update))
    expect(questions(alice) - asked).toBeLessThanOrEqual(1)
    alice.says(encodeSyncStep2(mergeUpdates(many)))
    await until(() => alice.isSaved)
    expect(await world.documents.text('a')).toHaveLength(2_000)
  })
})

describe('an update that needs what another client wrote, and the server never saw', () => {
  test('is taken and survives a restart; the text appears when the other part comes', async () => {
    const world = new TestWorld()
    const offline = new Y.Doc()
    const missing = mergeUpdates(keystrokes('Hello ', offline))
    const alice = await puppet(world)
    Y.applyUpdate(alice.doc, missing, alice)
    const known = Y.encodeStateVector(alice.doc)
    alice.types('world')
    const pending = Y.encodeStateAsUpdate(alice.doc, known)
    alice.says(encodeUpdate(pending))
    await until(() => alice.saved >= 2)
    alice.leaves()
    world.crash()
    expect(await world.documents.text('a')).toBe('')
    const bob = await puppet(world)
    expect(bob.text).toBe('')
    bob.says(encodeUpdate(missing))
    await until(() => bob.isSaved)
    expect(await world.documents.text('a')).toBe('Hello world')
    world.crash()
    expect((await world.enter('a')).text).toBe('Hello world')
  })

  test('has its member asked: it must have the other part', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    // By way of another tab, past the server.
    Y.applyUpdate(alice.doc, mergeUpdates(keystrokes('Hello ')), alice)
    alice.types('world')
    await until(() => bob.text === 'Hello world')
  })
})

describe('an update that Yjs can read and not merge', () => {
  test('because its sections are in another order, loses nothing', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await puppet(world), await puppet(world)]
    const [low, high] = [new Y.Doc(), new Y.Doc()]
    low.clientID = 1_000
    high.clientID = 2_000_000
    const sections = [...keystrokes('x', low), ...keystrokes('y', high)].map((update) => update.subarray(1, -1))
    alice.says(encodeUpdate(Uint8Array.of(2, ...sections.flatMap((section) => [...section]), 0)))
    bob.says(encodeUpdate(keystrokes('z')[0]!))
    await until(() => alice.isSaved && bob.isSaved)
    expect([...(await world.enter('a')).text].sort()).toEqual(['x', 'y', 'z'])
  })

  test('because it begins inside what is known, is taken without that', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await puppet(world), await world.enter('a')]
    const updates = keystrokes('abc')
    alice.says(encodeUpdate(updates[0]!))
    await until(() => bob.text === 'a')
    alice.says(encodeUpdate(mergeUpdates(updates)))
    await until(() => bob.text === 'abc' && alice.isSaved)
    const [last] = (await world.disk.load('a'))!.updates.slice(-1)
    expect(Y.decodeUpdate(last!.bytes).structs[0]!.id.clock).toBe(1)
  })
})
