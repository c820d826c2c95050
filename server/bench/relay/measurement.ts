/**
 * One scenario with one make, in a process of its own: the server is its child, the clients live in it.
 * Started by `run-measurement.ts`, and tells it the result over IPC.
 */
import { Harness } from './harness.ts'
import { startServer } from './make.ts'
import { Profiler, probeEnv } from './profile.ts'
import type { Answer, Order } from './run-measurement.ts'
import { scenarioOf } from './scenarios.ts'

const order = JSON.parse(process.argv[2] ?? '') as Order
process.setMaxListeners(0)
try {
  answer({ ok: true, ...(await measure(order)) })
} catch (error) {
  answer({ ok: false, error: error instanceof Error ? error.message : String(error) })
}

async function measure({ scenario: name, make, materials, profileFolder }: Order) {
  const scenario = scenarioOf(name)
  const env = scenario.probesMemory ? probeEnv('memory') : profileFolder ? probeEnv('profile', profileFolder) : {}
  await using server = await startServer(make, env)
  const profiler = profileFolder && !scenario.probesMemory ? new Profiler(server, profileFolder) : null
  const result = await scenario.measure(new Harness({ make, server, profiler }), materials)
  return { result, profile: (await profiler?.summary()) ?? '' }
}

function answer(answer: Answer): void {
  process.send?.(answer, () => process.exit(0))
}
