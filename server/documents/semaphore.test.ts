import { expect, test } from 'vitest'
import { Semaphore } from './semaphore.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('so many at a time, in order, and a failure gives its place back', async () => {
  const semaphore = new Semaphore({ permits: 2 })
  const started: number[] = []
  const ends: PromiseWithResolvers<number>[] = []
  const results = [0, 1, 2, 3].map((index) =>
    semaphore.run(() => {
      started.push(index)
      const end = Promise.withResolvers<number>()
      ends.push(end)
      return end.promise
    }),
  )
  const outcomes = Promise.allSettled(results)
  await turn()
  expect([started, semaphore.waiting]).toEqual([[0, 1], 2])
  ends[1]!.reject(new Error('no'))
  await turn()
  expect(started).toEqual([0, 1, 2])
  ends[0]!.resolve(0)
  await turn()
  expect([started, semaphore.waiting]).toEqual([[0, 1, 2, 3], 0])
  ends[2]!.resolve(2)
  ends[3]!.resolve(3)
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(await semaphore.run(async () => 'again')).toBe('again')
})
