import type { SpawnedServer } from '../../test/spawned-server.ts'

/** Of a process, after garbage was collected, bytes. */
export interface Memory {
  /** Of the whole process. The allocator gives pages back when it likes. */
  rss: number
  /** The JavaScript heap of the main thread, and what hangs on it. */
  used: number
}

/** What a server holds that was started with `probeEnv('memory')`. */
export async function memoryOf(server: SpawnedServer): Promise<Memory> {
  const from = server.log.length
  process.kill(server.pid as number, 'SIGUSR2')
  const line = await server.logged(({ msg }) => msg === 'probe: memory', { from })
  return { rss: Number(line['rss']), used: Number(line['used']) }
}
