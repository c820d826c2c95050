import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { HIGH_WATER_BYTES } from '../../protocol/gauge.ts'
import { encodeSyncStep1, MessageType, SyncType } from '../../protocol/message.ts'
import { StoreError } from '../stores/store.ts'
import { TestMember, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

const MEBIBYTE = 1024 * 1024

const bytesOf = (messages: readonly Uint8Array[]): number =>
  messages.reduce((sum, { byteLength }) => sum + byteLength, 0)
const updatesOf = (member: TestMember): Uint8Array[] => member.messages(MessageType.Sync, SyncType.Update)

/** So many edits, each with a flush of its own. */
async function types(member: TestMember, edits: number, text = 'word '): Promise<void> {
  for (let count = 0; count < edits; count++) {
    member.types(text)
    await until(() => member.isSaved)
  }
}

describe('[S10] a member that is behind', () => {
  test('is sent nothing, and then all it missed as one update', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    bob.stalls()
    const before = bob.received.length
    await types(alice, 300)
    expect(bob.mostWaiting).toBeLessThan(1_000)
    bob.flows()
    await until(() => bob.text === alice.text)
    expect(bob.received.length - before).toBe(1)
    await types(alice, 1)
    expect(bob.text).toBe(alice.text)
  })

  test('holds no more than 256 KiB and a message, whatever the others do', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    bob.pauses()
    await types(alice, 200, 'x'.repeat(10_000))
    expect(bob.mostWaiting).toBeLessThan(HIGH_WATER_BYTES + 12_000)
    while (bob.takes()) await turn()
    expect(bob.text).toBe(alice.text)
    expect(bob.mostWaiting).toBeLessThan(2 * HIGH_WATER_BYTES)
    bob.flows()
    await types(alice, 1)
    expect(bob.text).toBe(alice.text)
  })

  test('is told what it missed though a compaction has swallowed it, and not the whole again', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 1, 'x'.repeat(MEBIBYTE))
    const bob = await world.enter('a')
    const before = bob.received.length
    bob.stalls()
    await types(alice, 600)
    await until(() => world.store.compactions > 0)
    await types(alice, 600)
    await until(() => world.store.compactions > 1)
    bob.flows()
    await until(() => bob.text === alice.text)
    expect(bytesOf(bob.received.slice(before))).toBeLessThan(100_000)
  })

  test('begins anew when it has missed more than is kept for it, one part at a time', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    await types(alice, 1, 'to stay; ')
    bob.stalls()
    const answers = () => bob.messages(MessageType.Sync, SyncType.Step2).length
    const before = answers()
    for (let count = 0; count < 60; count++) {
      await types(alice, 1, 'y'.repeat(100_000))
      alice.deletes(9, 100_000)
    }
    await types(alice, 1, 'the end')
    await until(() => alice.isSaved && world.store.compactions > 10)
    bob.flows()
    bob.pauses()
    while (bob.takes() || bob.text !== alice.text) await turn()
    expect(answers()).toBe(before + 1)
    expect(bob.mostWaiting).toBeLessThan(2 * HIGH_WATER_BYTES)
    bob.flows()
    bob.types('!')
    await until(() => bob.isSaved && alice.text === bob.text)
  })

  test('hears what is durable of its own all the same, the newest alone', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    bob.pauses()
    await types(alice, 40, 'x'.repeat(10_000))
    const before = bob.saved
    for (let count = 1; count <= 5; count++) {
      bob.types('z', 0)
      await until(() => alice.text.split('z').length > count)
    }
    expect(bob.saved).toBe(before)
    bob.takes()
    await turn()
    expect(bob.saved).toBe(bob.sent)
  })

  test('that leaves is forgotten', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    bob.stalls()
    await types(alice, 3)
    bob.leaves()
    await types(alice, 3)
    alice.leaves()
    world.clock.advance(5_000)
    expect(world.documents.size).toBe(0)
  })

  test('may be one of many who fell behind together', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const slow = await Promise.all(Array.from({ length: 10 }, () => world.enter('a')))
    for (const member of slow) member.stalls()
    await types(alice, 100)
    for (const member of slow) member.flows()
    await until(() => slow.every(({ text }) => text === alice.text))
    // Everybody is handed the same bytes.
    expect(new Set(slow.map((member) => updatesOf(member).at(-1))).size).toBe(1)
  })
})

