import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../documents/member.ts'
import { encodeAwarenessEntry } from '../presence/awareness-codec.ts'
import { PresenceDirectory } from '../presence/presence-directory.ts'
import type { PresenceTable } from '../presence/presence-table.ts'
import { silentLog } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { answerErrors } from './errors.ts'
import { listen } from './listen.ts'
import { presenceRoutes } from './presence.ts'

let clock: ManualClock
let directory: PresenceDirectory
let app: Hono<{ Bindings: HttpBindings }>

beforeEach(() => {
  clock = new ManualClock()
  directory = new PresenceDirectory({ clock, maxSubscribers: 3 })
  app = new Hono()
  app.onError(answerErrors(silentLog))
  app.route('/', presenceRoutes({ directory, clock }))
})

/** The longest that a table gathers changes. */
const flushMs = 100

/** Somebody comes into a document's room; `says` changes the state, `leaves` ends it. */
function enters(table: PresenceTable, clientId: number, state: object = {}) {
  const member: Member = {
    id: `member ${clientId}`,
    role: 'editor',
    extended: true,
    isBehind: false,
    send() {},
    sendSaved() {},
    close() {},
  }
  table.join(member)
  const says = (next: object) => {
    table.receive(member, Uint8Array.of(1, ...encodeAwarenessEntry(clientId, 1, JSON.stringify(next))))
    clock.advance(flushMs)
  }
  says(state)
  return {
    says,
    leaves: () => {
      table.leave(member)
      clock.advance(flushMs)
    },
  }
}

async function code(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response
  return [answer.status, ((await answer.json()) as { code: string }).code]
}

describe('as JSON', () => {
  test('tells who is in each document', async () => {
    const since = clock.now()
    enters(directory.table('a'), 1, { user: { id: 'u', name: 'Ada', color: '#12ab9f' }, activity: 'typing' })
    const response = await app.request('/api/presence?document=a&document=notes%2Fb&document=a')
    expect(response.headers.get('Content-Type')).toBe('application/json')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Vary')).toBe('Accept')
    expect(await response.json()).toEqual({
      version: expect.any(Number),
      documents: {
        a: [{ id: 'u', name: 'Ada', color: '#12ab9f', role: 'editor', state: 'typing', since }],
        'notes/b': [],
      },
    })
  })

  test.each([
    ['', 'PARAMETER_INVALID'],
    ['?document=', 'DOCUMENT_ID_INVALID'],
    ['?document=a&document=../b', 'DOCUMENT_ID_INVALID'],
    ['?document=a&after=x', 'PARAMETER_INVALID'],
    ['?document=a&after=1&wait=-1', 'PARAMETER_INVALID'],
    [`?${Array.from({ length: 101 }, (_, index) => `document=d${index}`).join('&')}`, 'PARAMETER_INVALID'],
  ])('refuses %.60s', async (query, expected) => {
    expect(await code(app.request(`/api/presence${query}`))).toEqual([400, expected])
  })

  test('a hundred documents are not too many', async () => {
    const query = Array.from({ length: 100 }, (_, index) => `document=d${index}`).join('&')
    expect((await app.request(`/api/presence?${query}`)).status).toBe(200)
  })

  test('other types and methods are refused', async () => {
    const headers = { Accept: 'image/png' }
    expect(await code(app.request('/api/presence?document=a', { headers }))).toEqual([406, 'NOT_ACCEPTABLE'])
    expect(await code(app.request('/api/presence', { method: 'POST' }))).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })
})

