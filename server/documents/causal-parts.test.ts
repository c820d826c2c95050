import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { causalParts } from './causal-parts.ts'
import { emptyUpdate } from './merge-updates.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

/** People who write into each other's text. */
function crowd(random: prng.PRNG, people: number, steps: number): Y.Doc[] {
  const docs = Array.from({ length: people }, () => new Y.Doc())
  for (let step = 0; step < steps; step++) {
    const doc = prng.oneOf(random, docs)
    const text = doc.getText('content')
    if (text.length > 4 && prng.int32(random, 0, 3) === 0) text.delete(prng.int32(random, 0, text.length - 4), 3)
    else text.insert(prng.int32(random, 0, text.length), prng.word(random, 1, 9))
    doc.getMap('map').set(prng.letter(random), step)
    if (prng.int32(random, 0, 3) === 0) {
      const other = prng.oneOf(random, docs)
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)))
    }
  }
  for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return docs
}

test('a small update is one part, as it is', () => {
  expect(causalParts(emptyUpdate, 1024)).toEqual([emptyUpdate])
})

test(`no part needs a later one, and together they are the document (seed ${seed})`, () => {
  const random = prng.create(seed)
  for (let round = 0; round < 20; round++) {
    const [doc] = crowd(random, prng.int32(random, 1, 5), 150) as [Y.Doc]
    const update = Y.encodeStateAsUpdate(doc)
    const parts = causalParts(update, 500)
    expect(parts.length).toBeGreaterThan(1)
    const copy = new Y.Doc()
    for (const part of parts) {
      Y.applyUpdate(copy, part)
      expect(copy.store.pendingStructs).toBeNull()
      expect(copy.store.pendingDs).toBeNull()
      expect(part.byteLength).toBeLessThan(update.byteLength)
    }
    expect(copy.getText('content').toString()).toBe(doc.getText('content').toString())
    expect(copy.getMap('map').toJSON()).toEqual(doc.getMap('map').toJSON())
    expect(Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc))).toBe(true)
  }
})

test('a pasted text, which is one struct, is cut between characters', () => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'an <- -> other')
  doc.getText('content').insert(5, '👋'.repeat(1_000))
  const parts = causalParts(Y.encodeStateAsUpdate(doc), 501)
  expect(parts.length).toBeGreaterThan(3)
  const copy = new Y.Doc()
  for (const part of parts) Y.applyUpdate(copy, part)
  expect(copy.getText('content').toString()).toBe(doc.getText('content').toString())
  expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(doc))
})

test('structs that wait for something outside are in a part all the same', () => {
  const alice = new Y.Doc()
  alice.getText('content').insert(0, 'missing')
  const bob = new Y.Doc()
  Y.applyUpdate(bob, Y.encodeStateAsUpdate(alice))
  const reference = Y.encodeStateVector(bob)
  for (let index = 0; index < 300; index++) bob.getText('content').insert(3, `${index} `)
  const parts = causalParts(Y.encodeStateAsUpdate(bob, reference), 500)
  const copy = new Y.Doc()
  for (const part of parts) Y.applyUpdate(copy, part)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(alice))
  expect(copy.getText('content').toString()).toBe(bob.getText('content').toString())
})
