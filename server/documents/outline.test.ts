import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ProtocolError } from '../../protocol/error.ts'
import { outlineOf, type Run } from './outline.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

/** varUints one after another. */
function bytesOf(...numbers: number[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

function expectMalformed(update: Uint8Array, reason = ''): void {
  const outcome = failureOf(() => outlineOf(update))
  expect(outcome).toBeInstanceOf(ProtocolError)
  expect(outcome).toMatchObject({ code: 'UPDATE_MALFORMED', message: expect.stringContaining(reason) })
}

function failureOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}

/** The same outline by way of Y.decodeUpdate. */
function runsByYjs(update: Uint8Array): Run[] {
  const runs: Run[] = []
  let isHole = true
  for (const struct of Y.decodeUpdate(update).structs) {
    const { client, clock } = struct.id
    const last = runs.at(-1)
    if (struct instanceof Y.Skip) isHole = true
    else if (last?.client === client && last.to === clock && !isHole) last.to += struct.length
    else runs.push({ client, from: clock, to: clock + struct.length })
    if (!(struct instanceof Y.Skip)) isHole = false
  }
  return runs
}

/** A document with every kind of content, several clients and deletions, as updates. */
function richUpdates(): Uint8Array[] {
  const updates: Uint8Array[] = []
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('content')
  text.insert(0, 'Grüße 👋🏽 an alle')
  text.format(0, 5, { bold: true })
  text.insertEmbed(3, { image: 'a.png' })
  text.delete(2, 4)
  const map = doc.getMap('map')
  map.set('number', 1)
  map.set('bytes', Uint8Array.of(1, 2, 3))
  map.set('nested', { list: [1, 'two', null, { three: 3.5 }] })
  map.set('text', new Y.Text('inner'))
  map.set('subdocument', new Y.Doc())
  map.delete('number')
  doc.getArray('list').insert(0, [1, 2, 3, 'four', true, null])
  doc.getArray('list').delete(1, 2)
  const xml = doc.getXmlFragment('xml')
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.setAttribute('class', 'first')
  paragraph.insert(0, [new Y.XmlText('words')])
  xml.insert(0, [paragraph])
  const other = new Y.Doc()
  other.on('update', (update: Uint8Array) => updates.push(update))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.getText('content').insert(4, 'from another')
  other.getText('content').delete(0, 2)
  updates.push(Y.encodeStateAsUpdate(other))
  return updates
}

describe('the outline of an update', () => {
  test('tells the clocks of a keystroke and what it refers to', () => {
    const alice = new Y.Doc()
    alice.getText('content').insert(0, 'abc')
    const bob = new Y.Doc()
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(alice))
    const before = Y.encodeStateVector(bob)
    bob.getText('content').insert(3, 'de')
    expect(outlineOf(Y.encodeStateAsUpdate(bob, before))).toEqual({
      runs: [{ client: bob.clientID, from: 0, to: 2 }],
      deletes: [],
      needs: new Map([[alice.clientID, 3]]),
      isSorted: true,
    })
  })

  test('tells what is deleted', () => {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'abcdef')
    const before = Y.encodeStateVector(doc)
    doc.getText('content').delete(1, 2)
    const { runs, deletes } = outlineOf(Y.encodeStateAsUpdate(doc, before))
    expect(runs).toEqual([])
    expect(deletes).toEqual([{ client: doc.clientID, from: 1, to: 3 }])
  })

  test('parts the runs of one client at a hole', () => {
    const updates: Uint8Array[] = []
    const doc = new Y.Doc()
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of 'abc') doc.getText('content').insert(0, letter)
    const { runs } = outlineOf(Y.mergeUpdates([updates[0]!, updates[2]!]))
    expect(runs).toEqual([
      { client: doc.clientID, from: 0, to: 1 },
      { client: doc.clientID, from: 2, to: 3 },
    ])
  })

  test('agrees with Y.decodeUpdate on every kind of content', () => {
    for (const update of richUpdates()) expect(outlineOf(update).runs).toEqual(runsByYjs(update))
  })

  test('the empty update holds nothing', () => {
    expect(outlineOf(Uint8Array.of(0, 0))).toEqual({ runs: [], deletes: [], needs: new Map(), isSorted: true })
  })
})

test('sections in another order than Yjs writes them are told', () => {
  expect(outlineOf(bytesOf(2, 1, 8, 0, 0, 1, 1, 7, 0, 0, 1, 0)).isSorted).toBe(true)
  expect(outlineOf(bytesOf(2, 1, 7, 0, 0, 1, 1, 8, 0, 0, 1, 0)).isSorted).toBe(false)
})

