import type { Machine } from '../../server/bench/machine.ts'
import { table } from '../../server/bench/table.ts'
import { type Home, phone } from './home.ts'
import type { Idle } from './idle.ts'
import { type Keystrokes, type Place, places } from './keystrokes.ts'
import { type Make, makeNames } from './make.ts'
import { remarks } from './remarks.ts'
import type { RemoteEdits } from './remote-edits.ts'
import type { Size } from './sizes.ts'

/** What was measured of one make. */
export interface Figures {
  keystrokes: Record<Place, Keystrokes>
  remoteEdits: RemoteEdits
  idle: Idle
}

export interface Measured {
  machine: Machine
  browser: string
  tookS: number
  lines: number
  people: number
  figures: ReadonlyMap<Make, Figures>
  home: Home
  sizes: { first: Size; later: readonly Size[] }
}

/** Chunks smaller than this are not worth a line. */
const WORTH_BYTES = 1_500

const placeNames: Record<Place, string> = {
  top: 'at the top',
  middle: 'in the middle',
  end: 'at the end',
  jump: 'right after a jump into the middle',
}

/** The page that is printed and kept: Markdown that is aligned, so that it can be read in a terminal. */
export function writeReport(measured: Measured): string {
  const { machine, browser, tookS, lines, people, figures, home, sizes } = measured
  const all = [...figures]
  const head = (what: string, target = 'target') => [what, ...all.map(([make]) => makeNames[make]), target]
  const row = (name: string, cell: (figures: Figures) => string, target = '') => [
    name,
    ...all.map(([, each]) => cell(each)),
    target,
  ]
  const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`
  return `# What the editor costs

Measured by \`npm run bench:editor\` on ${new Date().toISOString().slice(0, 10)}, in ${tookS} s.

- ${machine.hardware}; load before the run ${machine.loadBefore.toFixed(1)}
- Chromium ${browser}, ${machine.versions}

### A text of ${lines.toLocaleString('en')} lines with ${people} others in it, one of whom has selected all of it

${table([
  head('a key: p50 / p95 of its handlers; p95 until it is drawn, ms'),
  ...places.map((place) =>
    row(
      placeNames[place],
      ({ keystrokes }) => {
        const { p50, p95, paintP95 } = keystrokes[place]
        return `${ms(p50)} / ${ms(p95)}; ${ms(paintP95)}`
      },
      'p95 ≤ 8',
    ),
  ),
])}

${table([
  head('the page'),
  row(
    'an edit of somebody else, until it is drawn: p50 / p95, ms',
    ({ remoteEdits }) => `${ms(remoteEdits.p50)} / ${ms(remoteEdits.p95)}`,
    'p95 ≤ 50',
  ),
  row('nobody does anything: main thread, ms in 10 s', ({ idle }) => ms(idle.mainThreadMs)),
  row('and all processes of the browser, % of a core', ({ idle }) => (idle.cpuMs / 100).toFixed(1), '0'),
  row('memory of scripts, MB', ({ idle }) => (idle.heapBytes / 1e6).toFixed(1)),
])}

### The list of documents on a phone

${phone.cpuSlowdown} times slower, ${phone.roundTripMs} ms round trip, ${phone.downKbit / 1_000} Mbit/s down, nothing in the cache: it takes input after ${home.interactive.toFixed(0)} ms (target 1,000), and has its rows after ${home.rows.toFixed(0)} ms.

### What is loaded, gzipped

${table([
  ['what', 'size', 'target'],
  [`${sizes.first.name}: all before somebody can write`, kB(sizes.first.bytes), '≤ 150 kB'],
  ...sizes.later
    .filter(({ bytes }) => bytes >= WORTH_BYTES)
    .map(({ name, bytes }) => [`later: ${name}`, kB(bytes), targetOf(name)]),
])}

${remarks.map((remark) => `- ${remark}`).join('\n')}
`
}

function targetOf(name: string): string {
  return name === 'preview-pane' ? '≤ 30 kB' : name.includes('history') ? '≤ 15 kB' : ''
}

function ms(value: number): string {
  return value.toFixed(1)
}
