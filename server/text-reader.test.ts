import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { crdtTasks } from './documents/crdt-task.ts'
import { MemoryStore } from './stores/memory-store.ts'
import { silentLog } from './telemetry/log.ts'
import { ManualClock } from './test/manual-clock.ts'
import { TextReader } from './text-reader.ts'

function updateOf(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** Lets the reader go on until it rests until the next round. */
async function run(clock: ManualClock): Promise<void> {
  clock.advance(2_000)
  for (let step = 0; step < 400; step += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1)
  }
}

async function world() {
  const clock = new ManualClock()
  const store = new MemoryStore({ clock })
  const reading = { running: 0, most: 0, count: 0 }
  const worker = {
    digest: async (updates: readonly Uint8Array[]) => {
      reading.running += 1
      reading.count += 1
      reading.most = Math.max(reading.most, reading.running)
      await Promise.resolve()
      reading.running -= 1
      return crdtTasks.digest(updates)
    },
  }
  const make = () => new TextReader({ store, worker, clock, log: silentLog })
  return { clock, store, reading, make }
}

test('texts from before there was a search are found after a while, read one at a time', async () => {
  const { clock, store, reading, make } = await world()
  for (let n = 0; n < 120; n += 1) await store.append(`doc-${n}`, updateOf(`# About ${n}\nsome words`), { epoch: 'e' })
  const reader = make()
  await run(clock)
  expect(await store.listUnindexed()).toEqual([])
  expect((await store.search('words', { limit: 1 })).total).toBe(120)
  expect(await store.find('doc-7')).toMatchObject({ heading: 'About 7', updatedAt: expect.any(Number) })
  expect(reading).toEqual({ running: 0, most: 1, count: 120 })
  reader.close()
})

test('one that cannot be read is left out, and the others are read', async () => {
  const { clock, store, make } = await world()
  await store.append('a', Uint8Array.of(9, 9), { epoch: 'e' })
  await store.append('b', updateOf('words'), { epoch: 'e' })
  const reader = make()
  await run(clock)
  expect(await store.listUnindexed()).toEqual(['a'])
  reader.close()
})

test('what it had not come to is read by the next one, and nothing twice', async () => {
  const { clock, store, reading, make } = await world()
  for (const id of ['a', 'b', 'c']) await store.append(id, updateOf('words'), { epoch: 'e' })
  const first = make()
  clock.advance(2_000)
  while (reading.count < 2) {
    clock.advance(1)
    await new Promise((resolve) => setImmediate(resolve))
  }
  first.close()
  const second = make()
  await run(clock)
  expect(await store.listUnindexed()).toEqual([])
  expect(reading.count).toBe(3)
  second.close()
})
