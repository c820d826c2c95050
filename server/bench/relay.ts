/**
 * `npm run bench`: what the relay costs beside its peers, in one run on one machine. Prints what it measured and writes
 * it to results.md. Compares, and never fails because a figure is large.
 *
 * `npm run bench -- fan-out crowd --makes encke,floor` measures a part of it, and `--profile` tells where the time goes;
 * then nothing is written.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { measureCrdt } from './relay/crdt.ts'
import { type Growth, type GrowthResults, growths, pointName } from './relay/growth.ts'
import { growthPlot } from './relay/growth-plot.ts'
import { isEncke, type Make, makes } from './relay/make.ts'
import { crdtTable, growthTable, type Outcome, scenarioTable, writeReport } from './relay/report.ts'
import type { Result } from './relay/result.ts'
import { type Answer, runMeasurement } from './relay/run-measurement.ts'
import { paperUpdates } from './relay/sample-document.ts'
import { scenarioNames, scenarioOf } from './relay/scenarios.ts'
import { writeUpdates } from './relay/update-file.ts'

const packages = ['ws', '@y/websocket-server', '@hocuspocus/server', 'yjs', 'hono', '@hono/node-server']
/** What can be asked for beside the scenarios. */
const others = ['crdt', ...growths.map(({ name }) => name)]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { makes: { type: 'string' }, profile: { type: 'boolean', default: false } },
})
const startedAt = performance.now()
const machine = await describeMachine(packages)
const chosenMakes = values.makes ? values.makes.split(',').map(makeOf) : makes
const known = [...scenarioNames, ...others]
for (const name of positionals) if (!known.includes(name)) fail(`${name} is none of ${known.join(', ')}`)
const isWhole = positionals.length === 0 && !values.makes && !values.profile
const wants = (name: string) => positionals.length === 0 || positionals.includes(name)

const folder = await mkdtemp(join(tmpdir(), 'encke-bench-'))
const materials = { document: join(folder, 'document') }
const document = await paperUpdates(2)
await writeUpdates(materials.document, document)

const sections: string[] = []
for (const name of scenarioNames.filter(wants)) show(scenarioTable(scenarioOf(name), await measure(name)))
if (wants('crdt')) {
  say('crdt')
  show(crdtTable(await measureCrdt(document)))
}
const grown: { growth: Growth; results: GrowthResults }[] = []
for (const growth of growths.filter(({ name }) => wants(name))) {
  const results = await measureGrowth(growth)
  grown.push({ growth, results })
  show(growthTable(growth, results))
}
if (isWhole) {
  await writeFile(join(import.meta.dirname, 'growth.svg'), growthPlot(grown))
  sections.push('![Both, with logarithmic axes](growth.svg)')
  const tookS = (performance.now() - startedAt) / 1000
  const report = writeReport({ machine, tookS, sections })
  await writeFile(join(import.meta.dirname, 'results.md'), report)
  console.log(`\n${report}`)
}
if (!values.profile) await rm(folder, { recursive: true })

async function measure(name: string): Promise<Outcome> {
  const results = new Map<Make, Result>()
  const failures = new Map<Make, string>()
  const { makes, together = 1 } = scenarioOf(name)
  const chosen = makes.filter((make) => chosenMakes.includes(make))
  for (let from = 0; from < chosen.length; from += together) {
    const group = chosen.slice(from, from + together)
    say(`${name}: ${group.join(', ')}`)
    const answers = await Promise.all(group.map((make) => order(name, make)))
    for (const [index, answer] of answers.entries()) {
      const make = group[index]!
      if (answer.ok) results.set(make, answer.result)
      else failures.set(make, answer.error)
    }
  }
  return { results, failures }
}

async function order(scenario: string, make: Make): Promise<Answer> {
  const profileFolder = values.profile && isEncke(make) ? join(folder, `${scenario}-${make}`) : null
  if (profileFolder) await mkdir(profileFolder)
  const answer = await runMeasurement({ scenario, make, materials, profileFolder })
  if (answer.ok && answer.profile) console.log(answer.profile)
  return answer
}

async function measureGrowth(growth: Growth): Promise<GrowthResults> {
  const results = new Map<Make, Map<number, Result>>()
  for (const point of growth.points) {
    const outcome = await measure(pointName(growth, point))
    for (const [make, error] of outcome.failures) say(`${make} failed: ${error}`)
    for (const [make, result] of outcome.results) {
      results.set(make, (results.get(make) ?? new Map()).set(point, result))
    }
  }
  return results
}

/** In parts as they come; a whole run is printed as a page in the end. */
function show(section: string): void {
  sections.push(section)
  if (!isWhole) console.log(`\n${section}`)
}

function makeOf(text: string): Make {
  return makes.find((make) => make === text) ?? fail(`${text} is none of ${makes.join(', ')}`)
}

function say(what: string): void {
  const atS = Math.round((performance.now() - startedAt) / 1000)
  console.error(`${String(atS).padStart(4)} s  ${what}`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
