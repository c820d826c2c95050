import { table } from '../table.ts'
import { descriptions, isEncke, type Make } from './make.ts'
import type { Result } from './result.ts'
import type { Scenario } from './scenario.ts'

/** What came of one scenario: a result for each make, or why there is none. */
export interface Outcome {
  results: ReadonlyMap<Make, Result>
  failures: ReadonlyMap<Make, string>
}

/** One table. */
export function scenarioTable({ title, unit, makes, target }: Scenario, { results, failures }: Outcome): string {
  const head = ['', unit, '× floor', '× @y/websocket-server', 'p50 / p99, ms', `target ${target.words}`, 'remarks']
  const rows = makes
    .filter((make) => results.has(make) || failures.has(make))
    .map((make) => {
      const { label } = descriptions[make]
      const result = results.get(make)
      if (!result) return [label, `failed: ${failures.get(make)}`, '', '', '', '', '']
      const { cost, p50, p99, clientShare, note } = result
      const busy = clientShare > 0.85 ? `; the clients used ${(clientShare * 100).toFixed(0)} % of a core` : ''
      return [
        label,
        figure(cost),
        ratio(cost, results.get('floor')),
        ratio(cost, results.get('y-websocket')),
        p50 === null ? '' : `${p50.toFixed(1)} / ${p99?.toFixed(1)}`,
        isEncke(make) ? verdict(target.reached(result, results)) : '',
        note + busy,
      ]
    })
  return `### ${title}\n\n${table([head, ...rows])}`
}

/** With as many digits as mean something. */
export function figure(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function ratio(cost: number, other: Result | undefined): string {
  return other ? (cost / other.cost).toFixed(2) : ''
}

function verdict(reached: boolean | null): string {
  if (reached === null) return ''
  return reached ? 'reached' : 'not reached'
}