describe('as a long-poll', () => {
  const poll = (after: number, wait: number | string) =>
    app.request(`/api/presence?document=a&after=${after}&wait=${wait}`)

  test('is answered at once when there is news', async () => {
    enters(directory.table('a'), 1)
    expect(await (await poll(0, 20)).json()).toMatchObject({ documents: { a: [{ id: 'client-1' }] } })
  })

  test('is answered by the next change', async () => {
    const { version } = directory.snapshot(['a'])
    const answer = poll(version, 20)
    await expect.poll(() => directory.subscribers).toBe(1)
    enters(directory.table('a'), 1)
    const news = (await (await answer).json()) as { version: number; documents: object }
    expect(news.version).toBeGreaterThan(version)
    expect(news.documents).toMatchObject({ a: [{ id: 'client-1' }] })
    expect(directory.subscribers).toBe(0)
  })

  test.each([
    [20, 20_000],
    ['0.5', 500],
    [600, 25_000],
  ])('wait=%s is answered unchanged after %i ms', async (wait, heldMs) => {
    const { version } = directory.snapshot(['a'])
    const answer = poll(version, wait)
    await expect.poll(() => directory.subscribers).toBe(1)
    clock.advance(heldMs - 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(directory.subscribers).toBe(1)
    clock.advance(1)
    expect(await (await answer).json()).toEqual({ version, documents: { a: [] } })
  })

  test('without a wait is a poll', async () => {
    const { version } = directory.snapshot(['a'])
    expect((await app.request(`/api/presence?document=a&after=${version}`)).status).toBe(200)
  })

  test('has a limit: TOO_MANY_SUBSCRIBERS, and a poll still works', async () => {
    const { version } = directory.snapshot(['a'])
    const held = [poll(version, 20), poll(version, 20), poll(version, 20)]
    await expect.poll(() => directory.subscribers).toBe(3)
    const refused = await poll(version, 20)
    expect(refused.headers.get('Retry-After')).toBe('5')
    expect(await code(refused)).toEqual([503, 'TOO_MANY_SUBSCRIBERS'])
    expect((await poll(version, 0)).status).toBe(200)
    directory.close()
    await Promise.all(held)
  })
})

describe('over a real connection', () => {
  let server: Server
  let url: string
  const gone = new Set<AbortController>()

  beforeEach(async () => {
    ;({ server, url } = await listen({ app, port: 0, host: '127.0.0.1' }))
  })

  afterEach(async () => {
    for (const controller of gone) controller.abort()
    gone.clear()
    directory.close()
    server.close()
    await once(server, 'close')
  })

  /** An event stream, read as far as a test wants. */
  async function stream(query: string) {
    const controller = new AbortController()
    gone.add(controller)
    const headers = { Accept: 'text/event-stream' }
    const response = await fetch(`${url}/api/presence?${query}`, { headers, signal: controller.signal })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    return {
      response,
      leave: () => controller.abort(),
      /** The next block up to an empty line; null at the end. */
      async block(): Promise<string | null> {
        while (!text.includes('\n\n')) {
          const { done, value } = await reader.read()
          if (done) return null
          text += value
        }
        const end = text.indexOf('\n\n')
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        return block
      },
    }
  }

  function eventOf(block: string | null): { event: string; id: string; data: { version: number; documents: object } } {
    const fields = Object.fromEntries(block!.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]))
    return { event: fields['event']!, id: fields['id']!, data: JSON.parse(fields['data']!) }
  }

  test('events bring everybody first, then each document that changed', async () => {
    const a = directory.table('a')
    const ada = enters(a, 1, { user: { id: 'u', name: 'Ada' } })
    const events = await stream('document=a&document=b')
    const { headers } = events.response
    expect(headers.get('Content-Type')).toBe('text/event-stream')
    expect(headers.get('Cache-Control')).toBe('no-store, no-transform')
    expect(headers.get('X-Accel-Buffering')).toBe('no')
    expect(await events.block()).toMatch(/^: +\nretry: 2000$/)
    const first = eventOf(await events.block())
    expect(first.event).toBe('presence')
    expect(first.id).toBe(String(first.data.version))
    expect(first.data.documents).toMatchObject({ a: [{ name: 'Ada' }], b: [] })

    ada.says({ user: { id: 'u', name: 'Ada' }, activity: 'typing' })
    const second = eventOf(await events.block())
    expect(second.data.documents).toMatchObject({ a: [{ state: 'typing' }] })
    expect(second.data.documents).not.toHaveProperty('b')
    expect(second.data.version).toBeGreaterThan(first.data.version)
    ada.leaves()
    expect(eventOf(await events.block()).data.documents).toEqual({ a: [] })
  })

  test('a silent stream has a heartbeat every 15 s', async () => {
    const events = await stream('document=a')
    await events.block()
    await events.block()
    clock.advance(15_000)
    expect(await events.block()).toBe(':')
    clock.advance(15_000)
    expect(await events.block()).toBe(':')
  })

  test('a reader that goes leaves nothing behind', async () => {
    const events = await stream('document=a')
    await events.block()
    expect(directory.subscribers).toBe(1)
    events.leave()
    await expect.poll(() => directory.subscribers).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('a poll whose client goes is not held any longer', async () => {
    const { version } = directory.snapshot(['a'])
    const controller = new AbortController()
    const { signal } = controller
    const answer = fetch(`${url}/api/presence?document=a&after=${version}&wait=20`, { signal })
    await expect.poll(() => directory.subscribers).toBe(1)
    controller.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => directory.subscribers).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('streams and polls end with the directory', async () => {
    const events = await stream('document=a')
    await events.block()
    await events.block()
    const { version } = directory.snapshot(['a'])
    const answer = fetch(`${url}/api/presence?document=a&after=${version}&wait=20`)
    await expect.poll(() => directory.subscribers).toBe(2)
    directory.close()
    expect(await events.block()).toBeNull()
    expect((await answer).status).toBe(200)
  })

  test('HEAD asks for no stream', async () => {
    const headers = { Accept: 'text/event-stream' }
    const response = await fetch(`${url}/api/presence?document=a`, { method: 'HEAD', headers })
    expect(response.status).toBe(200)
    expect(directory.subscribers).toBe(0)
  })

  test('has a limit: TOO_MANY_SUBSCRIBERS', async () => {
    for (let index = 0; index < 3; index++) await (await stream('document=a')).block()
    const { response, block } = await stream('document=a')
    expect(response.status).toBe(503)
    expect(await block()).toBeNull()
  })

  test('a reader that is too slow is not queued for, and gets the newest in the end', async () => {
    const table = directory.table('a')
    // A long list of people, so that few events fill the buffers of the kernel.
    const people = Array.from({ length: 400 }, (_, index) =>
      enters(table, index + 10, { user: { name: 'x'.repeat(64) } }),
    )
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let received = ''
    socket.write('GET /api/presence?document=a HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n')
    await once(socket, 'readable')
    // Nothing is read from here on: the kernel's buffers fill, then ours would.
    const rounds = 250
    for (let round = 0; round < rounds; round++) {
      people[0]!.says({ user: { name: `round ${round}` } })
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      received += chunk
    })
    await expect.poll(() => received.includes(`round ${rounds - 1}"`), { timeout: 5_000 }).toBe(true)
    expect(received.match(/^event: presence/gm)!.length).toBeLessThan(rounds)
    socket.destroy()
    await expect.poll(() => directory.subscribers).toBe(0)
  })

  test('a reader that takes nothing for 30 s is gone', async () => {
    const table = directory.table('a')
    const people = Array.from({ length: 400 }, (_, index) =>
      enters(table, index + 10, { user: { name: 'x'.repeat(64) } }),
    )
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('GET /api/presence?document=a HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n')
    await once(socket, 'readable')
    for (let round = 0; round < 400; round++) {
      people[0]!.says({ user: { name: `round ${round}` } })
      await new Promise((resolve) => setImmediate(resolve))
    }
    clock.advance(30_000)
    await expect.poll(() => directory.subscribers).toBe(0)
    socket.destroy()
  })
})
