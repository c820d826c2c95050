import { once } from 'node:events'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { allowOrigins } from './cors.ts'
import { type Listening, listen, listenProblem } from './listen.ts'

const app = new Hono<{ Bindings: HttpBindings }>()
app.use(allowOrigins(['https://a.example']))
app.get('/raw', (c) => {
  c.env.outgoing.writeHead(200, Object.fromEntries(c.res.headers))
  c.env.outgoing.end('written by hand')
  return RESPONSE_ALREADY_SENT
})

async function listening(host: string): Promise<Listening & { close: () => Promise<unknown> }> {
  const started = await listen({ app, port: 0, host })
  return {
    ...started,
    close: () => {
      started.server.close()
      return once(started.server, 'close')
    },
  }
}

test.each([
  ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
  ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
])('listening on %s it is reached at its url', async (host, expected) => {
  const { url, close } = await listening(host)
  expect(url).toMatch(expected)
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
  await close()
})

test('a route behind middleware that writes the raw response is left alone', async () => {
  const { url, close } = await listening('127.0.0.1')
  const response = await fetch(`${url}/raw`, { headers: { Origin: 'https://a.example' } })
  expect(await response.text()).toBe('written by hand')
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://a.example')
  await close()
})

test('idle connections are kept for longer than load balancers keep them', async () => {
  const { server, close } = await listening('127.0.0.1')
  expect(server.keepAliveTimeout).toBe(75_000)
  expect(server.headersTimeout).toBeGreaterThan(75_000)
  await close()
})

test('a port that is in use, and why nothing else worked, is one line', async () => {
  const { url, close } = await listening('127.0.0.1')
  const port = Number(new URL(url).port)
  const error = await listen({ app, port, host: '127.0.0.1' }).catch((cause: unknown) => cause)
  expect(listenProblem(error, { port, host: '127.0.0.1' })).toBe(
    `LISTEN_FAILED 127.0.0.1:${port}: the port is in use; stop what uses it, or set PORT to another one (0 takes any free port)`,
  )
  await close()
  const unknown = Object.assign(new Error('listen EWHAT'), { code: 'EWHAT' })
  expect(listenProblem(unknown, { port: 80, host: 'x' })).toBe('LISTEN_FAILED x:80: listen EWHAT')
})
