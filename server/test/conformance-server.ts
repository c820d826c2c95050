import type { TestProject } from 'vitest/node'
import { spawnServer } from './spawned-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server under test: `inject('serverUrl')`. */
    serverUrl: string
  }
}

/**
 * Gives the conformance suite a server: the one at ENCKE_URL, which may be of any make, or a fresh one of ours.
 * The suite itself knows nothing but the address.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const elsewhere = process.env['ENCKE_URL']
  if (elsewhere) {
    project.provide('serverUrl', elsewhere.replace(/\/$/, ''))
    return async () => {}
  }
  const server = await spawnServer()
  project.provide('serverUrl', server.url)
  return () => server.close()
}
