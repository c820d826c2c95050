import { readFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

const modules = join(import.meta.dirname, '..', '..', 'node_modules')

/** Where and with what something was measured. */
export interface Machine {
  /** Cores, memory, system, Node. */
  hardware: string
  /** What was installed of the packages that are measured. */
  versions: string
  /** Processes that wanted a core in the minute before: much more than 0 means that others were at work. */
  loadBefore: number
}

/** Looks before anything is started. @throws Error when one of the packages is not installed */
export async function describeMachine(packages: readonly string[]): Promise<Machine> {
  const cores = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const system = `${type()} ${release().split('.').slice(0, 2).join('.')}`
  const versions = packages.map(async (name) => `${name} ${await versionOf(name)}`)
  return {
    hardware: `${cores.length} cores of ${cores[0]?.model.trim()}, ${memory}, ${system}, Node ${process.versions.node}`,
    versions: (await Promise.all(versions)).join(', '),
    loadBefore: loadavg()[0] ?? 0,
  }
}

async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as { version: string }
  return version
}
