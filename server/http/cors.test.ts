import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { silentLog } from '../telemetry/log.ts'
import { allowOrigins } from './cors.ts'
import { answerErrors, HttpError } from './errors.ts'

function app(allowed: '*' | string[]) {
  const app = new Hono()
  app.onError(answerErrors(silentLog))
  app.use('/api/*', allowOrigins(allowed))
  app.get('/api/good', (c) => c.json({}))
  app.get('/api/bad', () => {
    throw new HttpError('PARAMETER_INVALID', 'no')
  })
  return app
}

const from = (origin: string, method = 'GET') => ({ method, headers: { Origin: origin } })

test('a preflight is answered for two hours, with the headers of the session', async () => {
  const response = await app('*').request('/api/good', {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://a.example',
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'encke-session, content-type',
    },
  })
  expect(response.status).toBe(204)
  const { headers } = response
  expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
  expect(headers.get('Access-Control-Max-Age')).toBe('7200')
  expect(headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,POST,PUT,PATCH,DELETE')
  const allowed = headers.get('Access-Control-Allow-Headers')!.toLowerCase().split(',')
  expect(allowed).toEqual(expect.arrayContaining(['content-type', 'encke-session', 'encke-after', 'authorization']))
  expect(headers.has('Access-Control-Allow-Credentials')).toBe(false)
})

test('with * every page may read answers and errors', async () => {
  for (const path of ['/api/good', '/api/bad']) {
    const { headers } = await app('*').request(path, from('https://a.example'))
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Access-Control-Expose-Headers')).toContain('encke-session')
    expect(headers.get('Access-Control-Expose-Headers')).toContain('Location')
  }
})

test('with a list only pages of these origins may, and caches are told that it depends', async () => {
  const listed = app(['https://a.example', 'https://b.example'])
  for (const path of ['/api/good', '/api/bad']) {
    const good = await listed.request(path, from('https://b.example'))
    expect(good.headers.get('Access-Control-Allow-Origin')).toBe('https://b.example')
    expect(good.headers.get('Vary')).toContain('Origin')
    const bad = await listed.request(path, from('https://c.example'))
    expect(bad.headers.has('Access-Control-Allow-Origin')).toBe(false)
    expect(bad.headers.get('Vary')).toContain('Origin')
  }
})
