import { systemClock } from '../../protocol/clock.ts'
import { createApp } from '../app.ts'
import { listen } from '../http/listen.ts'
import { Realtime } from '../http/realtime.ts'
import { Relay } from '../relay.ts'
import { shutDown } from '../shutdown.ts'
import { silentLog } from '../telemetry/log.ts'

/** The real server in the process of the test, with its documents in memory: for what cannot be seen from outside. */
export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string
  readonly realtime: Realtime
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** `await using server = await startLocalServer()` */
export async function startLocalServer(): Promise<LocalServer> {
  const clock = systemClock
  const log = silentLog
  const relay = await Relay.open({ dataDir: null, clock, log })
  const realtime = new Realtime({ documents: relay.documents, clock, log })
  const { webSocketServer } = realtime
  const config = { allowedOrigins: '*' as const }
  const app = createApp({ relay, realtime: realtime.app, config, clock, log, clientRoot: import.meta.dirname })
  const { server, url } = await listen({ app, webSocketServer, port: 0, host: '127.0.0.1' })
  const endSessions = () => realtime.close(0)
  const close = () => shutDown({ relay, server, webSocketServer, endSessions, clock, log })
  return { url: url.replace(/\/$/, ''), realtime, close, [Symbol.asyncDispose]: close }
}
