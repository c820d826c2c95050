import { percentile } from '../statistics.ts'

/** What was measured of one make in one scenario. Units are those of the scenario. */
export interface Result {
  /** The figure that the target speaks of. */
  cost: number
  /** To remote, milliseconds; null where nothing is waited for. */
  p50: number | null
  p99: number | null
  /** How busy the clients were, as a share of one core. */
  clientShare: number
  /** What else is worth knowing, in words. */
  note: string
}

/** The two that are shown. */
export function latencyOf(values: readonly number[]): Pick<Result, 'p50' | 'p99'> {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) }
}
