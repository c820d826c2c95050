import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { StoreError } from '../stores/store.ts'
import { silentLog } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { answerErrors } from './errors.ts'
import { healthRoutes } from './health.ts'

function health(check: () => Promise<void> = async () => {}) {
  const clock = new ManualClock()
  const state = { draining: false }
  const app = new Hono()
  app.onError(answerErrors(silentLog))
  app.route('/', healthRoutes({ clock, check, isDraining: () => state.draining }))
  return { app, clock, state }
}

test('/healthz says that the process is alive, whatever the store does', async () => {
  const { app } = health(() => Promise.reject(new StoreError('UNAVAILABLE', 'no')))
  const response = await app.request('/healthz')
  expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }])
})

test('/readyz is 200 while the store answers', async () => {
  const { app } = health()
  const response = await app.request('/readyz')
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }])
})

test('/readyz is 503 when the store does not, and recovers', async () => {
  let broken = true
  const { app } = health(async () => {
    if (broken) throw new StoreError('UNAVAILABLE', 'no')
  })
  const response = await app.request('/readyz')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  broken = false
  expect((await app.request('/readyz')).status).toBe(200)
})

test('/readyz is 503 when the store takes too long; it is asked once, however many ask us', async () => {
  let asked = 0
  const { app, clock } = health(() => {
    asked += 1
    return new Promise(() => {})
  })
  const answers = [app.request('/readyz'), app.request('/readyz')]
  clock.advance(2_000)
  for (const answer of answers) expect((await answer).status).toBe(503)
  expect(asked).toBe(1)
})

test('/readyz is 503 while the server shuts down', async () => {
  const { app, state } = health()
  state.draining = true
  const response = await app.request('/readyz')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code: 'SHUTTING_DOWN' })
})

test('other methods are refused', async () => {
  const { app } = health()
  for (const path of ['/healthz', '/readyz']) expect((await app.request(path, { method: 'POST' })).status).toBe(405)
})
