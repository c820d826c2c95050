import { once } from 'node:events'
import type { Server } from 'node:http'
import type { WebSocketServer } from 'ws'
import type { Clock } from '../protocol/clock.ts'
import type { Relay } from './relay.ts'
import type { Log } from './telemetry/log.ts'

/** How long open connections may take to read their last answer. */
const LAST_ANSWERS_MS = 1_000

export interface ShutdownOptions {
  relay: Relay
  server: Server
  webSocketServer: WebSocketServer
  /** Tells the sessions to come back elsewhere, and ends them. */
  endSessions: () => void
  clock: Clock
  log: Log
}

/**
 * Ends the node in order: no new work, no new connections, sessions told to go, edits made durable, files let go of,
 * connections cut that are still there. Whatever was acknowledged before is on disk when it resolves.
 */
export async function shutDown({ relay, server, webSocketServer, endSessions, clock, log }: ShutdownOptions) {
  log.info({}, 'shutting down')
  relay.drain()
  const closed = once(server, 'close')
  server.close()
  endSessions()
  await relay.close()
  for (const socket of webSocketServer.clients) socket.close(1001)
  server.closeIdleConnections()
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const stop = clock.after(LAST_ANSWERS_MS, resolve)
  await Promise.race([closed, late])
  stop()
  for (const socket of webSocketServer.clients) socket.terminate()
  server.closeAllConnections()
  log.info({}, 'shut down')
}
