/**
 * Loaded into a server before anything else (`--import`), in each of its threads: SIGUSR2 begins a profile and ends it,
 * or with `BENCH_PROBE=memory` frees what is garbage. Says on standard output when it has.
 */
import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, threadId } from 'node:worker_threads'

const folder = process.env['BENCH_PROBE_FOLDER'] ?? '.'
const channel = new BroadcastChannel('bench')
const session = new Session()
let running = false

async function toggle(): Promise<void> {
  if (!running) {
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.start')
  } else {
    const { profile } = await session.post('Profiler.stop')
    const name = isMainThread ? 'main' : `worker-${threadId}`
    await writeFile(`${folder}/${name}.cpuprofile`, JSON.stringify(profile))
    session.disconnect()
  }
  running = !running
}

function say(msg: string): void {
  process.stdout.write(`${JSON.stringify({ level: 'info', msg })}\n`)
}

if (process.env['BENCH_PROBE'] === 'memory') {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: { type: string; flavor: string }) => void
  // Gives pages back as well.
  const collect = () => gc({ type: 'major', flavor: 'last-resort' })
  if (isMainThread) {
    process.on('SIGUSR2', () => {
      // Twice: what finalizers let go of is free the second time.
      collect()
      setTimeout(() => {
        collect()
        const { rss, heapUsed, external } = process.memoryUsage()
        process.stdout.write(
          `${JSON.stringify({ level: 'info', msg: 'probe: memory', rss, used: heapUsed + external })}\n`,
        )
      }, 200)
    })
  }
} else if (isMainThread) {
  process.on('SIGUSR2', () => {
    channel.postMessage(null)
    void toggle().then(() => say(running ? 'probe: begun' : 'probe: ended'))
  })
} else
  channel.onmessage = () => void toggle()

  // Node's BroadcastChannel, unlike that of browsers, keeps its thread alive.
;(channel as unknown as { unref(): void }).unref()
