/**
 * `npm run bench:editor`: what the editor costs in a browser beside its peers, in one run on one machine. Prints what it
 * measured and writes it to results.md. Compares, and never fails because a figure is large.
 *
 * `npm run bench:editor -- --makes encke` measures a part of it; then nothing is written.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine } from '../../server/bench/machine.ts'
import { spawnServer } from '../../server/test/spawned-server.ts'
import { setup as buildClient } from '../e2e/build-client.ts'
import { createDocument } from '../e2e/writer.ts'
import { Crowd } from './crowd.ts'
import { measureHome } from './home.ts'
import { measureIdle } from './idle.ts'
import { type Keystrokes, measureKeystrokes, type Place, places, warmUp } from './keystrokes.ts'
import { type Make, makes } from './make.ts'
import { measureRemoteEdits } from './remote-edits.ts'
import { type Figures, writeReport } from './report.ts'
import { sampleText } from './sample-text.ts'
import { measureSizes } from './sizes.ts'
import { Stand, servePeers } from './stand.ts'

const LINES = 100_000
const PEOPLE = 50
const packages = ['@codemirror/view', '@codemirror/language', '@lezer/markdown', 'yjs', 'y-codemirror.next']

const startedAt = performance.now()
const machine = await describeMachine(packages)
say('building the client')
buildClient()
const peerUrl = await servePeers()
const sizes = await measureSizes()
const server = await spawnServer()
const figures = new Map<Make, Figures>()
let browser = ''
const { values } = parseArgs({ options: { makes: { type: 'string' } } })
const chosen = makes.filter((make) => values.makes?.split(',').includes(make) ?? true)
for (const make of chosen) figures.set(make, await measure(make))
say('the list of documents')
const home = await measureHome(server.url)
await server.close()

const tookS = Math.round((performance.now() - startedAt) / 1_000)
const report = writeReport({ machine, browser, tookS, lines: LINES, people: PEOPLE, figures, home, sizes })
if (chosen.length === makes.length) await writeFile(join(import.meta.dirname, 'results.md'), report)
console.log(`\n${report}`)
// The people of the crowd have timers that nobody ends.
process.exit()

/** Each has a text of its own: what was typed for one does not change the next. */
async function measure(make: Make): Promise<Figures> {
  say(`${make}: everybody comes`)
  const document = `long-${make.replaceAll('.', '-')}`
  await createDocument(server.url, { id: document, content: sampleText(LINES) })
  const crowd = new Crowd({ url: server.url, document, people: PEOPLE, renews: make !== 'encke' })
  await crowd.come()
  const stand = await Stand.open({ make, url: server.url, document, people: PEOPLE, peerUrl })
  browser = stand.browser.version()
  const { page } = stand
  await warmUp(page)
  const keystrokes: Partial<Record<Place, Keystrokes>> = {}
  for (const place of places) {
    say(`${make}: keys, ${place}`)
    const found = await measureKeystrokes(page, place)
    keystrokes[place] = found
    say(`  p50 ${found.p50.toFixed(1)} ms, p95 ${found.p95.toFixed(1)} ms`)
  }
  say(`${make}: edits of somebody else`)
  const remoteEdits = await measureRemoteEdits(page, crowd)
  say(`${make}: nothing`)
  const idle = await measureIdle(stand)
  await stand.close()
  crowd.leave()
  return { keystrokes: keystrokes as Record<Place, Keystrokes>, remoteEdits, idle }
}

function say(what: string): void {
  const atS = Math.round((performance.now() - startedAt) / 1_000)
  console.error(`${String(atS).padStart(4)} s  ${what}`)
}