describe('[S4] a plain member that is behind', () => {
  test('does not get its own update back before it is durable', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    const bob = await world.enter('a', { extended: false })
    bob.stalls()
    world.store.failure = new StoreError('UNAVAILABLE', 'disk full')
    bob.types('mine')
    await until(() => alice.text === 'mine')
    alice.types('hers ', 0)
    await until(() => alice.text === 'hers mine')
    bob.flows()
    await until(() => bob.text === 'hers mine')
    const own = () => {
      const doc = new Y.Doc()
      for (const message of updatesOf(bob)) Y.applyUpdate(doc, message.subarray(3))
      return doc.getText('content').toString()
    }
    expect(own()).not.toContain('mine')
    bob.stalls()
    world.store.failure = null
    world.clock.advance(5_000)
    await until(() => alice.isSaved)
    expect(own()).not.toContain('mine')
    bob.flows()
    await until(() => own().includes('mine'))
  })
})

describe('[S10] an answer to SyncStep1', () => {
  test('[P15] of 5 MB reaches whoever takes it slowly, and never waits with the member as a whole', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 50, 'x'.repeat(100_000))
    await until(() => world.store.compactions > 0)
    const bob = new TestMember()
    bob.pauses()
    await bob.joins(world.documents, 'a')
    bob.asks()
    let took = 0
    while (!bob.synced) {
      if (bob.takes()) took += 1
      // Meanwhile the others go on.
      if (took % 5 === 0 && alice.isSaved) alice.types('more ')
      await turn()
    }
    expect(took).toBeGreaterThan(10)
    expect(bob.mostWaiting).toBeLessThan(MEBIBYTE)
    bob.flows()
    await until(() => bob.text === alice.text)
  })

  test('is given once for many questions, and has everything', async () => {
    const world = new TestWorld()
    const [alice, bob] = [await world.enter('a'), await world.enter('a')]
    await types(alice, 3)
    bob.stalls()
    const answers = () => bob.messages(MessageType.Sync, SyncType.Step2).length
    const before = answers()
    for (let count = 0; count < 1_000; count++) bob.asks()
    await types(alice, 3)
    expect(bob.mostWaiting).toBeLessThan(1_000)
    bob.flows()
    await until(() => bob.text === alice.text)
    expect(answers() - before).toBe(1)
  })

  test('is given one at a time also while it is being worked out', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    await types(alice, 1, 'x'.repeat(100_000))
    const bob = await world.enter('a')
    const question = encodeSyncStep1(Y.encodeStateVector(bob.doc))
    await types(alice, 1, 'y')
    const before = bob.messages(MessageType.Sync, SyncType.Step2).length
    for (let count = 0; count < 100; count++) bob.says(question)
    await until(() => bob.messages(MessageType.Sync, SyncType.Step2).length > before + 1)
    for (let count = 0; count < 20; count++) await turn()
    expect(bob.messages(MessageType.Sync, SyncType.Step2).length).toBeLessThanOrEqual(before + 2)
    expect(bob.text).toBe(alice.text)
  })

  test('that cannot be read is its sender’s fault, also when it had to wait', async () => {
    const world = new TestWorld()
    const bob = await world.enter('a')
    const alice = await world.enter('a')
    bob.stalls()
    await types(alice, 1)
    bob.says(encodeSyncStep1(Uint8Array.of(9, 9, 9)))
    expect(bob.closed).toBeNull()
    bob.flows()
    await until(() => bob.closed !== null)
    expect(bob.closed).toEqual({ code: 4400, reason: 'MESSAGE_MALFORMED' })
  })
})
