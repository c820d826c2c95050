import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { ProtocolError } from '../../protocol/error.ts'
import { StoreError } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import { answerErrors, answerNotFound, HttpError, type ProblemCode, problems, refuseOtherMethods } from './errors.ts'

function appThatThrows(error: unknown) {
  const logged: [level: string, fields: object, message: string][] = []
  const note = (level: string) => (fields: object, message: string) => void logged.push([level, fields, message])
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }
  const app = new Hono()
  app.onError(answerErrors(log))
  app.notFound(answerNotFound)
  app.get('/here', () => {
    throw error
  })
  app.all('/here', refuseOtherMethods('GET', 'HEAD'))
  return { app, logged }
}

test('an error is problem+json with a code that stays the same', async () => {
  const { app, logged } = appThatThrows(new HttpError('PARAMETER_INVALID', 'limit is a number'))
  const response = await app.request('/here')
  expect(response.status).toBe(400)
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  expect(await response.json()).toEqual({
    type: 'urn:encke:PARAMETER_INVALID',
    title: 'A parameter is not valid',
    status: 400,
    detail: 'limit is a number',
    code: 'PARAMETER_INVALID',
  })
  expect(logged).toEqual([['debug', { method: 'GET', path: '/here', code: 'PARAMETER_INVALID' }, 'limit is a number']])
})

test.each([
  [new ProtocolError('DOCUMENT_UNKNOWN', 'no'), 404, 'DOCUMENT_UNKNOWN'],
  [new ProtocolError('SESSION_UNKNOWN', 'no'), 410, 'SESSION_UNKNOWN'],
  [new ProtocolError('FRAME_TOO_LARGE', 'no'), 413, 'FRAME_TOO_LARGE'],
  [new StoreError('EXISTS', 'no'), 409, 'DOCUMENT_EXISTS'],
  [new StoreError('UNKNOWN', 'no'), 404, 'DOCUMENT_UNKNOWN'],
  [new StoreError('DELETED', 'no'), 410, 'DOCUMENT_DELETED'],
  [new StoreError('UNAVAILABLE', 'no'), 503, 'STORE_UNAVAILABLE'],
  [new StoreError('CORRUPT', 'no'), 500, 'INTERNAL'],
  [new Error('no'), 500, 'INTERNAL'],
])('%s is answered %i %s', async (error, status, code) => {
  const response = await appThatThrows(error).app.request('/here')
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status, code })
})

test('what is our own fault is logged with its stack, and told to nobody else', async () => {
  const error = new Error('cannot open /var/lib/secret')
  const { app, logged } = appThatThrows(error)
  expect(await (await app.request('/here')).text()).not.toContain('secret')
  expect(logged).toEqual([
    ['error', { method: 'GET', path: '/here', code: 'INTERNAL', err: error }, 'a request failed'],
  ])
})

test('what passes by itself says when to try again', async () => {
  const response = await appThatThrows(new StoreError('UNAVAILABLE', 'disk full at /data')).app.request('/here')
  expect(response.headers.get('Retry-After')).toBe('5')
  expect(await response.text()).not.toContain('/data')
})

test('an unknown path is NOT_FOUND, another method METHOD_NOT_ALLOWED with what is allowed', async () => {
  const { app } = appThatThrows(new Error())
  expect(await (await app.request('/nowhere')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  const response = await app.request('/here', { method: 'DELETE' })
  expect(response.status).toBe(405)
  expect(response.headers.get('Allow')).toBe('GET, HEAD')
  expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' })
})

test('every code is in docs/protocol.md', async () => {
  const page = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8')
  expect(Object.keys(problems).filter((code) => !page.includes(`\`${code}\``))).toEqual([])
  const rows = page.matchAll(/^\| (\d{3}) \| `([A-Z_]+)` \|/gm)
  const statuses = Array.from(rows, ([, status, code]) => [code, Number(status)])
  expect(statuses).toEqual(statuses.map(([code]) => [code, problems[code as ProblemCode][0]]))
})

test('every code has an error status and a title', () => {
  for (const [code, [status, title]] of Object.entries(problems)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
  }
})
