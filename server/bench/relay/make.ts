import { join } from 'node:path'
import { type SpawnedServer, spawnServer } from '../../test/spawned-server.ts'

/** The makes that are compared. A `-session` make is Encke through its own protocol, as its own client speaks it. */
export const makes = [
  'floor',
  'y-websocket',
  'hocuspocus',
  'hocuspocus-sqlite',
  'encke',
  'encke-session',
  'encke-memory',
] as const
export type Make = (typeof makes)[number]

/** How a make's clients speak to it. */
export type Dialect = 'plain' | 'hocuspocus' | 'session'

interface Description {
  /** In tables. */
  label: string
  dialect: Dialect
  /** Which relay of `peer-server.ts` it is; null for ours. */
  peer: string | null
  /** Of the server's own. */
  env: Record<string, string>
  /** A client's own edit comes back to it. With Encke that says that the edit is durable. */
  echoes: boolean
}

const peer = (name: string) => ({ peer: name, env: { PEER: name }, echoes: name !== 'floor' })

export const descriptions: Readonly<Record<Make, Description>> = {
  floor: { label: 'floor', dialect: 'plain', ...peer('floor') },
  'y-websocket': { label: '@y/websocket-server', dialect: 'plain', ...peer('y-websocket') },
  hocuspocus: { label: 'Hocuspocus', dialect: 'hocuspocus', ...peer('hocuspocus') },
  'hocuspocus-sqlite': { label: 'Hocuspocus, SQLite', dialect: 'hocuspocus', ...peer('hocuspocus-sqlite') },
  encke: { label: 'Encke', dialect: 'plain', peer: null, env: {}, echoes: true },
  'encke-session': { label: 'Encke, own client', dialect: 'session', peer: null, env: {}, echoes: false },
  'encke-memory': {
    label: 'Encke, in memory',
    dialect: 'plain',
    peer: null,
    env: { DATA_DIR: ':memory:' },
    echoes: true,
  },
}

/** Whether a make is Encke, in one way or another. */
export function isEncke(make: Make): boolean {
  return descriptions[make].peer === null
}

/** The address of a document's WebSocket; a session's is the same for all documents. */
export function addressOf(make: Make, url: string, document: string): string {
  const base = url.replace(/^http/, 'ws')
  if (descriptions[make].dialect === 'session') return `${base}/session/websocket`
  return isEncke(make) ? `${base}/sync/${document}` : `${base}/${document}`
}

/** A server of this make in a process of its own. `env` is added to what it is told. */
export async function startServer(make: Make, env: Record<string, string> = {}): Promise<SpawnedServer> {
  const { peer, env: own } = descriptions[make]
  const entry = peer === null ? {} : { entry: join(import.meta.dirname, 'peer-server.ts') }
  return await spawnServer({ ...entry, env: { ...own, ...env } })
}
