import { measureEdits } from './edits.ts'
import { growthScenario } from './growth.ts'
import { measureIdle } from './idle.ts'
import { measureJoin } from './join.ts'
import { makes } from './make.ts'
import { measureConnections, measureDocuments } from './memory.ts'
import { measurePresence } from './presence.ts'
import { atMost, type Scenario } from './scenario.ts'
import { readUpdates } from './update-file.ts'

/** The warm-up is long: the compiler goes on for a quarter of a minute at these rates, and would be a third of the cost. */
const window = { warmUpMs: 20_000, windowMs: 10_000 }
/** A store has no part in these. */
const withoutStores = ['floor', 'y-websocket', 'hocuspocus', 'encke', 'encke-session'] as const

const named: Readonly<Record<string, Scenario>> = {
  'fan-out': {
    title: 'fan-out: 200 clients of one document, 5 of them write 10 letters/s each',
    unit: 'µs per delivered edit',
    makes,
    measure: (harness) => measureEdits(harness, { documents: 1, clients: 200, writers: 5, perS: 10, ...window }),
    target: {
      words: '≤ 0.6 × floor, p99 ≤ 60 ms',
      reached: (result, others) => {
        const isCheap = atMost(0.6, 'floor')(result, others)
        return isCheap === null ? null : isCheap && (result.p99 ?? 0) <= 60
      },
    },
  },
  crowd: {
    title: 'crowd: 100 clients of one document, all write, 400 letters/s together',
    unit: 'µs per delivered edit',
    makes: withoutStores,
    measure: (harness) => measureEdits(harness, { documents: 1, clients: 100, writers: 100, perS: 4, ...window }),
    target: { words: '≤ 0.12 × @y/websocket-server', reached: atMost(0.12, 'y-websocket') },
  },
  presence: {
    title: 'presence: 200 people, 50 of whom move their carets 4 times/s',
    unit: 'µs per move and person',
    makes: withoutStores,
    measure: (harness) => measurePresence(harness, { people: 200, movers: 50, perS: 4, ...window }),
    target: { words: '≤ 0.12 × @y/websocket-server', reached: atMost(0.12, 'y-websocket') },
  },
  idle: {
    title: 'idle: 500 people at one document who do nothing',
    unit: '% of a core',
    makes: withoutStores,
    together: 2,
    measure: (harness) => measureIdle(harness, { people: 500, windowMs: 40_000 }),
    target: { words: '≤ 1.5 %', reached: ({ cost }) => cost <= 1.5 },
  },
  rooms: {
    title: 'rooms: 300 documents with 2 clients each, both write 1 letter/s',
    unit: 'µs per edit',
    makes,
    measure: (harness) => measureEdits(harness, { documents: 300, clients: 2, writers: 2, perS: 1, ...window }),
    target: { words: '≤ 0.6 × @y/websocket-server, durable', reached: atMost(0.6, 'y-websocket') },
  },
  join: {
    title: 'join: 100 clients open a document of 200,000 characters at once',
    unit: 'ms per join',
    makes: ['y-websocket', 'hocuspocus', 'encke', 'encke-session'],
    measure: async (harness, { document }) =>
      measureJoin(harness, { updates: await readUpdates(document), joiners: 100, rounds: 2 }),
    target: { words: '≤ 2 ms', reached: ({ cost }) => cost <= 2 },
  },
  connections: {
    title: 'memory: an idle connection, of 3,000 to one document',
    unit: 'kB',
    makes: withoutStores,
    probesMemory: true,
    measure: measureConnections,
    target: { words: '≤ 40 kB', reached: ({ cost }) => cost <= 40 },
  },
  documents: {
    title: 'memory: an open document of 1 kB, of 3,000, without its connection',
    unit: 'kB',
    makes: withoutStores,
    probesMemory: true,
    measure: measureDocuments,
    target: { words: '≤ 25 kB', reached: ({ cost }) => cost <= 25 },
  },
}

/** What can be asked for by name. */
export const scenarioNames = Object.keys(named)

/** By name; those of a growth have one for each point. @throws Error for a name that is none */
export function scenarioOf(name: string): Scenario {
  const scenario = named[name] ?? growthScenario(name)
  if (!scenario) throw new Error(`${name} is none of ${scenarioNames.join(', ')}`)
  return scenario
}
