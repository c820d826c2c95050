import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { StoreKind } from './store.suite.ts'
import type { Store } from './store.ts'

/** The contract of a Store's trash, and of its headings, run against every kind of it, as `describeStore` is. */
export function describeStoreTrash(
  name: string,
  makeStore: (options: { clock: Clock; newEpoch: () => string }) => Promise<StoreKind>,
  { durable }: { durable: boolean },
): void {
  describe(`the trash of a store: ${name}`, () => {
    let now = 1_000
    let kind: StoreKind
    let store: Store
    const clock: Clock = { ...systemClock, now: () => now }

    beforeEach(async () => {
      now = 1_000
      kind = await makeStore({ clock, newEpoch: () => 'epoch' })
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

    test('what is in the trash is hidden and refused, and restored as it was', async () => {
      await store.append('minutes', text('a'), { epoch: 'e' })
      const before = await store.rename('minutes', 'Minutes')
      await store.create('agenda')
      now += 10
      expect(await store.trash('minutes')).toBe(true)
      expect(await store.trash('minutes')).toBe(false)
      await expectTrashed()
      if (durable) {
        await reopen()
        await expectTrashed()
      }
      now += 10
      expect(await store.restore('minutes')).toEqual(before)
      expect(await store.restore('minutes')).toBeNull()
      expect(await store.find('minutes', { trash: true })).toBeNull()
      expect(await store.list({ trash: true })).toEqual([])
      expect((await store.load('minutes'))!.updates).toEqual([{ seq: 1, bytes: text('a') }])
      expect(await store.append('minutes', text('b'))).toBe(2)
    })

    async function expectTrashed(): Promise<void> {
      const trashed = { name: 'StoreError', code: 'TRASHED' }
      expect(await store.find('minutes')).toBeNull()
      expect(await store.rename('minutes', 'x')).toBeNull()
      expect(await store.describe('minutes', { heading: 'x', mode: '' })).toBe(false)
      expect((await store.list()).map(({ id }) => id)).toEqual(['agenda'])
      const record = { id: 'minutes', title: 'Minutes', updatedAt: 1_000, trashedAt: 1_010 }
      expect(await store.find('minutes', { trash: true })).toMatchObject(record)
      expect(await store.find('agenda', { trash: true })).toBeNull()
      expect(await store.list({ trash: true })).toMatchObject([record])
      await expect(store.load('minutes')).rejects.toMatchObject(trashed)
      await expect(store.append('minutes', text('c'), { epoch: 'e' })).rejects.toMatchObject(trashed)
      await expect(store.compact('minutes', { base: text('x'), seq: 1, fromSeq: 0 })).rejects.toMatchObject(trashed)
      await expect(store.create('minutes')).rejects.toMatchObject({ code: 'EXISTS' })
    }

    test('the trash shows first what was put there last', async () => {
      for (const id of ['a', 'b', 'c']) await store.create(id)
      for (const id of ['b', 'c', 'a']) {
        now += 10
        await store.trash(id)
      }
      expect((await store.list({ trash: true })).map(({ id }) => id)).toEqual(['a', 'c', 'b'])
      expect(await store.list({ trash: true, limit: 2 })).toHaveLength(2)
    })

    test('a document in the trash can be deleted', async () => {
      await store.append('minutes', text('a'), { epoch: 'e' })
      await store.trash('minutes')
      expect(await store.delete('minutes')).toBe(true)
      expect(await store.list({ trash: true })).toEqual([])
      expect(await store.restore('minutes')).toBeNull()
      await expect(store.load('minutes')).rejects.toMatchObject({ code: 'DELETED' })
    })

    test('purging deletes what is in the trash for long enough, and nothing else', async () => {
      for (const id of ['old', 'restored', 'young', 'listed']) await store.create(id)
      await store.trash('old')
      await store.trash('restored')
      await store.restore('restored')
      now = 2_000
      await store.trash('young')
      expect(await store.purge(999)).toBe(0)
      expect(await store.purge(1_999)).toBe(1)
      expect(await store.purge(1_999)).toBe(0)
      await expect(store.load('old')).rejects.toMatchObject({ code: 'DELETED' })
      expect((await store.list({ trash: true })).map(({ id }) => id)).toEqual(['young'])
      expect((await store.list()).map(({ id }) => id)).toEqual(['listed', 'restored'])
    })

    test('purging takes 100 documents at a time', async () => {
      const ids = Array.from({ length: 120 }, (_, index) => `document ${index}`)
      await Promise.all(ids.map((id) => store.create(id)))
      await Promise.all(ids.map((id) => store.trash(id)))
      expect([await store.purge(now), await store.purge(now), await store.purge(now)]).toEqual([100, 20, 0])
    })

    test('a heading is kept, and is no change', async () => {
      await store.create('minutes')
      now += 10
      expect(await store.describe('minutes', { heading: 'Minutes of May', mode: 'python' })).toBe(true)
      expect(await store.find('minutes')).toMatchObject({ title: '', heading: 'Minutes of May', updatedAt: 1_000 })
      if (durable) await reopen()
      expect(await store.list()).toMatchObject([{ heading: 'Minutes of May' }])
    })
  })
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
