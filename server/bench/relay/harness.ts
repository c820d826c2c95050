import type { SpawnedServer } from '../../test/spawned-server.ts'
import { cpuMsOf } from './cpu-time.ts'
import type { Make } from './make.ts'
import type { Profiler } from './profile.ts'

export interface HarnessOptions {
  make: Make
  server: SpawnedServer
  /** Called when what is measured begins and ends: warming up is not profiled. */
  profiler: Profiler | null
}

/** What a stretch of work has cost. */
export interface Cost {
  /** Of the whole process of the server, user and system. */
  cpuMs: number
  tookMs: number
  /** How busy the process of the clients was, as a share of one core. Near 1, latencies are its own. */
  clientShare: number
}

/** The server of one make that is being measured, and the clients that must stay whole meanwhile. */
export class Harness {
  readonly make: Make
  readonly url: string
  readonly server: SpawnedServer
  readonly #profiler: Profiler | null
  #broken: Error | null = null

  constructor({ make, server, profiler }: HarnessOptions) {
    this.make = make
    this.url = server.url
    this.server = server
    this.#profiler = profiler
  }

  /** Give this to clients: a run in which one breaks is no run. */
  readonly onBroken = (error: Error): void => {
    this.#broken ??= error
  }

  /** @throws Error when a client has broken, or the server is gone */
  check(): void {
    if (this.#broken) throw this.#broken
    if (this.server.pid === undefined) throw new Error(`the server is gone:\n${this.server.output}`)
  }

  /** Does the work to its end and tells what it cost the server. @throws Error when a client has broken meanwhile */
  async measure(work: () => Promise<void>): Promise<Cost> {
    this.check()
    await this.#profiler?.start()
    const pid = this.server.pid as number
    const client = process.cpuUsage()
    const from = performance.now()
    const before = cpuMsOf(pid)
    await work()
    const cpuMs = cpuMsOf(pid) - before
    const tookMs = performance.now() - from
    const { user, system } = process.cpuUsage(client)
    await this.#profiler?.stop()
    this.check()
    return { cpuMs, tookMs, clientShare: (user + system) / 1000 / tookMs }
  }
}
