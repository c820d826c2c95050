/**
 * `npm run bench`: what the relay costs beside its peers, in one run on one machine. Prints what it measured and writes
 * it to results.md. Compares, and never fails because a figure is large.
 *
 * `npm run bench -- fan-out crowd --makes encke,floor` measures a part of it, and `--profile` tells where the time goes;
 * then nothing is written.
 */
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isEncke, type Make, makes } from './relay/make.ts'
import { type Outcome, scenarioTable } from './relay/report.ts'
import type { Result } from './relay/result.ts'
import { runMeasurement } from './relay/run-measurement.ts'
import { paperUpdates } from './relay/sample-document.ts'
import { scenarios } from './relay/scenarios.ts'
import { writeUpdates } from './relay/update-file.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { makes: { type: 'string' }, profile: { type: 'boolean', default: false } },
})
const startedAt = performance.now()
const chosenMakes = values.makes ? values.makes.split(',').map(makeOf) : makes
const names = positionals.length > 0 ? positionals : Object.keys(scenarios)
for (const name of names) if (!scenarios[name]) fail(`${name} is none of ${Object.keys(scenarios).join(', ')}`)

const folder = await mkdtemp(join(tmpdir(), 'encke-bench-'))
const materials = { document: join(folder, 'document') }
await writeUpdates(materials.document, await paperUpdates(2))

for (const name of names) {
  const outcome = await measure(name)
  console.log(`\n${scenarioTable(scenarios[name]!, outcome)}`)
}

async function measure(name: string): Promise<Outcome> {
  const results = new Map<Make, Result>()
  const failures = new Map<Make, string>()
  for (const make of scenarios[name]!.makes) {
    if (!chosenMakes.includes(make)) continue
    say(`${name}: ${make}`)
    const profileFolder = values.profile && isEncke(make) ? join(folder, `${name}-${make}`) : null
    if (profileFolder) await mkdir(profileFolder)
    const answer = await runMeasurement({ scenario: name, make, materials, profileFolder })
    if (!answer.ok) failures.set(make, answer.error)
    else {
      results.set(make, answer.result)
      if (answer.profile) console.log(answer.profile)
    }
  }
  return { results, failures }
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
