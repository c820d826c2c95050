import { Company } from './company.ts'
import type { Harness } from './harness.ts'
import { latencyOf, type Result } from './result.ts'
import { actAtRandom } from './schedule.ts'
import { waitFor } from './wait.ts'

export interface PresenceOptions {
  people: number
  movers: number
  /** Moves of each mover. */
  perS: number
  warmUpMs: number
  windowMs: number
}

const OBSERVERS = 3

/** Carets move; the cost is microseconds of the server for each move and each other person. */
export async function measurePresence(harness: Harness, options: PresenceOptions): Promise<Result> {
  const { people, movers, perS, warmUpMs, windowMs } = options
  const company = await gather(harness, people, OBSERVERS)
  const nth = people / movers
  const actors = Array.from({ length: movers }, (_, index) => company.people[Math.floor((index + 0.5) * nth)]!)
  const act = (person: (typeof actors)[number]) => company.move(person)
  await actAtRandom({ actors, perS, durationMs: warmUpMs, act })
  await settled(company, harness)
  company.takeLatencies()
  const moves = () => company.people.reduce((sum, { sentAt }) => sum + sentAt.length, 0)
  const before = moves()
  const { cpuMs, tookMs, clientShare } = await harness.measure(async () => {
    await actAtRandom({ actors, perS, durationMs: windowMs, act })
    await settled(company, harness)
  })
  const told = (moves() - before) * (people - 1)
  const { shown, skipped } = company
  const latencies = company.takeLatencies()
  company.close()
  const note = `${told} told, ${((cpuMs / tookMs) * 100).toFixed(0)} % of a core, ${((100 * skipped) / (shown + skipped)).toFixed(0)} % overtaken by newer ones`
  return { cost: (cpuMs * 1000) / told, ...latencyOf(latencies), clientShare, note }
}

/** Everybody joins, says who they are, and has seen everybody. */
export async function gather(harness: Harness, people: number, observers: number): Promise<Company> {
  const { make, url, onBroken } = harness
  const company = new Company({ make, url, document: 'bench', people, observers, onBroken })
  let joined = false
  void Promise.all(company.people.map(({ client }) => client.synced)).then(() => {
    joined = true
  })
  await waitFor(
    () => {
      harness.check()
      return joined
    },
    () => 'some people could not join',
  )
  for (const person of company.people) company.move(person)
  await settled(company, harness)
  return company
}

/** Resolves when everybody has seen the newest caret of everybody else. @throws Error when somebody does not */
export async function settled(company: Company, harness: Harness): Promise<void> {
  await waitFor(
    () => {
      harness.check()
      return company.isSettled
    },
    () => 'some people were not shown where others are',
  )
}
