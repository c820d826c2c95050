import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SpawnedServer } from '../../test/spawned-server.ts'
import { pause } from '../pause.ts'

const TOP = 15
/** Other threads write theirs by then. */
const OTHER_THREADS_MS = 500

/** What Node writes, as far as it is read here. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** What a server is told so that it can be profiled, or asked for its memory. */
export function probeEnv(kind: 'profile' | 'memory', folder = ''): Record<string, string> {
  const probe = new URL('probe.ts', import.meta.url).href
  return { NODE_OPTIONS: `--import ${probe}`, BENCH_PROBE: kind, BENCH_PROBE_FOLDER: folder }
}

/** Begins and ends the profiles of a server that was started with a probe. */
export class Profiler {
  readonly #server: SpawnedServer
  readonly #folder: string

  constructor(server: SpawnedServer, folder: string) {
    this.#server = server
    this.#folder = folder
  }

  async start(): Promise<void> {
    await this.#signal('probe: begun')
  }

  /** Writes one file for each thread. */
  async stop(): Promise<void> {
    await this.#signal('probe: ended')
    await pause(OTHER_THREADS_MS)
  }

  /** For each thread, what took most time by itself. */
  async summary(): Promise<string> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('.cpuprofile')).sort()
    const parts = files.map(async (name) => {
      const path = join(this.#folder, name)
      return `${path}\n${topOf(JSON.parse(await readFile(path, 'utf8')) as CpuProfile)}`
    })
    return (await Promise.all(parts)).join('\n')
  }

  async #signal(answer: string): Promise<void> {
    const from = this.#server.log.length
    process.kill(this.#server.pid as number, 'SIGUSR2')
    await this.#server.logged(({ msg }) => msg === answer, { from })
  }
}

function topOf({ nodes, samples, timeDeltas }: CpuProfile): string {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const selfMs = new Map<string, number>()
  let totalMs = 0
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? ''
    const ms = (timeDeltas[index] ?? 0) / 1000
    // The profiler's own start and end are no work of the server's.
    if (name === '(idle)' || name.startsWith('post node:inspector')) continue
    totalMs += ms
    selfMs.set(name, (selfMs.get(name) ?? 0) + ms)
  }
  const top = [...selfMs].sort(([, a], [, b]) => b - a).slice(0, TOP)
  const lines = top.map(
    ([name, ms]) => `${ms.toFixed(0).padStart(8)} ms ${((100 * ms) / totalMs).toFixed(1).padStart(5)} %  ${name}`,
  )
  return [`${totalMs.toFixed(0).padStart(8)} ms busy`, ...lines].join('\n')
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)'
  return url ? `${name} ${basename(url)}:${lineNumber + 1}` : name
}
