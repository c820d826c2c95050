import { pause, shuffled, until } from '../pause.ts'
import type { Pair } from './pair.ts'

const RATE_PER_S = 5
const WARM_UP_ROUNDS = 15
const ROUNDS = 200
const BURSTS = 8
const BURST_KEYSTROKES = 30
const BURST_GAP_MS = 10

/** From the key to the other document, milliseconds: one for each keystroke. */
export interface Latencies {
  steady: number[]
  burst: number[]
}

/**
 * Everybody types 5 keys a second, each at a moment of their own, so that whatever disturbs the machine disturbs
 * all alike and nobody is measured beside another one's work. Then bursts, one contender at a time.
 */
export async function measureLatencies(pairs: readonly Pair[]): Promise<Map<Pair, Latencies>> {
  await typeInTurns(pairs, WARM_UP_ROUNDS)
  for (const pair of pairs) await pair.takeLatencies()
  await typeInTurns(pairs, ROUNDS)
  const results = new Map<Pair, Latencies>()
  for (const pair of pairs) results.set(pair, { steady: await pair.takeLatencies(), burst: [] })
  for (let burst = 0; burst < BURSTS; burst++) {
    for (const pair of shuffled(pairs)) {
      await typeBurst(pair)
      results.get(pair)?.burst.push(...(await pair.takeLatencies()))
    }
  }
  return results
}

async function typeInTurns(pairs: readonly Pair[], rounds: number): Promise<void> {
  const roundMs = 1000 / RATE_PER_S
  const slotMs = roundMs / pairs.length
  let slotAt = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (const pair of shuffled(pairs)) {
      // Anywhere in the first half of the slot: timers that beat at a steady rate must not beat with us.
      await until(slotAt + (Math.random() * slotMs) / 2)
      pair.press()
      // Keys that are late do not come in a crowd afterwards.
      slotAt = Math.max(slotAt + slotMs, performance.now())
    }
  }
}

async function typeBurst(pair: Pair): Promise<void> {
  for (let keystroke = 0; keystroke < BURST_KEYSTROKES; keystroke++) {
    pair.press()
    await pause(BURST_GAP_MS)
  }
}
