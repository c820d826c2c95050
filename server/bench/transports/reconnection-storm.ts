import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type SpawnedServer, spawnServer } from '../../test/spawned-server.ts'
import { pause } from '../pause.ts'
import { histogram } from '../statistics.ts'
import { CountingRelay } from './counting-relay.ts'
import type { StormMake, StormReport } from './storm-make.ts'

export const SESSIONS = 1_000
export const BIN_MS = 100
const PATIENCE_MS = 30_000
/** All are connected for so long before the server is killed. */
const CALM_MS = 1_000

/** What happened from the kill until everybody was back. */
export interface Storm {
  /** How many were connected. */
  sessions: number
  /** How many of them came back in time. */
  back: number
  /** New connections for each 100 ms since the kill. */
  arrivals: number[]
  /** The largest of `arrivals`, the mean of all, and that of the time in which nine of ten came. */
  max: number
  mean: number
  busyMean: number
  /** From the kill until the new process listened, milliseconds. */
  downMs: number
  /** From the kill until the last one was back, milliseconds. */
  backMs: number
}

/** Connects a crowd, kills the server, starts it again at once, and counts who arrives when. */
export async function measureStorm(make: StormMake): Promise<Storm> {
  await using server = await serverOf(make)
  const relay = await new CountingRelay({ upstream: server.url }).open()
  const crowd = fork(join(import.meta.dirname, 'storm-clients.ts'), [make, relay.url, String(SESSIONS)])
  let back = 0
  crowd.on('message', (report: StormReport) => {
    back = report.back
  })
  const waitFor = (condition: () => boolean) => waitPatiently(crowd, condition)
  try {
    await waitFor(() => back === SESSIONS)
    const sessions = back
    await pause(CALM_MS)
    crowd.send('watch')
    await waitFor(() => back === 0)
    const from = performance.now()
    relay.arrivals.length = 0
    await server.kill()
    await server.start()
    const downMs = performance.now() - from
    await waitFor(() => back === sessions)
    const to = performance.now()
    const arrivals = histogram(relay.arrivals, { from, to, widthMs: BIN_MS })
    const mean = arrivals.reduce((sum, count) => sum + count, 0) / arrivals.length
    const max = Math.max(...arrivals)
    return { sessions, back, arrivals, max, mean, busyMean: busyMeanOf(arrivals), downMs, backMs: to - from }
  } finally {
    await kill(crowd)
    relay.close()
  }
}

/** A few stragglers make the mean of all small, and no storm. */
function busyMeanOf(arrivals: readonly number[]): number {
  const first = arrivals.findIndex((count) => count > 0)
  const wanted = arrivals.reduce((sum, count) => sum + count, 0) * 0.9
  let came = 0
  for (let bin = Math.max(0, first); bin < arrivals.length; bin++) {
    came += arrivals[bin] ?? 0
    if (came >= wanted) return came / (bin - first + 1)
  }
  return 0
}

function serverOf(make: StormMake): Promise<SpawnedServer> {
  if (!make.startsWith('Socket.IO')) return spawnServer()
  return spawnServer({ entry: join(import.meta.dirname, 'peer-server.ts'), env: { PEER: 'socket.io' } })
}

/** Resolves when the condition holds, or when there is no more patience. @throws Error when the crowd is gone */
async function waitPatiently(crowd: ChildProcess, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!condition() && performance.now() < deadline) {
    if (!crowd.connected) throw new Error('the process of the clients has ended')
    await pause(10)
  }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
