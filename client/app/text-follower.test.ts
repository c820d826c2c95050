import { beforeEach, expect, test } from 'vitest'
import type { Clock } from '../../protocol/clock.ts'
import { type FollowState, TextFollower } from './text-follower.ts'

/** A clock that runs its timers when told to. */
class StillClock implements Clock {
  readonly waiting = new Map<() => void, number>()
  now = () => 0
  random = () => 0.5

  after(delayMs: number, callback: () => void): () => void {
    this.waiting.set(callback, delayMs)
    return () => void this.waiting.delete(callback)
  }

  /** Runs what waits, the shortest first; how long that one waited. */
  next(): number {
    const [first] = [...this.waiting].sort(([, a], [, b]) => a - b)
    if (!first) throw new Error('nothing waits')
    this.waiting.delete(first[0])
    first[0]()
    return first[1]
  }
}

let clock: StillClock
let asked: string[]
let answers: PromiseWithResolvers<Response>[]
let texts: string[]
let titles: string[]
let states: FollowState[]
let follower: TextFollower

beforeEach(() => {
  clock = new StillClock()
  asked = []
  answers = []
  texts = []
  titles = []
  states = []
  follower = new TextFollower({
    url: '/text',
    clock,
    version: '',
    onText: ({ text }) => texts.push(text),
    onTitle: (title) => titles.push(title),
    onState: (state) => states.push(state),
    fetch: (url, init) => {
      asked.push(String(url))
      const answer = Promise.withResolvers<Response>()
      init?.signal?.addEventListener('abort', () => answer.reject(new Error('aborted')))
      answers.push(answer)
      return answer.promise
    },
  })
})

const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

async function answered(body: object, { status = 200, type = 'application/json' } = {}): Promise<void> {
  answers.at(-1)!.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }))
  await turns()
  await new Promise((resolve) => setImmediate(resolve))
}

async function refused(status: number): Promise<void> {
  await answered({ code: 'LINK_REVOKED' }, { status, type: 'application/problem+json' })
}

test('it asks for the text, and then for the next one, by one request at a time', async () => {
  follower.wake()
  follower.wake()
  await answered({ title: 'Plans', version: 'a', text: 'one' })
  expect(clock.next()).toBe(400)
  await answered({ title: 'Plans', version: 'a' })
  clock.next()
  await answered({ title: 'Our plans', version: 'b', text: 'two' })
  clock.next()
  expect(asked).toEqual(['/text', '/text?after=a&wait=20', '/text?after=a&wait=20', '/text?after=b&wait=20'])
  expect([texts, titles, states]).toEqual([['one', 'two'], ['Plans', 'Our plans'], ['live']])
})

test('after a failure it waits, longer each time, and asks without being held', async () => {
  follower.wake()
  await answered({ title: '', version: 'a', text: 'one' })
  clock.next()
  const waits: number[] = []
  for (let failure = 0; failure < 7; failure += 1) {
    answers.at(-1)!.reject(new TypeError('no network'))
    await turns()
    waits.push(clock.next())
  }
  expect(waits).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500])
  expect(asked.at(-1)).toBe('/text?after=a&wait=0')
  await answered({ title: '', version: 'a' })
  expect(states).toEqual(['live', 'reconnecting', 'live'])
})

test('a network that is back is used at once', async () => {
  follower.wake()
  answers.at(-1)!.reject(new TypeError('no network'))
  await turns()
  follower.wake()
  expect(asked).toHaveLength(2)
  expect(clock.waiting.size).toBe(1)
})

test.each([
  [403, 'ended'],
  [401, 'ended'],
  [404, 'missing'],
  [410, 'missing'],
] as const)('an answer of %i is the end: %s', async (status, state) => {
  follower.wake()
  await refused(status)
  expect(states).toEqual([state])
  follower.wake()
  expect([asked.length, clock.waiting.size]).toEqual([1, 0])
})

test('the page of a proxy, a server that restarts and an answer that is none are no end', async () => {
  follower.wake()
  await answered({}, { status: 403, type: 'text/html' })
  clock.next()
  await refused(503)
  clock.next()
  await answered({ hello: 'portal' })
  expect(states).toEqual(['reconnecting'])
  clock.next()
  await answered({ title: '', version: 'a', text: 'one' })
  expect(texts).toEqual(['one'])
})

test('while nobody looks it asks for nothing more', async () => {
  follower.wake()
  follower.pause()
  await answered({ title: '', version: 'a', text: 'one' })
  expect([texts, clock.waiting.size]).toEqual([['one'], 0])
  follower.wake()
  expect(asked).toHaveLength(2)
})

test('a request that is never answered is given up', async () => {
  follower.wake()
  expect(clock.next()).toBe(30_000)
  await turns()
  expect(states).toEqual(['reconnecting'])
})

test('closed, it is silent', async () => {
  follower.wake()
  follower.close()
  follower.close()
  await turns()
  expect([texts, states, clock.waiting.size]).toEqual([[], [], 0])
})
