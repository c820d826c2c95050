import { expect, test } from 'vitest'
import { MemoryStore } from './stores/memory-store.ts'
import { silentLog } from './telemetry/log.ts'
import { ManualClock } from './test/manual-clock.ts'
import { TrashKeeper } from './trash-keeper.ts'

const hourMs = 60 * 60 * 1000

async function trashWith(count: number) {
  const clock = new ManualClock()
  const store = new MemoryStore({ clock })
  for (let index = 0; index < count; index += 1) {
    await store.create(`document ${index}`)
    await store.trash(`document ${index}`)
  }
  return { clock, store, keeper: new TrashKeeper({ store, clock, log: silentLog, keepMs: 3 * hourMs }) }
}

test('what has been in the trash for long enough is deleted, however much that is', async () => {
  const { clock, store, keeper } = await trashWith(250)
  const left = async () => (await store.list({ trash: true })).length
  clock.advance(2 * hourMs)
  await expect.poll(() => clock.pending).toBe(1)
  expect(await left()).toBe(250)
  clock.advance(hourMs)
  await expect.poll(left).toBe(0)
  await expect.poll(() => clock.pending).toBe(1)
  keeper.close()
  keeper.close()
  expect(clock.pending).toBe(0)
})

test('a store that is away is tried again', async () => {
  const { clock, store, keeper } = await trashWith(1)
  const purge = store.purge.bind(store)
  let failures = 0
  store.purge = async () => {
    failures += 1
    throw new Error('away')
  }
  clock.advance(3 * hourMs)
  await expect.poll(() => failures).toBe(1)
  await expect.poll(() => clock.pending).toBe(1)
  store.purge = purge
  clock.advance(hourMs)
  await expect.poll(async () => (await store.list({ trash: true })).length).toBe(0)
  keeper.close()
})
