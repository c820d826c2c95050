import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Clock } from '../protocol/clock.ts'
import type { Config } from './config.ts'
import { allowOrigins } from './http/cors.ts'
import { documentRoutes } from './http/documents.ts'
import { answerErrors, answerNotFound } from './http/errors.ts'
import { fileRoutes } from './http/files.ts'
import { healthRoutes } from './http/health.ts'
import { linkedDocumentRoutes } from './http/linked-documents.ts'
import { linkRoutes } from './http/links.ts'
import { type MetricsSource, metricsRoutes } from './http/metrics.ts'
import { presenceRoutes } from './http/presence.ts'
import { staticRoutes } from './http/static.ts'
import { textRoutes } from './http/text.ts'
import { viewRoutes } from './http/view.ts'
import type { Relay } from './relay.ts'
import type { Log } from './telemetry/log.ts'

export interface AppOptions {
  relay: Relay
  /** The routes of sessions and of the plain endpoint; without them the app is the API and the pages. */
  realtime?: Hono<{ Bindings: HttpBindings }>
  /** Served at `/metrics`; nothing is there without them. */
  metrics?: MetricsSource | undefined
  config: Pick<Config, 'allowedOrigins'>
  clock: Clock
  log: Log
  /** The folder that the client was built into. */
  clientRoot: string
}

/** Everything that the server answers over HTTP, put together. Starts and owns nothing. */
export function createApp({
  relay,
  realtime,
  metrics,
  config,
  clock,
  log,
  clientRoot,
}: AppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.onError(answerErrors(log))
  app.notFound(answerNotFound)

  const cors = allowOrigins(config.allowedOrigins)
  app.use('/api/*', cors)
  // Covers `/session` too.
  app.use('/session/*', cors)

  app.route('/', healthRoutes({ clock, check: () => relay.check(), isDraining: () => relay.draining }))
  if (metrics) app.route('/', metricsRoutes(metrics))
  // In front of what has the routes of documents: an address of a link is no id.
  app.route('/', linkedDocumentRoutes({ access: relay.links, app }))
  app.route(
    '/',
    documentRoutes({
      store: relay.store,
      contents: relay.rooms,
      hasTrash: relay.hasTrash,
      afterDelete: (id) => relay.files.delete(id),
    }),
  )
  app.route('/', fileRoutes({ files: relay.files, store: relay.store }))
  app.route('/', linkRoutes({ links: relay.links, clock }))
  app.route('/', textRoutes({ store: relay.store, feed: relay.texts }))
  app.route('/', presenceRoutes({ directory: relay.presence, clock }))
  if (realtime) app.route('/', realtime)
  app.route('/', viewRoutes({ access: relay.links, store: relay.store, feed: relay.texts, clientRoot }))
  app.route('/', staticRoutes({ root: clientRoot }))
  return app
}
