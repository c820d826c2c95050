import { Hono } from 'hono'
import type { Clock } from '../../protocol/clock.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'

/** How long the store may take to answer before it counts as unavailable. */
const READY_WITHIN_MS = 2_000

export interface HealthOptions {
  clock: Clock
  /** Resolves when the store answers. @throws StoreError */
  check: () => Promise<void>
  /** True from the moment the server was asked to stop. */
  isDraining: () => boolean
}

/** `/healthz`: the process is alive. `/readyz`: send it work; 503 while it cannot take any. */
export function healthRoutes({ clock, check, isDraining }: HealthOptions): Hono {
  const app = new Hono()
  let checking: Promise<void> | null = null

  app.get('/healthz', (c) => c.json({ status: 'alive' }, 200, { 'Cache-Control': 'no-store' }))
  app.all('/healthz', refuseOtherMethods('GET', 'HEAD'))

  app.get('/readyz', async (c) => {
    if (isDraining()) throw new HttpError('SHUTTING_DOWN', 'this node takes no new work')
    // One question to the store at a time, however many ask.
    checking ??= inTime(check(), clock).finally(() => {
      checking = null
    })
    await checking
    return c.json({ status: 'ready' }, 200, { 'Cache-Control': 'no-store' })
  })
  app.all('/readyz', refuseOtherMethods('GET', 'HEAD'))
  return app
}

/** @throws ProtocolError STORE_UNAVAILABLE when the answer takes too long, and whatever the answer throws */
async function inTime(answer: Promise<void>, clock: Clock): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const stop = clock.after(READY_WITHIN_MS, () => {
    reject(new ProtocolError('STORE_UNAVAILABLE', `the store did not answer within ${READY_WITHIN_MS} ms`))
  })
  try {
    await Promise.race([answer, late])
  } finally {
    stop()
  }
}
