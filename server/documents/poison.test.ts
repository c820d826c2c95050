import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ProtocolError } from '../../protocol/error.ts'
import { encodeSyncStep1, encodeSyncStep2, encodeUpdate, MessageType } from '../../protocol/message.ts'
import { docOf, TestMember, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

// 634916002 is a mutant whose sections stand out of order, which Y.mergeUpdates loses.
const seeds = [1, 2, 3, 634916002, Math.floor(Math.random() * 2 ** 31)]

/** Messages such as a member sends, made from a document that has a bit of everything. */
function messagesOf(doc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = []
  const copy = docOf(doc.clientID + 1)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.on('update', (update: Uint8Array) => updates.push(update))
  const text = copy.getText('content')
  text.insert(3, 'typed')
  text.delete(1, 4)
  text.format(0, 2, { bold: true })
  copy.getMap('map').set('nested', { list: [1, 'two', null] })
  copy.getMap('map').set('text', new Y.Text('inner'))
  const whole = Y.encodeStateAsUpdate(copy)
  const stateVector = Y.encodeStateVector(copy)
  return [...updates.map(encodeUpdate), encodeSyncStep2(whole), encodeUpdate(whole), encodeSyncStep1(stateVector)]
}

/** Flips, cuts, repeats or stretches a part of a message. */
function mutate(message: Uint8Array, random: prng.PRNG): Uint8Array {
  const at = prng.int32(random, 0, message.byteLength - 1)
  switch (prng.int32(random, 0, 4)) {
    case 0:
      return message.slice(0, at)
    case 1:
      return Uint8Array.of(...message.slice(0, at), ...message.slice(at - 3), ...message.slice(at))
    case 2:
      return Uint8Array.of(...message.slice(0, at), 255, 255, 255, 127, ...message.slice(at))
    default: {
      const mutated = message.slice()
      for (let flips = prng.int32(random, 1, 3); flips > 0; flips--) {
        mutated[prng.int32(random, 0, mutated.byteLength - 1)] = prng.int32(random, 0, 255)
      }
      return mutated
    }
  }
}

describe.each(seeds)('1,000 mutated messages (seed %i)', (seed) => {
  test('crash nothing, are refused with a code and not relayed, and hurt nobody else', async () => {
    const random = prng.create(seed)
    const world = new TestWorld()
    // The mutants speak in the name of somebody who has left. Whoever forges structs of somebody who is typing can take
    // their place, on this server as among Yjs clients.
    const enter = () => world.enter('a', { doc: docOf(prng.uint32(random, 0, 2 ** 32 - 1)) })
    const author = await enter()
    author.types('Hello, this is a document')
    await until(() => author.isSaved)
    author.leaves()
    const [alice, bob] = [await enter(), await enter()]
    const templates = messagesOf(author.doc)
    const codes: Record<string, number> = {}
    for (let round = 0; round < 1_000; round++) {
      const mallory = new TestMember({ doc: docOf(round) })
      await mallory.joins(world.documents, 'a')
      await turn()
      const before = { appends: world.store.appends, received: bob.received.length }
      try {
        mallory.says(mutate(prng.oneOf(random, templates), random))
        codes['accepted'] = (codes['accepted'] ?? 0) + 1
        await turn()
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
        const { code } = error as ProtocolError
        expect(['UPDATE_MALFORMED', 'MESSAGE_MALFORMED']).toContain(code)
        codes[code] = (codes[code] ?? 0) + 1
        await turn()
        expect({ appends: world.store.appends, received: bob.received.length }).toEqual(before)
      }
      mallory.leaves()
    }
    expect(codes['UPDATE_MALFORMED']).toBeGreaterThan(100)
    expect(codes['MESSAGE_MALFORMED']).toBeGreaterThan(10)

    alice.types('still here', 0)
    await until(() => alice.isSaved && bob.text === alice.text)
    expect(alice.text).toContain('still here')
    // Letters, not their order: Yjs does not promise one for a mutant whose right neighbour stands left of its left one.
    const letters = [...alice.text].sort()
    expect([...(await world.enter('a')).text].sort()).toEqual(letters)
    world.crash()
    expect([...(await world.documents.text('a'))!].sort()).toEqual(letters)
  })
})

test.each([
  [200_000, true],
  [1_000_001, false],
])('of an update of %i structs of two bytes the room lives', async (count, isTaken) => {
  const world = new TestWorld()
  const [mallory, bob] = [await world.enter('a'), await world.enter('a')]
  const encoder = encoding.createEncoder()
  for (const number of [1, count, 7, 0]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8Array(
    encoder,
    new Uint8Array(2 * count).map((_, index) => index % 2),
  )
  encoding.writeVarUint(encoder, 0)
  mallory.isMute = true
  const say = () => mallory.says(encodeUpdate(encoding.toUint8Array(encoder)))
  if (isTaken) say()
  else expect(say).toThrow(expect.objectContaining({ code: 'UPDATE_MALFORMED' }))
  bob.types('fine')
  await until(() => bob.isSaved)
  expect(await world.documents.text('a')).toBe('fine')
})

test('nobody may pass off a presence or a saved message of the server', async () => {
  const world = new TestWorld()
  const mallory = await world.enter('a')
  for (const type of [MessageType.Auth, MessageType.Saved, MessageType.Info, 99]) {
    expect(() => mallory.says(Uint8Array.of(type, 0))).toThrow(expect.objectContaining({ code: 'MESSAGE_MALFORMED' }))
  }
})
