import { join } from 'node:path'
import { type SpawnedServer, spawnServer } from '../../test/spawned-server.ts'
import type { Client } from './client.ts'
import { connectEncke, createDocument } from './encke-client.ts'
import { connectSocketIo, connectSockJs, connectWs } from './peer-clients.ts'

/** The makes that are measured in one run. */
export type Make = 'ws' | 'Encke' | 'Socket.IO' | 'SockJS'

/** One transport of one make. */
export interface Contender {
  make: Make
  /** Its own word for the transport; `automatic` when the client may choose, as a page would. */
  transport: string
  /** True when it begins with a WebSocket, or may come to use one. */
  usesWebSocket: boolean
  /** A new client of the server at `url`, which may be a relay in front of it. */
  connect(url: string): Client
}

const documentOf = (transport: string) => `bench-${transport}`

function encke(transport: 'websocket' | 'sse' | 'long-poll' | 'poll' | null): Contender {
  const name = transport ?? 'automatic'
  return {
    make: 'Encke',
    transport: name,
    usesWebSocket: transport === 'websocket' || transport === null,
    connect: (url) => connectEncke(url, documentOf(name), transport),
  }
}

function peer(make: Make, transport: string, connect: (url: string, transports: string[] | null) => Client): Contender {
  return {
    make,
    transport,
    usesWebSocket: transport === 'websocket' || transport === 'automatic',
    connect: (url) => connect(url, transport === 'automatic' ? null : [transport]),
  }
}

/** Every transport by itself. The first of a make is its WebSocket. */
export const contenders: readonly Contender[] = [
  peer('ws', 'websocket', connectWs),
  encke('websocket'),
  encke('sse'),
  encke('long-poll'),
  encke('poll'),
  peer('Socket.IO', 'websocket', connectSocketIo),
  peer('Socket.IO', 'polling', connectSocketIo),
  peer('SockJS', 'websocket', connectSockJs),
  peer('SockJS', 'xhr-streaming', connectSockJs),
  peer('SockJS', 'eventsource', connectSockJs),
  peer('SockJS', 'xhr-polling', connectSockJs),
]

/** Clients that choose for themselves, with the settings that they come with. */
export const automatics: readonly Contender[] = [
  encke(null),
  peer('Socket.IO', 'automatic', connectSocketIo),
  peer('SockJS', 'automatic', connectSockJs),
]

/** How a contender is called in the table. */
export function nameOf({ make, transport }: Contender): string {
  return make === 'ws' ? 'bare ws' : `${make} ${transport}`
}

/**
 * The server of a contender, in a process of its own: ours with its SQLite store in a temporary folder,
 * or a peer's relay, which keeps nothing. No other contender uses it.
 */
export async function startServer({ make, transport }: Contender): Promise<SpawnedServer> {
  if (make !== 'Encke') {
    return await spawnServer({ entry: join(import.meta.dirname, 'peer-server.ts'), env: { PEER: make.toLowerCase() } })
  }
  const server = await spawnServer()
  await createDocument(server.url, documentOf(transport))
  return server
}
