import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { SqliteThread } from './sqlite-thread.ts'

const port = new URL('./sqlite-port.ts', import.meta.url).href
const opened: SqliteThread<string, string>[] = []

afterEach(async () => {
  for (const thread of opened.splice(0)) await thread.close()
})

/** A thread that runs the service given as source. */
function threadOf(service: string, maxCalls = 10): SqliteThread<string, string> {
  const source = `import(${JSON.stringify(port)}).then(({ serve }) => serve(() => (${service})))`
  const thread = new SqliteThread<string, string>({ start: () => new Worker(source, { eval: true }), maxCalls })
  opened.push(thread)
  return thread
}

const echo = '{ answer: (request) => ({ result: request + "!" }), close() {} }'

test('calls are answered, each with its own answer', async () => {
  const thread = threadOf(echo)
  expect(await Promise.all(['a', 'b', 'c'].map((request) => thread.call(request)))).toEqual(['a!', 'b!', 'c!'])
  expect(thread.starts).toBe(1)
})

test('what the service throws rejects the one call', async () => {
  const thread = threadOf(`{ answer(request) {
    if (request === 'bad') throw new RangeError('out of range')
    if (request === 'disk') throw Object.assign(new Error('disk I/O error'), { errcode: 778 })
    if (request === 'image') throw Object.assign(new Error('malformed'), { errcode: 11 })
    return { result: request }
  }, close() {} }`)
  const [bad, disk, image, good] = await Promise.allSettled(
    ['bad', 'disk', 'image', 'good'].map((request) => thread.call(request)),
  )
  expect(bad).toMatchObject({ reason: expect.any(RangeError) })
  expect(disk).toMatchObject({ reason: { code: 'UNAVAILABLE', cause: { message: expect.stringContaining('778') } } })
  expect(image).toMatchObject({ reason: { code: 'CORRUPT' } })
  expect(good).toMatchObject({ value: 'good' })
})

test('more calls than allowed are refused while the others wait', async () => {
  const thread = threadOf(echo, 2)
  const calls = ['a', 'b'].map((request) => thread.call(request))
  await expect(thread.call('c')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(await Promise.all(calls)).toEqual(['a!', 'b!'])
  expect(await thread.call('d')).toBe('d!')
})

test('an error that nobody caught ends the thread: waiting calls say why, the next call starts it again', async () => {
  const thread = threadOf(`{ answer(request) {
    if (request === 'die') queueMicrotask(() => { throw new Error('heap of bricks') })
    return { result: request }
  }, close() {} }`)
  const [last, waiting] = await Promise.allSettled([thread.call('die'), thread.call('after')])
  expect(last).toMatchObject({ value: 'die' })
  expect(waiting).toMatchObject({ reason: { code: 'UNAVAILABLE', cause: { message: 'heap of bricks' } } })
  expect(await thread.call('again')).toBe('again')
  expect(thread.starts).toBe(2)
})

test('a service that cannot begin rejects each call with its reason', async () => {
  const thread = threadOf('(() => { throw new Error("no such folder") })()')
  for (const request of ['a', 'b']) {
    await expect(thread.call(request)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: 'no such folder' },
    })
  }
  expect(thread.starts).toBe(2)
})

test('closing answers what waits, is idempotent, and ends the calls', async () => {
  const thread = threadOf(echo)
  const call = thread.call('a')
  await Promise.all([thread.close(), thread.close()])
  expect(await call).toBe('a!')
  await expect(thread.call('b')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  thread.warm()
  expect(thread.starts).toBe(1)
})
