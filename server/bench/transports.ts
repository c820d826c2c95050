/**
 * `npm run bench:transports`: each transport of Encke beside those of its peers, in one run on one machine.
 * Prints what it measured and writes it to transports.md. Compares, and never fails because a figure is large.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SpawnedServer } from '../test/spawned-server.ts'
import { describeMachine } from './machine.ts'
import { automatics, type Contender, contenders, startServer } from './transports/contender.ts'
import { measureLatencies } from './transports/latency.ts'
import { Pair } from './transports/pair.ts'
import { measureStorm, type Storm } from './transports/reconnection-storm.ts'
import { writeReport } from './transports/report.ts'
import { type StormMake, stormMakes } from './transports/storm-make.ts'
import { measureTimesToUsable } from './transports/time-to-usable.ts'
import { measureWireBytes } from './transports/wire-bytes.ts'

const packages = ['ws', 'socket.io', 'socket.io-client', 'sockjs', 'sockjs-client', 'hono', '@hono/node-server']

const startedAt = performance.now()
const machine = await describeMachine(packages)
say('starting a server for each transport')
const servers = new Map<Contender, SpawnedServer>()
// Each of them listens for the end of this process.
process.setMaxListeners(0)
await Promise.all([...contenders, ...automatics].map(async (one) => servers.set(one, await startServer(one))))
const single = new Map(contenders.map((contender) => [contender, servers.get(contender) as SpawnedServer]))

say('latency: 5 keys a second, then bursts')
const pairs = await Promise.all(
  [...single].map(([contender, { url }]) => Pair.open({ contender, authorUrl: url, readerUrl: url })),
)
const latencies = await measureLatencies(pairs)
for (const pair of pairs) pair.close()

say('bytes on the wire: 1, 5 and 20 keys a second')
const bytes = await measureWireBytes(single)

say('time to usable: a good network, and one that swallows WebSockets')
const usable = await measureTimesToUsable(servers)
for (const server of servers.values()) await server.close()

const storms = new Map<StormMake, Storm>()
for (const make of stormMakes) {
  say(`reconnection storm: ${make}`)
  storms.set(make, await measureStorm(make))
}

const tookS = Math.round((performance.now() - startedAt) / 1000)
const report = writeReport({ machine, tookS, latencies, bytes, usable, storms })
await writeFile(join(import.meta.dirname, 'transports.md'), report)
console.log(`\n${report}`)
process.exit(0) // clients of the peers may still be trying to come back

function say(what: string): void {
  const atS = Math.round((performance.now() - startedAt) / 1000)
  console.error(`${String(atS).padStart(4)} s  ${what}`)
}
