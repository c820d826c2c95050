import { measureEdits } from './edits.ts'
import { measureJoin } from './join.ts'
import type { Make } from './make.ts'
import type { Result } from './result.ts'
import { linesUpdates } from './sample-document.ts'
import type { Scenario } from './scenario.ts'

/** How a cost grows. */
export interface Growth {
  /** Its scenarios are called by this and the point. */
  name: string
  title: string
  unit: string
  /** What the points count. */
  axis: string
  points: readonly number[]
  makes: readonly Make[]
}

/** The results of a growth: for each make, those of its points that there are. */
export type GrowthResults = ReadonlyMap<Make, ReadonlyMap<number, Result>>

/** So many clients together at the least: small rooms cost less than the system tells time. */
const LEAST_CLIENTS = 100

const makes = ['floor', 'y-websocket', 'encke', 'encke-session'] as const

export const growths: readonly Growth[] = [
  {
    name: 'members',
    title: 'Cost of an edit in rooms of 10 to 1,000: 5 writers × 10 letters/s in each',
    unit: 'µs per delivered edit',
    axis: 'members',
    points: [10, 100, 300, 1_000],
    makes,
  },
  {
    name: 'bytes',
    title: 'Cost of a join to documents of 1 kB to 10 MB',
    unit: 'ms per join',
    axis: 'bytes',
    points: [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
    makes: ['y-websocket', 'encke', 'encke-session'],
  },
]

/** How a point of a growth is called among the scenarios. */
export function pointName(growth: Growth, point: number): string {
  return `${growth.name}-${point}`
}

/** The scenario behind `members-100` or `bytes-1000`; null when it is no such name. */
export function growthScenario(name: string): Scenario | null {
  const [kind, point] = name.split('-')
  const growth = growths.find((growth) => growth.name === kind)
  if (!growth?.points.includes(Number(point))) return null
  const { title, unit, makes } = growth
  const measure = kind === 'members' ? measureMembers : measureBytes
  return {
    title: `${title}: ${point}`,
    unit,
    makes,
    measure: (harness) => measure(harness, Number(point)),
    target: { words: '', reached: () => null },
  }
}

const measureMembers = (harness: Parameters<typeof measureEdits>[0], members: number) => {
  const documents = Math.max(1, Math.ceil(LEAST_CLIENTS / members))
  return measureEdits(harness, { documents, clients: members, writers: 5, perS: 10, warmUpMs: 1_000, windowMs: 4_000 })
}

const measureBytes = (harness: Parameters<typeof measureJoin>[0], bytes: number) => {
  const joiners = bytes > 1_000_000 ? 5 : bytes > 100_000 ? 20 : 100
  return measureJoin(harness, { updates: linesUpdates(bytes), joiners, rounds: bytes > 100_000 ? 2 : 3 })
}
