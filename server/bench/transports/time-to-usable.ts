import type { SpawnedServer } from '../../test/spawned-server.ts'
import { shuffled } from '../pause.ts'
import type { Contender } from './contender.ts'
import { CountingRelay, ROUND_TRIP_MS } from './counting-relay.ts'

/** Who has nothing by then is given up. */
export const PATIENCE_MS = 5_000
const ROUNDS = 9
const BLACK_HOLE_ROUNDS = 3

/** From a new client to the first thing that came down, milliseconds; Infinity for nothing in time. */
export interface TimesToUsable {
  good: number[]
  /** WebSocket upgrades are taken and never answered. Empty for contenders that use none. */
  blackHoled: number[]
}

/** One client after the other on the good network; the black hole, where much time is spent waiting, all together. */
export async function measureTimesToUsable(
  servers: ReadonlyMap<Contender, SpawnedServer>,
): Promise<Map<Contender, TimesToUsable>> {
  const results = new Map<Contender, TimesToUsable>()
  const relays = new Map<Contender, { good: CountingRelay; blackHole: CountingRelay }>()
  for (const [contender, { url: upstream }] of servers) {
    const delayMs = ROUND_TRIP_MS / 2
    results.set(contender, { good: [], blackHoled: [] })
    relays.set(contender, {
      good: await new CountingRelay({ upstream, delayMs }).open(),
      blackHole: await new CountingRelay({ upstream, delayMs, swallowUpgrades: true }).open(),
    })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, { good }] of shuffled([...relays])) {
      results.get(contender)?.good.push(await timeToUsable(contender, good.url))
    }
  }
  for (let round = 0; round < BLACK_HOLE_ROUNDS; round++) {
    const tries = [...relays].map(async ([contender, { blackHole }]) => {
      if (contender.usesWebSocket) {
        results.get(contender)?.blackHoled.push(await timeToUsable(contender, blackHole.url))
      }
    })
    await Promise.all(tries)
  }
  for (const { good, blackHole } of relays.values()) {
    good.close()
    blackHole.close()
  }
  return results
}

async function timeToUsable(contender: Contender, url: string): Promise<number> {
  const from = performance.now()
  const client = contender.connect(url)
  const { promise, resolve } = Promise.withResolvers<number>()
  const timer = setTimeout(() => resolve(Number.POSITIVE_INFINITY), PATIENCE_MS)
  void client.ready.then(() => resolve(performance.now() - from))
  const tookMs = await promise
  clearTimeout(timer)
  client.close()
  return tookMs
}
