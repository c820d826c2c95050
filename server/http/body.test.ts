import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../telemetry/log.ts'
import { limitBody, readTextOf } from './body.ts'
import { answerErrors, problemCodeOf } from './errors.ts'
import { type Listening, listen } from './listen.ts'

let listening: Listening
let failures: string[] = []

beforeAll(async () => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const answer = answerErrors(createLog({ level: 'silent' }))
  app.onError((error, c) => {
    failures.push(problemCodeOf(error))
    return answer(error, c)
  })
  app.use('/text', limitBody(10))
  app.put('/text', async (c) => c.text(await readTextOf(c, ['text/plain'])))
  app.delete('/text', (c) => c.body(null, 204))
  listening = await listen({ app, port: 0, host: '127.0.0.1' })
})

afterAll(() => {
  listening.server.close()
  listening.server.closeAllConnections()
})

beforeEach(() => {
  failures = []
})

/** Sends a request as Node's own client does: with a length, or in chunks. */
async function send(method: string, chunks: string[], headers: Record<string, string>): Promise<[number, string]> {
  const outgoing = request(`${listening.url}/text`, { method, headers })
  for (const chunk of chunks) outgoing.write(chunk)
  outgoing.end()
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  return [response.statusCode ?? 0, text]
}

describe('a body of at most 10 bytes', () => {
  const chunked = { 'transfer-encoding': 'chunked' }

  test('comes with its length, or in chunks', async () => {
    expect(await send('PUT', ['0123456789'], { 'content-length': '10' })).toEqual([200, '0123456789'])
    expect(await send('PUT', ['01234', '56789'], chunked)).toEqual([200, '0123456789'])
    expect(await send('PUT', [], chunked)).toEqual([200, ''])
  })

  test('is refused when it is longer', async () => {
    expect((await send('PUT', ['0123456789a'], { 'content-length': '11' }))[0]).toBe(413)
    expect((await send('PUT', ['01234', '56789', 'a'], chunked))[0]).toBe(413)
  })

  test('is nobody’s failure when it is cut off', async () => {
    const outgoing = request(`${listening.url}/text`, { method: 'PUT', headers: chunked })
    outgoing.on('error', () => {})
    outgoing.write('01')
    await once(listening.server, 'request')
    outgoing.destroy()
    await expect.poll(() => failures).toEqual(['BODY_MALFORMED'])
  })

  test('need not be there', async () => {
    expect(await send('DELETE', [], {})).toEqual([204, ''])
  })
})
