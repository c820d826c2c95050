import type { Harness } from './harness.ts'
import type { Make } from './make.ts'
import type { Result } from './result.ts'

/** Files that are made once for a run. */
export interface Materials {
  /** The updates of a document of 200,000 characters. */
  document: string
}

/** What is measured of each make. */
export interface Scenario {
  /** In tables. */
  title: string
  /** Of the cost. */
  unit: string
  makes: readonly Make[]
  /** Makes that can be measured at the same time: they do little, and their cost is their own in any case. */
  together?: number
  /** The server is asked for its memory. */
  probesMemory?: boolean
  measure: (harness: Harness, materials: Materials) => Promise<Result>
  target: {
    words: string
    /** Whether Encke's result is as good as it should be, beside those of others in the same run; null for unknown. */
    reached: (result: Result, others: ReadonlyMap<Make, Result>) => boolean | null
  }
}

/** A cost of at most so many times that of another make in the same run. */
export function atMost(share: number, make: Make): Scenario['target']['reached'] {
  return ({ cost }, others) => {
    const other = others.get(make)
    return other ? cost <= share * other.cost : null
  }
}
