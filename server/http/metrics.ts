import { Hono } from 'hono'
import { refuseOtherMethods } from './errors.ts'

/** What the route needs of whoever counts. */
export interface MetricsSource {
  readonly contentType: string
  text(): Promise<string>
}

/** `/metrics`: what the node has done, for Prometheus. */
export function metricsRoutes(metrics: MetricsSource): Hono {
  const app = new Hono()
  app.get('/metrics', async (c) => {
    return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
  })
  app.all('/metrics', refuseOtherMethods('GET', 'HEAD'))
  return app
}