describe('a malformed update', () => {
  const gc = 0

  test('is cut short, or has bytes behind its end', () => {
    const [update] = richUpdates() as [Uint8Array]
    for (let length = 0; length < update.byteLength; length++) expectMalformed(update.slice(0, length))
    expectMalformed(Uint8Array.of(...update, 0), 'behind its end')
  })

  test('has an empty struct, which breaks the search for structs in a Y.Doc', () => {
    expectMalformed(bytesOf(1, 1, 7, 0, gc, 0, 0), 'empty')
    const emptyString = bytesOf(1, 1, 7, 0, 4, 1, 1, 'c'.charCodeAt(0), 0, 0)
    expectMalformed(emptyString, 'empty')
  })

  test('refers to what comes after it', () => {
    // One ContentDeleted, 7:0, of length 3, whose origin is 7:0.
    expectMalformed(Uint8Array.of(1, 1, 7, 0, 0x81, 7, 0, 3, 0), 'after it')
  })

  test('has one client in two sections', () => {
    expectMalformed(bytesOf(3, 1, 7, 0, gc, 1, 1, 8, 0, gc, 1, 1, 7, 10, gc, 1, 0), 'two sections')
    expectMalformed(bytesOf(2, 1, 7, 0, gc, 1, 1, 7, 10, gc, 1, 0), 'two sections')
  })

  test('has clocks that are no safe integers', () => {
    expectMalformed(bytesOf(1, 1, 7, Number.MAX_SAFE_INTEGER, gc, 1, 0), 'safe integer')
    expectMalformed(bytesOf(0, 1, 7, 1, Number.MAX_SAFE_INTEGER, 1), 'safe integer')
  })

  test('is nested deeper than the stack', () => {
    const depth = 100_000
    const header = Uint8Array.of(1, 1, 7, 0, 8, 1, 1, 'c'.charCodeAt(0), 1)
    const update = new Uint8Array(header.byteLength + 2 * depth + 2)
    update.set(header)
    for (let level = 0; level < depth; level++) update.set([117, 1], header.byteLength + 2 * level)
    update.set([126, 0], header.byteLength + 2 * depth)
    expectMalformed(update)
  })

  test('is written in the second encoding', () => {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'abc')
    expectMalformed(Y.encodeStateAsUpdateV2(doc))
  })

  test('has more parts than it may', () => {
    const threeStructs = bytesOf(1, 3, 7, 0, gc, 1, gc, 1, gc, 1, 0)
    const threeDeletions = bytesOf(0, 1, 7, 3, 0, 1, 2, 1, 4, 1)
    const threeSections = bytesOf(3, 0, 7, 0, 0, 8, 0, 0, 9, 0, 0)
    for (const update of [threeStructs, threeDeletions, threeSections]) {
      expect(failureOf(() => outlineOf(update, { maxParts: 2 }))).toMatchObject({
        code: 'UPDATE_MALFORMED',
        message: expect.stringContaining('more than 2 parts'),
      })
      expect(failureOf(() => outlineOf(update, { maxParts: 4 }))).toBeNull()
    }
  })

  test('claims a million structs and has a few', () => {
    expectMalformed(bytesOf(1, 1_000_000, 7, 0, gc, 1, gc, 1))
    expectMalformed(bytesOf(1_000_000, 1, 7, 0, gc, 1))
    expectMalformed(bytesOf(0, 1, 7, 1_000_000, 0, 1))
  })
})

test('four million structs of two bytes cost no memory beside the update', () => {
  const count = 4_000_000
  const update = new Uint8Array(2 * count + 16)
  const head = bytesOf(1, count, 7, 0)
  update.set(head)
  for (let index = 0; index < count; index++) update[head.byteLength + 2 * index + 1] = 1
  const whole = update.subarray(0, head.byteLength + 2 * count + 1)
  const before = process.memoryUsage().heapUsed
  expect(outlineOf(whole).runs).toEqual([{ client: 7, from: 0, to: count }])
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(128 * 1024 * 1024)
})

test(`whatever passes, Yjs reads in the same way, and whatever Yjs cannot read does not pass (seed ${seed})`, () => {
  const random = prng.create(seed)
  const updates = richUpdates()
  let accepted = 0
  for (let round = 0; round < 3_000; round++) {
    const mutated = prng.oneOf(random, updates).slice()
    for (let flips = prng.int32(random, 1, 4); flips > 0; flips--) {
      mutated[prng.int32(random, 0, mutated.byteLength - 1)] = prng.int32(random, 0, 255)
    }
    const ours = attempt(() => outlineOf(mutated).runs)
    const theirs = attempt(() => runsByYjs(mutated))
    if (ours) expect(theirs).toEqual(ours)
    if (ours) accepted += 1
  }
  expect(accepted).toBeGreaterThan(100)
})

function attempt<Result>(run: () => Result): Result | null {
  try {
    return run()
  } catch {
    return null
  }
}
