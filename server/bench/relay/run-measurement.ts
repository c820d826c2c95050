import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Make } from './make.ts'
import type { Result } from './result.ts'
import type { Materials } from './scenario.ts'

/** What a process of its own is to measure. */
export interface Order {
  scenario: string
  make: Make
  materials: Materials
  /** Where profiles go; null for none. */
  profileFolder: string | null
}

/** What it answers. */
export type Answer = { ok: true; result: Result; profile: string } | { ok: false; error: string }

/** Longer than any of them takes. */
const PATIENCE_MS = 180_000

/** Measures in a process of its own, which is gone when this resolves. */
export async function runMeasurement(order: Order): Promise<Answer> {
  const child = fork(join(import.meta.dirname, 'measurement.ts'), [JSON.stringify(order)])
  const orphaned = () => child.kill('SIGKILL')
  process.once('exit', orphaned)
  let answer: Answer | null = null
  child.on('message', (message: Answer) => {
    answer = message
  })
  const timer = setTimeout(orphaned, PATIENCE_MS)
  await once(child, 'exit')
  clearTimeout(timer)
  process.off('exit', orphaned)
  return answer ?? { ok: false, error: 'its process has ended without a result' }
}
