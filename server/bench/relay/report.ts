import type { Machine } from '../machine.ts'
import { table } from '../table.ts'
import type { CrdtRow } from './crdt.ts'
import type { Growth, GrowthResults } from './growth.ts'
import { descriptions, isEncke, type Make } from './make.ts'
import { remarks } from './remarks.ts'
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

/** The table of a growth: a row for each make, a column for each point. */
export function growthTable({ title, unit, points }: Growth, results: GrowthResults): string {
  const head = [unit, ...points.map((point) => point.toLocaleString('en'))]
  const rows = [...results].map(([make, byPoint]) => {
    const cells = points.map((point) => {
      const result = byPoint.get(point)
      return result ? figure(result.cost) : 'failed'
    })
    return [descriptions[make].label, ...cells]
  })
  return `### ${title}\n\n${table([head, ...rows])}`
}

/** What a server does with a document, without a network. */
export function crdtTable(rows: readonly CrdtRow[]): string {
  const head = ['ms', 'Y.Doc', 'Encke', '']
  const cells = rows.map(({ what, yDocMs, enckeMs, remark }) => [what, figure(yDocMs), figure(enckeMs), remark])
  return `### The document of the join, without a network\n\n${table([head, ...cells])}`
}

/** The page that is printed and kept. */
export function writeReport({ machine, tookS, sections }: { machine: Machine; tookS: number; sections: string[] }) {
  return `# What the relay costs

Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${Math.round(tookS / 60)} minutes.

- ${machine.hardware}; load before the run ${machine.loadBefore.toFixed(1)}
- ${machine.versions}

${sections.join('\n\n')}

## How to read it

${remarks.map((remark) => `- ${remark}`).join('\n')}
`
}
