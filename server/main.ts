import { fileURLToPath } from 'node:url'
import { systemClock } from '../protocol/clock.ts'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { type Listening, listen, listenProblem } from './http/listen.ts'
import { Realtime } from './http/realtime.ts'
import { Relay } from './relay.ts'
import { shutDown } from './shutdown.ts'
import { StoreError } from './stores/store.ts'
import { createLog } from './telemetry/log.ts'
import { meteringLog } from './telemetry/metering-log.ts'
import { Metrics } from './telemetry/metrics.ts'

/** Container runtimes kill 10 s after they asked. */
const STOP_WITHIN_MS = 8_000
/** Clients come back within a random part of this: long enough for the next process to listen. */
const RETURN_SPREAD_MS = 2_000

const config = readConfigOrExit()
const metrics = new Metrics({
  read: () => ({
    rooms: relay.rooms.size,
    ...relay.rooms.totals,
    plainSockets: realtime.plainSockets,
    sessions: realtime.sessionsByTransport,
    queuedBytes: realtime.queuedBytes,
  }),
})
const log = meteringLog(createLog({ level: config.logLevel }), metrics)
const clock = systemClock
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (err: unknown) => {
    log.error({ err }, `${event}: the process cannot go on`)
    process.exit(1)
  })
}

const relay = await openRelayOrExit()
const realtime = new Realtime({ documents: relay.documents, clock, log })
const { webSocketServer } = realtime
const clientRoot = fileURLToPath(new URL('../dist/client', import.meta.url))
const app = createApp({
  relay,
  realtime: realtime.app,
  metrics: config.metrics ? metrics : undefined,
  config,
  clock,
  log,
  clientRoot,
})
const { server, url } = await listenOrExit()
log.info({ url, dataDir: config.dataDir, node: process.version }, 'listening')
if (process.stdout.isTTY) process.stdout.write(`\n  Encke is ready: ${url}\n\n`)
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal))

function stop(signal: NodeJS.Signals): void {
  // Whoever asks twice does not want to wait: what was acknowledged is durable in any case.
  if (stopping) process.exit(130)
  stopping = true
  // Not the clock's: this timer has to keep the process alive while edits wait for a store that is away.
  setTimeout(() => {
    log.error({ signal }, 'shutting down took too long')
    process.exit(1)
  }, STOP_WITHIN_MS)
  const endSessions = () => realtime.close(RETURN_SPREAD_MS)
  void shutDown({ relay, server, webSocketServer, endSessions, clock, log }).then(() => process.exit(0))
}

function readConfigOrExit(): Config {
  try {
    return readConfig()
  } catch (error) {
    return fail(2, error instanceof Error ? error.message : String(error))
  }
}

async function openRelayOrExit(): Promise<Relay> {
  try {
    const { dataDir, trashDays, fileMiB, filesMiB } = config
    return await Relay.open({ dataDir, trashDays, fileMiB, filesMiB, clock, log, meter: metrics })
  } catch (error) {
    if (error instanceof StoreError) return fail(1, `STORE_${error.code} ${config.dataDir}: ${error.message}`)
    throw error
  }
}

async function listenOrExit(): Promise<Listening> {
  try {
    return await listen({ app, webSocketServer, port: config.port, host: config.host })
  } catch (error) {
    await relay.close()
    return fail(1, listenProblem(error, config))
  }
}

/** One line for whoever started the server, on standard error. */
function fail(exitCode: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(exitCode)
}
