import { randomBytes } from 'node:crypto'
import * as prng from 'lib0/prng'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { Store } from './store.ts'

/** A kind of store as the suite sees it. */
export interface StoreKind {
  /** Opens the store; again after `close()`, on the same data, where it is durable. */
  open(): Promise<Store>
  /** Removes what the store left. */
  dispose(): Promise<void>
}

/** Makes a kind of store for one test. */
export type StoreMaker = (options: { clock: Clock; newEpoch: () => string }) => Promise<StoreKind>

/** The contract of Store, run against every kind of it. `durable` stores are also reopened. */
export function describeStore(name: string, makeStore: StoreMaker, { durable }: { durable: boolean }): void {
  describe(`the contract of a store: ${name}`, () => {
    let now = 1_000
    let epochs = 0
    let kind: StoreKind
    let store: Store
    const clock: Clock = { ...systemClock, now: () => now }

    beforeEach(async () => {
      now = 1_000
      epochs = 0
      kind = await makeStore({
        clock,
        newEpoch: () => {
          epochs += 1
          return `epoch-${epochs}`
        },
      })
      store = await kind.open()
    })
    afterEach(async () => {
      await store.close()
      await kind.dispose()
    })

    async function reopen(): Promise<void> {
      await store.close()
      store = await kind.open()
    }

    async function log(id: string): Promise<string[]> {
      return ((await store.load(id))?.updates ?? []).map(({ seq, bytes }) => `${seq} ${Buffer.from(bytes)}`)
    }

    test('a created document has a record, an epoch of its own and an empty log', async () => {
      const record = await store.create('minutes', { title: 'Minutes' })
      const times = { createdAt: 1_000, updatedAt: 1_000, trashedAt: null }
      expect(record).toEqual({ id: 'minutes', epoch: 'epoch-1', title: 'Minutes', heading: '', mode: '', ...times })
      expect(await store.find('minutes')).toEqual(record)
      expect(await store.load('minutes')).toEqual({ ...record, base: null, baseSeq: 0, updates: [] })
      expect(await store.create('agenda')).toMatchObject({ epoch: 'epoch-2', title: '' })
    })

    test('a document is created with the epoch that the caller gives', async () => {
      expect(await store.create('minutes', { epoch: 'promised' })).toMatchObject({ epoch: 'promised' })
      expect(await store.append('minutes', text('a'), { epoch: 'promised' })).toBe(1)
    })

    test('an id is created once', async () => {
      await store.create('minutes', { title: 'first' })
      await expect(store.create('minutes', { title: 'second' })).rejects.toMatchObject({ code: 'EXISTS' })
      expect(await store.find('minutes')).toMatchObject({ title: 'first', epoch: 'epoch-1' })
    })

    test('of many who create one id at once, one succeeds', async () => {
      const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => store.create('minutes')))
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const attempt of attempts) {
        if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ name: 'StoreError', code: 'EXISTS' })
      }
    })

    test('an id never seen is null to load, find and rename, and false to delete', async () => {
      expect(await store.load('nowhere')).toBeNull()
      expect(await store.find('nowhere')).toBeNull()
      expect(await store.rename('nowhere', 'x')).toBeNull()
      expect(await store.describe('nowhere', { heading: 'x', mode: '' })).toBe(false)
      expect(await store.trash('nowhere')).toBe(false)
      expect(await store.restore('nowhere')).toBeNull()
      expect(await store.delete('nowhere')).toBe(false)
      // Nothing of that left a tombstone.
      expect(await store.create('nowhere')).toMatchObject({ id: 'nowhere' })
    })

    test('[S4] appends of a document are numbered 1, 2, 3 … and seen by the next load', async () => {
      await store.create('minutes')
      for (const [index, word] of ['one', 'two', 'three'].entries()) {
        expect(await store.append('minutes', text(word))).toBe(index + 1)
        expect(await log('minutes')).toHaveLength(index + 1)
      }
      expect(await log('minutes')).toEqual(['1 one', '2 two', '3 three'])
    })

    test('appends that are not awaited keep the order of the calls', async () => {
      await store.create('minutes')
      const words = Array.from({ length: 50 }, (_, index) => `word ${index + 1}`)
      const seqs = await Promise.all(words.map((word) => store.append('minutes', text(word))))
      expect(seqs).toEqual(words.map((_, index) => index + 1))
      expect(await log('minutes')).toEqual(words.map((word, index) => `${index + 1} ${word}`))
    })

    test('[S4] concurrent appends over many documents are numbered for each and none is mixed up', async () => {
      const seed = randomBytes(4).readUInt32LE()
      const random = prng.create(seed)
      const ids = Array.from({ length: 23 }, (_, index) => `document ${index}`)
      const expected = new Map<string, string[]>(ids.map((id) => [id, []]))
      const appends = Array.from({ length: 600 }, async (_, index) => {
        const id = prng.oneOf(random, ids)
        const bytes = text(`${id} ${index} ${'x'.repeat(prng.int32(random, 0, 300))}`)
        const lines = expected.get(id)!
        lines.push(`${lines.length + 1} ${Buffer.from(bytes)}`)
        const seq = lines.length
        expect(await store.append(id, bytes, { epoch: `of ${id}` })).toBe(seq)
      })
      await Promise.all(appends)
      for (const id of ids) expect(await log(id), `seed ${seed}`).toEqual(expected.get(id))
    })

    test('an append without an epoch to a document that is not there is refused', async () => {
      await expect(store.append('nowhere', text('a'))).rejects.toMatchObject({ name: 'StoreError', code: 'UNKNOWN' })
      expect(await store.find('nowhere')).toBeNull()
    })

    test('[D7] the first append with an epoch creates the document, once', async () => {
      const appends = ['a', 'b', 'c'].map((word) => store.append('lazy', text(word), { epoch: 'history' }))
      expect(await Promise.all(appends)).toEqual([1, 2, 3])
      expect(await store.find('lazy')).toEqual({
        id: 'lazy',
        epoch: 'history',
        title: '',
        heading: '',
        mode: '',
        createdAt: 1_000,
        updatedAt: 1_000,
        trashedAt: null,
      })
      expect(await log('lazy')).toEqual(['1 a', '2 b', '3 c'])
    })

    test('[D7] an append of another history is refused and nothing is written', async () => {
      now = 2_000
      await store.append('minutes', text('a'), { epoch: 'ours' })
      now = 3_000
      await expect(store.append('minutes', text('b'), { epoch: 'theirs' })).rejects.toMatchObject({ code: 'EPOCH' })
      expect(await store.load('minutes')).toMatchObject({ epoch: 'ours', updatedAt: 2_000 })
      expect(await log('minutes')).toEqual(['1 a'])
      expect(await store.append('minutes', text('c'), { epoch: 'ours' })).toBe(2)
      expect(await store.append('minutes', text('d'))).toBe(3)
    })

    test('[D7] of two histories that begin at once, one is kept', async () => {
      const [ours, theirs] = await Promise.allSettled([
        store.append('minutes', text('a'), { epoch: 'ours' }),
        store.append('minutes', text('b'), { epoch: 'theirs' }),
      ])
      expect(ours).toMatchObject({ status: 'fulfilled', value: 1 })
      expect(theirs).toMatchObject({ status: 'rejected', reason: { code: 'EPOCH' } })
      expect(await log('minutes')).toEqual(['1 a'])
    })

    test('a refused write does not harm those that are committed with it', async () => {
      await store.create('minutes')
      const outcomes = await Promise.allSettled([
        store.append('minutes', text('a')),
        store.append('nowhere', text('b')),
        store.create('minutes'),
        store.append('minutes', text('c')),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
      expect(await log('minutes')).toEqual(['1 a', '2 c'])
    })

    test('an empty update and one of 5 MB come back byte for byte', async () => {
      const large = new Uint8Array(randomBytes(5 * 1024 * 1024))
      await store.create('minutes')
      await store.append('minutes', new Uint8Array(0))
      await store.append('minutes', large)
      await store.append('minutes', text('after'))
      const updates = (await store.load('minutes'))!.updates
      expect(updates.map(({ bytes }) => bytes.length)).toEqual([0, large.length, 5])
      expect(Buffer.compare(updates[1]!.bytes, large)).toBe(0)
    })

    test('a view into a larger buffer is stored without what is around it', async () => {
      const buffer = text('before middle after')
      await store.create('minutes')
      await store.append('minutes', buffer.subarray(7, 13))
      expect(await log('minutes')).toEqual(['1 middle'])
      expect(Buffer.from(buffer).toString()).toBe('before middle after')
    })

    test('what load returns belongs to the caller', async () => {
      await store.append('minutes', text('abc'), { epoch: 'e' })
      await store.append('minutes', text('def'), { epoch: 'e' })
      await store.compact('minutes', { base: text('base'), seq: 1, fromSeq: 0 })
      const first = (await store.load('minutes'))!
      first.base!.fill(0)
      first.updates[0]!.bytes.fill(0)
      structuredClone(first.updates[0]!.bytes, { transfer: [first.updates[0]!.bytes.buffer as ArrayBuffer] })
      first.updates.pop()
      const second = (await store.load('minutes'))!
      expect(Buffer.from(second.base!).toString()).toBe('base')
      expect(Buffer.from(second.updates[0]!.bytes).toString()).toBe('def')
    })

    test.each([
      'заметки/2026/встреча',
      '議事録',
      'a/b/c',
      'é~@:. -_',
      '𝔘𝔫𝔦/😀',
      "it's; DROP TABLE docs --",
      'x'.repeat(128),
    ])('the id %s is an id like any other', async (id) => {
      expect(await store.append(id, text('a'), { epoch: id })).toBe(1)
      expect(await store.rename(id, id)).toMatchObject({ id, title: id })
      expect(await store.load(id)).toMatchObject({ id, epoch: id, title: id })
      expect((await store.list()).map((record) => record.id)).toEqual([id])
      expect(await store.delete(id)).toBe(true)
    })

    test('ids that differ in case or form are different documents', async () => {
      const ids = ['Minutes', 'minutes', 'caf\u00e9', 'cafe\u0301']
      for (const id of ids) await store.create(id)
      expect(new Set((await store.list()).map(({ id }) => id))).toEqual(new Set(ids))
    })

    test('the list has the newest change first; appending and renaming are changes, compacting is none', async () => {
      for (const id of ['a', 'b', 'c']) {
        now += 10
        await store.create(id)
      }
      const order = async () => (await store.list()).map(({ id }) => id).join('')
      expect(await order()).toBe('cba')
      now += 10
      await store.append('a', text('x'))
      expect(await order()).toBe('acb')
      now += 10
      expect(await store.rename('b', 'B')).toMatchObject({ title: 'B', createdAt: 1_020, updatedAt: now })
      expect(await order()).toBe('bac')
      now += 10
      await store.compact('a', { base: text('x'), seq: 1, fromSeq: 0 })
      expect(await order()).toBe('bac')
      expect((await store.list({ limit: 2 })).map(({ id }) => id)).toEqual(['b', 'a'])
    })

    test('documents that changed at the same time are listed by id', async () => {
      for (const id of ['b', 'c', 'a']) await store.create(id)
      expect((await store.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    })

    test('the list has 1,000 documents unless told otherwise', async () => {
      await Promise.all(Array.from({ length: 1_005 }, (_, index) => store.create(`document ${index}`)))
      expect(await store.list()).toHaveLength(1_000)
      expect(await store.list({ limit: 2_000 })).toHaveLength(1_005)
    })

    test('a clock that is set back does not take the time of a change back', async () => {
      now = 5_000
      await store.create('minutes')
      now = 4_000
      await store.append('minutes', text('a'))
      expect(await store.find('minutes')).toMatchObject({ createdAt: 5_000, updatedAt: 5_000 })
    })

    test('compacting replaces the log up to a seq and leaves what came after', async () => {
      for (const word of ['a', 'b', 'c', 'd']) await store.append('minutes', text(word), { epoch: 'e' })
      expect(await store.compact('minutes', { base: text('abc'), seq: 3, fromSeq: 0 })).toBe(true)
      const document = (await store.load('minutes'))!
      expect(document.baseSeq).toBe(3)
      expect(Buffer.from(document.base!).toString()).toBe('abc')
      expect(await log('minutes')).toEqual(['4 d'])
      expect(await store.append('minutes', text('e'))).toBe(5)
      expect(await store.compact('minutes', { base: text('abcde'), seq: 5, fromSeq: 3 })).toBe(true)
      expect(await store.load('minutes')).toMatchObject({ baseSeq: 5, updates: [] })
      expect(await store.append('minutes', text('f'))).toBe(6)
    })

    test('a base may be empty or of 5 MB', async () => {
      const large = new Uint8Array(randomBytes(5 * 1024 * 1024))
      await store.append('minutes', text('a'), { epoch: 'e' })
      await store.append('minutes', text('b'), { epoch: 'e' })
      await store.compact('minutes', { base: new Uint8Array(0), seq: 1, fromSeq: 0 })
      expect((await store.load('minutes'))!.base).toEqual(new Uint8Array(0))
      await store.compact('minutes', { base: large, seq: 2, fromSeq: 1 })
      expect(Buffer.compare((await store.load('minutes'))!.base!, large)).toBe(0)
    })

    test('of compactions that race, one wins and its base stays', async () => {
      for (const word of ['a', 'b', 'c']) await store.append('minutes', text(word), { epoch: 'e' })
      const won = await Promise.all([
        store.compact('minutes', { base: text('AB'), seq: 2, fromSeq: 0 }),
        store.compact('minutes', { base: text('ABC'), seq: 3, fromSeq: 0 }),
        store.append('minutes', text('d')),
        store.compact('minutes', { base: text('A'), seq: 1, fromSeq: 0 }),
      ])
      expect(won).toEqual([true, false, 4, false])
      expect(Buffer.from((await store.load('minutes'))!.base!).toString()).toBe('AB')
      expect(await log('minutes')).toEqual(['3 c', '4 d'])
    })

    test('a compaction beyond the log, or of nothing, is the mistake of the caller', async () => {
      await store.append('minutes', text('a'), { epoch: 'e' })
      await expect(store.compact('minutes', { base: text('x'), seq: 2, fromSeq: 0 })).rejects.toThrow(RangeError)
      await expect(store.compact('minutes', { base: text('x'), seq: 0, fromSeq: 0 })).rejects.toThrow(RangeError)
      expect(await log('minutes')).toEqual(['1 a'])
      await expect(store.compact('nowhere', { base: text('x'), seq: 1, fromSeq: 0 })).rejects.toMatchObject({
        code: 'UNKNOWN',
      })
    })

    test('a deleted id is gone from find and list, and refused by everything else', async () => {
      await store.append('minutes', text('a'), { epoch: 'e' })
      await store.append('minutes', text('b'), { epoch: 'e' })
      await store.compact('minutes', { base: text('a'), seq: 1, fromSeq: 0 })
      expect(await store.delete('minutes')).toBe(true)
      expect(await store.delete('minutes')).toBe(false)
      await expectTombstone()
      if (durable) {
        await reopen()
        await expectTombstone()
      }
    })

    async function expectTombstone(): Promise<void> {
      const deleted = { name: 'StoreError', code: 'DELETED' }
      expect(await store.find('minutes')).toBeNull()
      expect(await store.rename('minutes', 'x')).toBeNull()
      expect(await store.list()).toEqual([])
      await expect(store.load('minutes')).rejects.toMatchObject(deleted)
      await expect(store.create('minutes')).rejects.toMatchObject(deleted)
      await expect(store.append('minutes', text('c'))).rejects.toMatchObject(deleted)
      await expect(store.append('minutes', text('c'), { epoch: 'e' })).rejects.toMatchObject(deleted)
      await expect(store.compact('minutes', { base: text('x'), seq: 1, fromSeq: 0 })).rejects.toMatchObject(deleted)
    }

    test('[S4] closing waits for what is under way', async () => {
      const appends = Array.from({ length: 30 }, () => store.append('minutes', text('a'), { epoch: 'e' }))
      const load = store.load('elsewhere')
      const settled = Promise.all(appends)
      await store.close()
      expect(await settled).toHaveLength(30)
      expect(await load).toBeNull()
      if (!durable) return
      store = await kind.open()
      expect(await log('minutes')).toHaveLength(30)
    })

    test('closing again is fine, and a closed store is unavailable', async () => {
      await store.create('minutes')
      await Promise.all([store.close(), store.close()])
      await store.close()
      const unavailable = { name: 'StoreError', code: 'UNAVAILABLE' }
      await expect(store.create('x')).rejects.toMatchObject(unavailable)
      await expect(store.load('minutes')).rejects.toMatchObject(unavailable)
      await expect(store.find('minutes')).rejects.toMatchObject(unavailable)
      await expect(store.list()).rejects.toMatchObject(unavailable)
      await expect(store.append('minutes', text('a'))).rejects.toMatchObject(unavailable)
      await expect(store.compact('minutes', { base: text('x'), seq: 1, fromSeq: 0 })).rejects.toMatchObject(unavailable)
      await expect(store.rename('minutes', 'x')).rejects.toMatchObject(unavailable)
      await expect(store.describe('minutes', { heading: 'x', mode: '' })).rejects.toMatchObject(unavailable)
      await expect(store.trash('minutes')).rejects.toMatchObject(unavailable)
      await expect(store.restore('minutes')).rejects.toMatchObject(unavailable)
      await expect(store.purge(0)).rejects.toMatchObject(unavailable)
      await expect(store.delete('minutes')).rejects.toMatchObject(unavailable)
    })

    test.runIf(durable)('[S4] reopening keeps everything', async () => {
      await store.create('minutes', { title: 'Minutes' })
      await store.create('gone')
      await store.delete('gone')
      for (const word of ['a', 'b', 'c']) await store.append('minutes', text(word))
      await store.compact('minutes', { base: text('ab'), seq: 2, fromSeq: 0 })
      await store.append('заметки/1', text('я'), { epoch: 'e' })
      const before = [await store.load('minutes'), await store.load('заметки/1'), await store.list()]
      await reopen()
      expect([await store.load('minutes'), await store.load('заметки/1'), await store.list()]).toEqual(before)
      await reopen()
      expect(await store.append('minutes', text('d'))).toBe(4)
      expect(await log('minutes')).toEqual(['3 c', '4 d'])
    })
  })
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
