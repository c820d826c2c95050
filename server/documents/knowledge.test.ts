import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Knowledge } from './knowledge.ts'
import { mergeUpdates } from './merge-updates.ts'
import { outlineOf } from './outline.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

/** A document and each of its updates. */
function recorded(): { doc: Y.Doc; text: Y.Text; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return { doc, text: doc.getText('content'), updates }
}

describe('knowledge', () => {
  test('tells new from known', () => {
    const { text, updates } = recorded()
    text.insert(0, 'a')
    text.insert(1, 'b')
    const knowledge = new Knowledge()
    const [first, second] = updates.map((update) => outlineOf(update))
    expect(knowledge.classify(first!)).toBe('new')
    expect(knowledge.add(first!)).toBe(true)
    expect(knowledge.classify(first!)).toBe('known')
    expect(knowledge.classify(second!)).toBe('new')
  })

  test('an update that overlaps what is known is new', () => {
    const { doc, text, updates } = recorded()
    text.insert(0, 'a')
    const knowledge = Knowledge.of(updates)
    text.insert(1, 'b')
    const whole = outlineOf(Y.encodeStateAsUpdate(doc))
    expect(knowledge.classify(whole)).toBe('new')
    expect(knowledge.overlaps(whole)).toBe(true)
    expect(knowledge.overlaps(outlineOf(updates[1]!))).toBe(false)
  })

  test('never counts structs behind a gap: the state vector stays in front of it', () => {
    const { doc, text, updates } = recorded()
    for (const letter of 'abc') text.insert(0, letter)
    const knowledge = Knowledge.of([updates[0]!])
    const before = knowledge.stateVector()
    expect(knowledge.classify(outlineOf(updates[2]!))).toBe('gap')
    expect(knowledge.add(outlineOf(updates[2]!))).toBe(false)
    expect(knowledge.stateVector()).toEqual(before)
    expect(knowledge.clock(doc.clientID)).toBe(1)
    knowledge.add(outlineOf(updates[1]!))
    expect(knowledge.clock(doc.clientID)).toBe(2)
  })

  test('a hole inside one update is a gap, until what fills it is known', () => {
    const { text, updates } = recorded()
    for (const letter of 'abc') text.insert(0, letter)
    const withHole = outlineOf(Y.mergeUpdates([updates[0]!, updates[2]!]))
    const knowledge = new Knowledge()
    expect(knowledge.classify(withHole)).toBe('gap')
    knowledge.add(outlineOf(updates[0]!))
    knowledge.add(outlineOf(updates[1]!))
    expect(knowledge.classify(withHole)).toBe('new')
  })

  test('deletions are not in the state vector: an update of deletions alone is new once', () => {
    const { text, updates } = recorded()
    text.insert(0, 'abcdef')
    const knowledge = Knowledge.of(updates)
    text.delete(1, 2)
    const deletion = outlineOf(updates[1]!)
    expect(knowledge.classify(deletion)).toBe('new')
    const before = knowledge.stateVector()
    knowledge.add(deletion)
    expect(knowledge.stateVector()).toEqual(before)
    expect(knowledge.classify(deletion)).toBe('known')
    text.delete(1, 1)
    expect(knowledge.classify(outlineOf(updates[2]!))).toBe('new')
  })

  test('the whole delete set that comes with every SyncStep2 is known', () => {
    const { doc, text, updates } = recorded()
    text.insert(0, 'abcdef')
    text.delete(4, 1)
    text.delete(1, 2)
    const knowledge = Knowledge.of(updates)
    const answer = Y.encodeStateAsUpdate(doc, knowledge.stateVector())
    expect(knowledge.classify(outlineOf(answer))).toBe('known')
  })

  test('writes its deletions as an update', () => {
    const { doc, text, updates } = recorded()
    text.insert(0, 'abcdef')
    const offline = new Y.Doc()
    Y.applyUpdate(offline, Y.encodeStateAsUpdate(doc))
    text.delete(4, 1)
    text.delete(1, 2)
    Y.applyUpdate(offline, Knowledge.of(updates).deletions())
    expect(offline.getText('content').toString()).toBe('adf')
  })

  test('knows whether what an update refers to is there', () => {
    const { doc, text } = recorded()
    text.insert(0, 'ab')
    const other = recorded()
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(doc))
    const reference = Y.encodeStateVector(other.doc)
    other.text.insert(1, 'c')
    const outline = outlineOf(Y.encodeStateAsUpdate(other.doc, reference))
    expect(new Knowledge().meets(outline)).toBe(false)
    expect(Knowledge.of([Y.encodeStateAsUpdate(doc)]).meets(outline)).toBe(true)
  })

  test('covers what has no more, in structs and in deletions', () => {
    const { text, updates } = recorded()
    text.insert(0, 'abcdef')
    const one = Knowledge.of(updates)
    text.delete(0, 1)
    const two = Knowledge.of(updates)
    text.insert(0, 'x')
    const three = Knowledge.of(updates)
    expect([three.covers(one), three.covers(two), three.covers(three)]).toEqual([true, true, true])
    expect([one.covers(two), two.covers(three), one.covers(three)]).toEqual([false, false, false])
    expect(one.hasStructsOf(two)).toBe(true)
  })

  test('passes between threads as plain data', () => {
    const { text, updates } = recorded()
    text.insert(0, 'abcdef')
    text.delete(2, 2)
    const knowledge = Knowledge.of(updates)
    const copy = new Knowledge(structuredClone(knowledge.record()))
    expect(copy.covers(knowledge) && knowledge.covers(copy)).toBe(true)
    expect(copy.stateVector()).toEqual(knowledge.stateVector())
  })
})

test(`in any order, with repetitions, it ends with the state vector and the deletions of a Y.Doc (seed ${seed})`, () => {
  const random = prng.create(seed)
  for (let round = 0; round < 50; round++) {
    const people = Array.from({ length: 3 }, recorded)
    for (let step = 0; step < 40; step++) {
      const { text, doc } = prng.oneOf(random, people)
      if (text.length > 3 && prng.bool(random)) text.delete(prng.int32(random, 0, text.length - 3), 2)
      else text.insert(prng.int32(random, 0, text.length), prng.word(random, 1, 5))
      const from = prng.oneOf(random, people)
      if (prng.int32(random, 0, 4) === 0) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from.doc))
    }
    const updates = people.flatMap(({ updates }) => updates)
    for (let index = updates.length - 1; index > 0; index--) {
      const other = prng.int32(random, 0, index)
      ;[updates[index], updates[other]] = [updates[other]!, updates[index]!]
    }
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    const knowledge = Knowledge.of([...updates, ...updates.slice(0, 5)])
    expect(knowledge.stateVector()).toEqual(Y.encodeStateVector(doc))
    expect(knowledge.classify(outlineOf(Y.encodeStateAsUpdate(doc)))).toBe('known')
    const merged = Knowledge.of([mergeUpdates(updates)])
    expect(merged.covers(knowledge) && knowledge.covers(merged)).toBe(true)
  }
})
