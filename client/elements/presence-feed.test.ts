import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import { type PeopleByDocument, PresenceFeed } from './presence-feed.ts'

/** A stream that says what a test wants. */
class FakeStream extends EventTarget {
  readyState = 0
  close(): void {
    this.readyState = 2
  }
  says(documents: Record<string, unknown[]>, version = 1): void {
    this.dispatchEvent(new MessageEvent('presence', { data: JSON.stringify({ version, documents }) }))
  }
  fails(readyState: number): void {
    this.readyState = readyState
    this.dispatchEvent(new Event('error'))
  }
}

const alice = { id: 'a', name: 'Alice', color: '#0073c7', role: 'editor', state: 'typing', since: 1 }
let streams: FakeStream[]
let asked: string[]
let answers: (() => Promise<Response>)[]
let seen: PeopleByDocument[]
let feed: PresenceFeed

beforeEach(() => {
  vi.useFakeTimers()
  streams = []
  asked = []
  answers = []
  seen = []
  feed = new PresenceFeed({
    server: 'https://notes.example/',
    documents: ['a', 'b c'],
    clock: systemClock,
    onChange: (people) => seen.push(new Map(people)),
    openStream: (url) => {
      asked.push(`stream ${url}`)
      const stream = new FakeStream()
      streams.push(stream)
      return stream
    },
    fetch: (url) => {
      asked.push(url)
      return answers.shift()?.() ?? Promise.reject(new TypeError('unreachable'))
    },
  })
})

afterEach(() => {
  feed.close()
  vi.useRealTimers()
})

const answer = (documents: Record<string, unknown[]>, version: number) => async () =>
  new Response(JSON.stringify({ version, documents }))
const forever = () => new Promise<Response>(() => {})

test('one stream carries all documents; a change replaces the people of its document alone', () => {
  feed.open()
  expect(asked).toEqual(['stream https://notes.example/api/presence?document=a&document=b+c'])
  streams[0]!.says({ a: [alice], 'b c': [alice] })
  streams[0]!.says({ a: [] }, 2)
  expect(seen.at(-1)!.get('a')).toEqual([])
  expect(seen.at(-1)!.get('b c')).toEqual([
    { id: 'a', name: 'Alice', color: '#0073c7', activity: 'typing', self: false },
  ])
})

test('while the browser reconnects by itself nothing else is done', () => {
  feed.open()
  streams[0]!.says({ a: [alice] })
  streams[0]!.fails(0)
  vi.advanceTimersByTime(60_000)
  expect(asked).toHaveLength(1)
})

test('a stream that is held back gives way to long-polling, from where it was', async () => {
  answers = [answer({ a: [alice], 'b c': [] }, 7), answer({ a: [], 'b c': [] }, 8), forever]
  feed.open()
  await vi.advanceTimersByTimeAsync(4_000)
  expect(streams[0]!.readyState).toBe(2)
  expect(asked.slice(1)).toEqual([
    'https://notes.example/api/presence?document=a&document=b+c',
    'https://notes.example/api/presence?document=a&document=b+c&after=7&wait=20',
    'https://notes.example/api/presence?document=a&document=b+c&after=8&wait=20',
  ])
  expect(seen.at(-1)!.get('a')).toEqual([])
})

test('after a refusal it waits before it asks again, longer each time', async () => {
  feed.open()
  streams[0]!.fails(2)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(499)
  expect(asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(asked.length).toBeGreaterThan(15)
  expect(asked.length).toBeLessThan(60)
})

test('nonsense is not taken', () => {
  feed.open()
  streams[0]!.dispatchEvent(new MessageEvent('presence', { data: '<html>' }))
  streams[0]!.dispatchEvent(new MessageEvent('presence', { data: '{"documents": 1}' }))
  expect(seen).toEqual([])
  streams[0]!.says({ a: [{ name: 'no id' }, { id: 'x', state: 'dancing' }] })
  expect(seen.at(-1)!.get('a')).toEqual([{ id: 'x', name: '', color: '', activity: 'active', self: false }])
})

test('closed, it is silent', async () => {
  feed.open()
  feed.close()
  feed.close()
  streams[0]!.says({ a: [alice] })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(seen).toEqual([])
  expect(asked).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})
