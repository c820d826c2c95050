import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Before the browser tests: the pages are those of the present source. */
export function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'setup.mjs'), 'build'], { stdio: 'inherit' })
}
