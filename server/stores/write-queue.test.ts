import { expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { type Write, WriteQueue, type WriteQueueOptions } from './write-queue.ts'

/** A queue whose commits wait until the test ends them. */
function heldQueue(options: Partial<WriteQueueOptions<string, string>> = {}) {
  const batches: string[][] = []
  const ends: PromiseWithResolvers<void>[] = []
  const begun: (() => void)[] = []
  const queue = new WriteQueue<string, string>({
    async commit(writes: Write<string>[]) {
      const end = Promise.withResolvers<void>()
      batches.push(writes.map(({ request }) => request))
      ends.push(end)
      for (const wake of begun.splice(0)) wake()
      await end.promise
      return writes.map(({ request }) => `${request}!`)
    },
    ...options,
  })
  const add = (request: string, size = 1) => queue.add(request, new Uint8Array(size))
  const nextCommit = () => new Promise<void>((resolve) => begun.push(resolve))
  return { queue, add, batches, ends, nextCommit }
}

test('an idle queue commits at once; what comes meanwhile is the next batch, in order', async () => {
  const { queue, add, batches, ends, nextCommit } = heldQueue()
  const first = add('a')
  await nextCommit()
  const others = ['b', 'c', 'd'].map((request) => add(request))
  expect(queue.stats).toEqual({ commits: 0, writes: 0, failedCommits: 0, queuedWrites: 4 })
  ends[0]!.resolve()
  expect(await first).toBe('a!')
  await nextCommit()
  ends[1]!.resolve()
  expect(await Promise.all(others)).toEqual(['b!', 'c!', 'd!'])
  expect(batches).toEqual([['a'], ['b', 'c', 'd']])
  expect(queue.stats).toEqual({ commits: 2, writes: 4, failedCommits: 0, queuedWrites: 0 })
})

test('a batch ends at its number of writes and at its number of bytes; a larger write goes alone', async () => {
  const { queue, add, batches, ends, nextCommit } = heldQueue({ maxBatchWrites: 3, maxBatchBytes: 100 })
  const sizes = { a: 1, b: 1, c: 1, d: 60, e: 40, f: 1, g: 500, h: 100 }
  for (const [request, size] of Object.entries(sizes)) void add(request, size)
  for (let index = 0; index < 5; index += 1) {
    await nextCommit()
    ends[index]!.resolve()
  }
  await queue.drained()
  expect(batches.map((batch) => batch.join(''))).toEqual(['abc', 'de', 'f', 'g', 'h'])
})

test('a commit that fails rejects every write of its batch and no other', async () => {
  const { queue, add, ends, nextCommit } = heldQueue()
  const failing = Promise.allSettled([add('a'), add('b')])
  await nextCommit()
  const later = add('c')
  const error = new Error('disk full')
  ends[0]!.reject(error)
  expect(await failing).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ])
  await nextCommit()
  ends[1]!.resolve()
  expect(await later).toBe('c!')
  expect(queue.stats).toEqual({ commits: 1, writes: 1, failedCommits: 1, queuedWrites: 0 })
})

test('a full queue refuses: too many writes, or too many bytes; one write of any size is taken', async () => {
  const unavailable = { name: 'StoreError', code: 'UNAVAILABLE' }
  const { queue, add, ends, nextCommit } = heldQueue({ maxQueuedWrites: 3, maxQueuedBytes: 100 })
  const huge = add('huge', 1000)
  await nextCommit()
  await expect(add('one more')).rejects.toMatchObject(unavailable)
  ends[0]!.resolve()
  expect(await huge).toBe('huge!')

  const taken = [add('a', 50), add('b', 40), add('c', 10)]
  await expect(add('d', 0)).rejects.toMatchObject(unavailable)
  await nextCommit()
  ends[1]!.resolve()
  await Promise.all(taken)
  await queue.drained()

  const small = [add('e', 99)]
  await expect(add('f', 2)).rejects.toMatchObject(unavailable)
  small.push(add('g', 1))
  await nextCommit()
  ends[2]!.resolve()
  expect(await Promise.all(small)).toEqual(['e!', 'g!'])
})

test('drained waits for the last write, also for one that comes while it waits', async () => {
  const { queue, add, ends, nextCommit } = heldQueue()
  await queue.drained()
  void add('a')
  let drained = false
  const waiting = queue.drained().then(() => {
    drained = true
  })
  await nextCommit()
  void add('b')
  ends[0]!.resolve()
  await nextCommit()
  expect(drained).toBe(false)
  ends[1]!.resolve()
  await waiting
  expect(queue.stats.queuedWrites).toBe(0)
})

test('commits keep their distance while there is much to do; after a silence one begins at once', async () => {
  let now = 1_000
  const timers: { at: number; callback: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(delayMs, callback) {
      timers.push({ at: now + delayMs, callback })
      return () => {}
    },
    random: () => 0,
  }
  const { queue, add, batches, ends, nextCommit } = heldQueue({ clock, commitIntervalMs: 8 })
  const first = add('a')
  await nextCommit()
  now += 3
  ends[0]!.resolve()
  await first

  const others = [add('b')]
  await queueTurn()
  others.push(add('c'))
  expect(batches).toEqual([['a']])
  expect(timers).toEqual([{ at: 1_008, callback: expect.any(Function) }])
  now = 1_008
  timers[0]!.callback()
  await nextCommit()
  expect(batches).toEqual([['a'], ['b', 'c']])
  ends[1]!.resolve()
  await Promise.all(others)
  await queue.drained()

  now += 8
  void add('d')
  await nextCommit()
  ends[2]!.resolve()
  await queue.drained()

  // A clock that is set back does not hold a write.
  now -= 1_000
  void add('e')
  await nextCommit()
  ends[3]!.resolve()
  await queue.drained()
  expect(timers).toHaveLength(1)
})

function queueTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
