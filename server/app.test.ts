import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../protocol/clock.ts'
import { createApp } from './app.ts'
import type { Member } from './documents/member.ts'
import { Relay } from './relay.ts'
import { silentLog } from './telemetry/log.ts'

let relay: Relay
let app: ReturnType<typeof createApp>

beforeEach(async () => {
  relay = await Relay.open({ dataDir: null, clock: systemClock, log: silentLog })
  const realtime = new Hono<{ Bindings: HttpBindings }>()
  realtime.post('/session', (c) => c.text('a session'))
  realtime.get('/sync/*', (c) => c.text('a socket'))
  app = createApp({
    relay,
    realtime,
    config: { allowedOrigins: ['https://a.example'] },
    clock: systemClock,
    log: silentLog,
    clientRoot: '/nowhere',
  })
})

afterEach(() => relay.close())

test('a document is made, read, edited and deleted over HTTP', async () => {
  const headers = { 'Content-Type': 'application/json' }
  const made = await app.request('/api/documents', {
    method: 'POST',
    headers,
    body: '{"id":"notes/a","title":"A","content":"one\\r\\ntwo"}',
  })
  expect(made.status).toBe(201)
  const content = '/api/documents/notes%2Fa/content'
  expect(await (await app.request(content)).text()).toBe('one\ntwo')
  const put = await app.request(content, { method: 'PUT', body: new Blob(['one\nthree\n']) })
  expect(put.status).toBe(204)
  expect(await (await app.request(content)).text()).toBe('one\nthree\n')
  const state = await app.request(content, { headers: { Accept: 'application/octet-stream' } })
  expect((await state.arrayBuffer()).byteLength).toBeGreaterThan(10)
  expect((await app.request('/api/documents/notes%2Fa', { method: 'DELETE' })).status).toBe(204)
  expect((await app.request(content)).status).toBe(404)
  expect((await app.request('/api/documents/notes%2Fa/restore', { method: 'POST' })).status).toBe(200)
  expect(await (await app.request(content)).text()).toBe('one\nthree\n')
  expect((await app.request('/api/documents/notes%2Fa?permanently', { method: 'DELETE' })).status).toBe(204)
  const again = await app.request('/api/documents', { method: 'POST', headers, body: '{"id":"notes/a"}' })
  expect(again.status).toBe(410)
})

test('a document without content is an empty text and an empty state', async () => {
  await app.request('/api/documents', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"id":"empty"}',
  })
  const content = '/api/documents/empty/content'
  expect(await (await app.request(content)).text()).toBe('')
  expect((await app.request(content, { headers: { Accept: 'application/octet-stream' } })).status).toBe(200)
})

test('a document that somebody has open, and nobody has written in, is made all the same', async () => {
  const closed: unknown[] = []
  const member: Member = {
    id: 'ada',
    role: 'editor',
    extended: true,
    isBehind: false,
    send() {},
    sendSaved() {},
    close: (code, reason) => void closed.push([code, reason]),
  }
  const membership = await relay.rooms.join('open', member)
  const made = await app.request('/api/documents', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"id":"open","title":"Open","content":"hello"}',
  })
  expect([made.status, await made.json()]).toEqual([201, expect.objectContaining({ title: 'Open' })])
  expect(await (await app.request('/api/documents/open/content')).text()).toBe('hello')
  expect(closed).toEqual([])
  membership.leave()
})

test('other origins may use the API and the session, if they are allowed to; pages are not for them', async () => {
  for (const [path, method] of [
    ['/api/documents', 'GET'],
    ['/api/presence?document=a', 'GET'],
    ['/session', 'POST'],
  ]) {
    for (const [origin, expected] of [
      ['https://a.example', 'https://a.example'],
      ['https://b.example', null],
    ]) {
      const { headers } = await app.request(path!, { method: method!, headers: { Origin: origin! } })
      expect(headers.get('Access-Control-Allow-Origin')).toBe(expected)
      expect(headers.get('Vary')).toContain('Origin')
    }
  }
  expect((await app.request('/healthz')).headers.has('Access-Control-Allow-Origin')).toBe(false)
})

test('a preflight is answered for every path below /session', async () => {
  for (const path of ['/session', '/session/frames', '/session/poll']) {
    const headers = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' }
    expect((await app.request(path, { method: 'OPTIONS', headers })).status).toBe(204)
  }
})

test('readiness follows the relay', async () => {
  expect((await app.request('/readyz')).status).toBe(200)
  relay.drain()
  expect((await app.request('/readyz')).status).toBe(503)
  expect((await app.request('/healthz')).status).toBe(200)
})

test('what is nowhere is a problem, and pages that are not built say so', async () => {
  expect(await (await app.request('/api/nothing')).json()).toMatchObject({ code: 'NOT_FOUND' })
  expect(await (await app.request('/')).json()).toMatchObject({ code: 'CLIENT_NOT_BUILT' })
})
