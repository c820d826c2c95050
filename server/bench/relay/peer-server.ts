/**
 * A relay of one of the peers, in a process of its own and with the settings that it comes with. `PEER` says which.
 * Logs where it listens in the words of our own server.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Database } from '@hocuspocus/extension-database'
import { Server as Hocuspocus } from '@hocuspocus/server'
import { setupWSConnection } from '@y/websocket-server/utils'
import { type WebSocket, WebSocketServer } from 'ws'

const port = Number(process.env['PORT'])

const peers: Record<string, () => Promise<number>> = {
  /** What everybody has to do at least: each message goes to all others at the same path as it came. */
  floor() {
    const rooms = new Map<string, Set<WebSocket>>()
    return listen((socket, { url = '' }) => {
      const sockets = rooms.get(url) ?? new Set()
      rooms.set(url, sockets.add(socket))
      socket.on('close', () => sockets.delete(socket))
      socket.on('message', (data) => {
        for (const other of sockets) if (other !== socket) other.send(data)
      })
    })
  },
  'y-websocket': () => listen((socket, request) => setupWSConnection(socket, request)),
  hocuspocus: () => listenHocuspocus([]),
  'hocuspocus-sqlite': () => listenHocuspocus([sqlite()]),
}

const listening = await peers[process.env['PEER'] ?? '']?.()
process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'listening', url: `http://127.0.0.1:${listening}` })}\n`)

async function listen(connected: (socket: WebSocket, request: IncomingMessage) => void): Promise<number> {
  const server = createServer()
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', connected)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function listenHocuspocus(extensions: Database[]): Promise<number> {
  const server = new Hocuspocus({ port, address: '127.0.0.1', quiet: true, stopOnSignals: false, extensions })
  await server.listen()
  return server.address.port
}

/** Statements of @hocuspocus/extension-sqlite, whose native module cannot be built everywhere, on Node's own SQLite. */
function sqlite(): Database {
  const database = new DatabaseSync(join(process.env['DATA_DIR'] ?? '', 'documents.sqlite'))
  database.exec(
    'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))',
  )
  const select = database.prepare('SELECT data FROM "documents" WHERE name = $name ORDER BY rowid DESC')
  const upsert = database.prepare(
    'INSERT INTO "documents" ("name", "data") VALUES ($name, $data) ON CONFLICT(name) DO UPDATE SET data = $data',
  )
  return new Database({
    fetch: async ({ documentName }) => {
      const data = select.get({ name: documentName })?.['data']
      return data instanceof Uint8Array ? data : null
    },
    store: async ({ documentName, state }) => void upsert.run({ name: documentName, data: state }),
  })
}
