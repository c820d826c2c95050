import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpBindings, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { WebSocketServer } from 'ws'

/** Longer than load balancers keep an idle connection, so that it is never us who close one as a request comes in. */
const KEEP_ALIVE_MS = 75_000
const HEADERS_WITHIN_MS = 80_000

export interface ListenOptions {
  app: Hono<{ Bindings: HttpBindings }>
  /** Takes the upgrades that the app's routes accept; made with `noServer`. */
  webSocketServer?: WebSocketServer
  port: number
  host: string
}

/** A server that listens. */
export interface Listening {
  server: Server
  /** Where it is reached from this machine: `http://127.0.0.1:8080`. */
  url: string
}

/** Resolves when the app is reachable. @throws Error of Node (EADDRINUSE, EACCES, ENOTFOUND …) */
export async function listen({ app, webSocketServer, port, host }: ListenOptions): Promise<Listening> {
  const server = serve({
    fetch: app.fetch,
    port,
    hostname: host,
    // The library's own Response forgets RESPONSE_ALREADY_SENT when middleware has touched the headers, and is
    // not measurably faster here.
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_WITHIN_MS },
    ...(webSocketServer ? { websocket: { server: webSocketServer } } : {}),
  }) as Server
  // Rejects when 'error' comes first.
  await once(server, 'listening')
  return { server, url: urlOf(server.address() as AddressInfo) }
}

/** What the port could not be had for, in one line. */
export function listenProblem(error: unknown, { port, host }: { port: number; host: string }): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    EADDRINUSE: 'the port is in use; stop what uses it, or set PORT to another one (0 takes any free port)',
    EACCES: 'this user may not open the port; set PORT to one from 1024 on',
    EADDRNOTAVAIL: 'this machine does not have the address; set HOST to one that it has',
    ENOTFOUND: 'there is no such host; set HOST to an address of this machine',
  }
  return `LISTEN_FAILED ${host}:${port}: ${reasons[code ?? ''] ?? message}`
}

function urlOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0') return `http://127.0.0.1:${port}`
  if (address === '::') return `http://[::1]:${port}`
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}
