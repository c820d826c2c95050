import { expect, test } from 'vitest'
import { Backlog } from './backlog.ts'

function take(backlog: Backlog, ...bytes: number[]): void {
  backlog.collect(bytes.length).add(Uint8Array.from(bytes), null)
}

const updates = (batches: readonly { updates: Uint8Array[] }[]) =>
  batches.map((batch) => batch.updates.map((update) => [...update]))

test('hands everything to a commit in its order, also what was in one that failed', () => {
  const backlog = new Backlog()
  expect(backlog.newest).toBeNull()
  take(backlog, 1)
  take(backlog, 2, 2)
  expect(updates(backlog.commit())).toEqual([[[1], [2, 2]]])
  take(backlog, 3)
  backlog.queue()
  take(backlog, 4)
  expect(updates(backlog.batches)).toEqual([[[1], [2, 2]], [[3]], [[4]]])
  expect(updates(backlog.commit())).toEqual([[[1], [2, 2]], [[3]], [[4]]])
  expect(backlog.byteLength).toBe(5)
  take(backlog, 5)
  expect(updates(backlog.committed())).toEqual([[[1], [2, 2]], [[3]], [[4]]])
  expect(backlog.byteLength).toBe(1)
  expect(backlog.committing).toEqual([])
})

test('knows the batch that is durable last', () => {
  const backlog = new Backlog()
  take(backlog, 1)
  const [first] = backlog.commit()
  expect(backlog.newest).toBe(first)
  take(backlog, 2)
  const second = backlog.queue()
  expect(backlog.newest).toBe(second)
  take(backlog, 3)
  expect(backlog.newest).toBe(backlog.collecting)
})
