import { until } from '../pause.ts'
import type { Company } from './company.ts'
import type { Harness } from './harness.ts'
import { descriptions } from './make.ts'
import { gather, settled } from './presence.ts'
import type { Result } from './result.ts'

export interface IdleOptions {
  people: number
  /** Two of the longest periods that a make has: Encke refreshes presence every 20 s. */
  windowMs: number
}

/** y-protocols says every 15 s that somebody is still here, and forgets whoever was not heard of for 30 s. */
const HEARTBEAT_MS = 15_000
const FORGOTTEN_AFTER_MS = 30_000

/** Nobody does anything; the cost is per cent of a core. */
export async function measureIdle(harness: Harness, { people, windowMs }: IdleOptions): Promise<Result> {
  const company = await gather(harness, people, 1)
  const { cpuMs, tookMs, clientShare } = await harness.measure(async () => {
    // Our own client says nothing by itself: its session knows that it is there.
    if (descriptions[harness.make].dialect === 'session') await until(performance.now() + windowMs)
    else await beat(company, windowMs)
  })
  const { longestSilenceMs } = company
  if (descriptions[harness.make].dialect !== 'session' && longestSilenceMs > FORGOTTEN_AFTER_MS) {
    throw new Error(`somebody was not heard of for ${longestSilenceMs.toFixed(0)} ms`)
  }
  // All this time everybody was there to be told.
  company.move(company.people[0]!)
  await settled(company, harness)
  company.close()
  const note =
    descriptions[harness.make].dialect === 'session' ? '' : `heard of after ${(longestSilenceMs / 1000).toFixed(0)} s`
  return { cost: (cpuMs / tookMs) * 100, p50: null, p99: null, clientShare, note }
}

/** Everybody's heart beats, each at its own time. */
async function beat(company: Company, windowMs: number): Promise<void> {
  const startAt = performance.now()
  const plan = company.people.flatMap((person) => {
    const phaseMs = Math.random() * HEARTBEAT_MS
    const beats = Math.ceil((windowMs - phaseMs) / HEARTBEAT_MS)
    return Array.from({ length: beats }, (_, count) => ({ at: startAt + phaseMs + count * HEARTBEAT_MS, person }))
  })
  plan.sort((a, b) => a.at - b.at)
  for (const { at, person } of plan) {
    await until(at)
    company.renew(person)
  }
  await until(startAt + windowMs)
}
