import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { silentLog } from '../telemetry/log.ts'
import { preferredType } from './accept.ts'
import { answerErrors } from './errors.ts'

const app = new Hono()
app.onError(answerErrors(silentLog))
app.get('/', (c) => c.text(preferredType(c, ['text/plain', 'text/html', 'application/json'])))

async function chosen(accept?: string): Promise<string> {
  const response = await app.request('/', accept === undefined ? {} : { headers: { Accept: accept } })
  return response.status === 406 ? ((await response.json()) as { code: string }).code : await response.text()
}

test.each([
  [undefined, 'text/plain'],
  ['*/*', 'text/plain'],
  ['*', 'text/plain'],
  ['text/*', 'text/plain'],
  ['application/*', 'application/json'],
  ['text/html', 'text/html'],
  ['TEXT/HTML', 'text/html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['text/plain;q=0.5, application/json', 'application/json'],
  ['text/plain;q=0.2, */*;q=0.5', 'text/html'],
  ['text/plain;q=0, text/*', 'text/html'],
  ['application/pdf', 'NOT_ACCEPTABLE'],
  ['*/*;q=0', 'NOT_ACCEPTABLE'],
])('Accept: %s gets %s', async (accept, type) => {
  expect(await chosen(accept)).toBe(type)
})
