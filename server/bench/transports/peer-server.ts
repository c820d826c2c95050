/**
 * A relay of one of the peers, in a process of its own: what one client sends, the others are sent.
 * `PEER` says which library. Logs where it listens in the words of our own server.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketIo } from 'socket.io'
import sockjs from 'sockjs'
import { type WebSocket, WebSocketServer } from 'ws'
import { GREETING } from './peer-clients.ts'

const relays: Record<string, (server: Server) => void> = {
  ws(server) {
    const sockets = new Set<WebSocket>()
    new WebSocketServer({ server }).on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('message', (data) => {
        for (const other of sockets) if (other !== socket) other.send(data)
      })
      socket.send(GREETING)
    })
  },
  'socket.io'(server) {
    new SocketIo(server, { serveClient: false }).on('connection', (socket) => {
      socket.on('edit', (bytes: Buffer) => socket.broadcast.emit('edit', bytes))
      socket.emit('greeting')
    })
  },
  sockjs(server) {
    const connections = new Set<{ write(message: string): boolean }>()
    const relay = sockjs.createServer({ prefix: '/sync', log: () => {} })
    relay.on('connection', (connection) => {
      if (!connection) return
      connections.add(connection)
      connection.on('close', () => connections.delete(connection))
      connection.on('data', (message) => {
        for (const other of connections) if (other !== connection) other.write(message)
      })
      connection.write(GREETING)
    })
    relay.installHandlers(server)
  },
}

const server = createServer()
relays[process.env['PEER'] ?? '']?.(server)
server.listen(Number(process.env['PORT']), '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'listening', url })}\n`)
