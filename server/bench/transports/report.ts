import type { Machine } from '../machine.ts'
import { median, percentile } from '../statistics.ts'
import { table } from '../table.ts'
import { automatics, type Contender, contenders, nameOf } from './contender.ts'
import { ROUND_TRIP_MS } from './counting-relay.ts'
import type { Latencies } from './latency.ts'
import type { Pair } from './pair.ts'
import { BIN_MS, type Storm } from './reconnection-storm.ts'
import { remarks } from './remarks.ts'
import type { StormMake } from './storm-make.ts'
import { PATIENCE_MS, type TimesToUsable } from './time-to-usable.ts'
import { rates, type WireBytes } from './wire-bytes.ts'

/** All that was measured. */
export interface Measured {
  machine: Machine
  tookS: number
  latencies: ReadonlyMap<Pair, Latencies>
  bytes: ReadonlyMap<Contender, WireBytes[]>
  usable: ReadonlyMap<Contender, TimesToUsable>
  storms: ReadonlyMap<StormMake, Storm>
}

const columns = [
  'transport',
  '5 keys/s: p50 / p95 / p99, ms',
  '× own websocket',
  '× bare ws',
  'burst: p50 / p95 / p99, ms',
  `round trip ${ROUND_TRIP_MS} ms: p50, ms`,
  ...rates.map(({ perS }) => `bytes per key at ${perS}/s: ↑ up ↓ down`),
  'usable after, ms',
  'WebSocket black-holed, ms',
]

/** The page that is printed and kept: Markdown that is aligned, so that it can be read in a terminal. */
export function writeReport(measured: Measured): string {
  const { machine, tookS } = measured
  return `# Transports

Measured by \`npm run bench:transports\` on ${new Date().toISOString().slice(0, 10)}, in ${tookS} s.

- ${machine.hardware}; load before the run ${machine.loadBefore.toFixed(1)}
- ${machine.versions}

${table([columns, ...rowsOf(measured)])}

${stormsOf(measured)}

${remarks.map((remark) => `- ${remark}`).join('\n')}
`
}

function rowsOf({ latencies, bytes, usable }: Measured): string[][] {
  const byContender = new Map([...latencies].map(([pair, found]) => [pair.contender, found]))
  const steadyOf = (contender: Contender | undefined) => {
    return median((contender && byContender.get(contender)?.steady) ?? [])
  }
  const rows = contenders.map((contender) => {
    const { steady = [], burst = [] } = byContender.get(contender) ?? {}
    const own = contenders.find(({ make, transport }) => make === contender.make && transport === 'websocket')
    const wire = bytes.get(contender) ?? []
    return [
      nameOf(contender),
      threeOf(steady),
      (median(steady) / steadyOf(own)).toFixed(1),
      (median(steady) / steadyOf(contenders[0])).toFixed(1),
      threeOf(burst),
      (wire[rates.findIndex(({ perS }) => perS === 5)]?.latencyMs ?? Number.NaN).toFixed(0),
      ...wire.map(bytesOf),
      ...usableOf(contender, usable),
    ]
  })
  const chosen = automatics.map((contender) => {
    return [nameOf(contender), ...new Array<string>(5 + rates.length).fill(''), ...usableOf(contender, usable)]
  })
  return [...rows, ...chosen]
}

function threeOf(values: readonly number[]): string {
  return [0.5, 0.95, 0.99].map((share) => percentile(values, share).toFixed(1)).join(' / ')
}

/** The line of the author, then that of the reader. */
function bytesOf({ author, reader }: WireBytes): string {
  const [authorUp, readerUp, authorDown, readerDown] = [author.up, reader.up, author.down, reader.down].map(Math.round)
  return `↑ ${authorUp} + ${readerUp} ↓ ${authorDown} + ${readerDown}`
}

function usableOf(contender: Contender, usable: ReadonlyMap<Contender, TimesToUsable>): string[] {
  const { good = [], blackHoled = [] } = usable.get(contender) ?? {}
  return [millisecondsOf(good), contender.usesWebSocket ? millisecondsOf(blackHoled) : 'the same']
}

function millisecondsOf(values: readonly number[]): string {
  const middle = median(values)
  return Number.isFinite(middle) ? middle.toFixed(0) : `not in ${PATIENCE_MS / 1000} s`
}

function stormsOf({ storms }: Measured): string {
  const lines = [...storms].map(([make, { sessions, back, arrivals, max, mean, busyMean, downMs, backMs }]) => {
    const missing = back < sessions ? `, ${sessions - back} of them never` : ''
    return (
      `- ${make}: ${sessions} sessions, all back after ${seconds(backMs)}${missing}, the server after ${seconds(downMs)}; ` +
      `${arrivals.reduce((sum, count) => sum + count, 0)} connections, at most ${max} and ${mean.toFixed(0)} on average ` +
      `in ${BIN_MS} ms: ${(max / mean).toFixed(1)} ×, and ${(max / busyMean).toFixed(1)} × the mean of the time ` +
      `in which nine of ten came (target: 3)\n  \`${sparkline(arrivals)}\``
    )
  })
  return `Reconnection storm: the server is killed and started again at once; new connections for each ${BIN_MS} ms.\n\n${lines.join('\n')}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** One column for each count, its height relative to the largest. */
function sparkline(counts: readonly number[]): string {
  const largest = Math.max(1, ...counts)
  return counts.map((count) => (count === 0 ? '·' : '▁▂▃▄▅▆▇█'[Math.ceil((count / largest) * 8) - 1])).join('')
}
