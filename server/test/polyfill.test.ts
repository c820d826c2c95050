import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CometSocket, createCometSocket } from '../../client/socket/comet-socket.ts'
import { transportNames } from '../../protocol/transport-name.ts'
import { contentOf, joinPlain } from './person.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

let server: SpawnedServer

beforeAll(async () => {
  server = await spawnServer()
})

afterAll(() => server.close())

/** y-websocket wants a WebSocket, and CometSocket is one in all that it uses. */
const asWebSocket = (socketClass: typeof CometSocket): typeof WebSocket => socketClass as unknown as typeof WebSocket

test.each([null, ...transportNames])('y-websocket’s own provider syncs over a CometSocket: %s', async (transport) => {
  const id = `polyfill ${transport}`
  const socketClass = createCometSocket({ transport })
  try {
    using alice = joinPlain(server.url, id, 'Alice', { WebSocketPolyfill: asWebSocket(socketClass) })
    using bob = joinPlain(server.url, id, 'Bob', { WebSocketPolyfill: asWebSocket(socketClass) })
    using carol = joinPlain(server.url, id, 'Carol')
    await Promise.all([alice.synced(), bob.synced(), carol.synced()])
    alice.types('Alice and ')
    await until(() => carol.text === 'Alice and ', { what: 'Carol reads Alice' })
    carol.types('Carol.')
    const text = 'Alice and Carol.'
    await until(() => [alice, bob].every((person) => person.text === text), {
      what: () => `all read the same: ${[alice, bob].map((person) => person.text)}`,
    })
    expect(await contentOf(server.url, id)).toBe(text)

    await until(() => alice.sees.join() === 'Bob,Carol' && carol.sees.join() === 'Alice,Bob', {
      what: () => `they see each other: ${alice.sees} ${carol.sees}`,
    })
    bob.leave()
    await until(() => alice.sees.join() === 'Carol' && carol.sees.join() === 'Alice', { what: 'Bob is gone for both' })
  } finally {
    socketClass.close()
  }
})

test('a final close code ends the provider, as a WebSocket’s does', async () => {
  const socketClass = createCometSocket()
  try {
    await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'short-lived' }),
    })
    using alice = joinPlain(server.url, 'short-lived', 'Alice', { WebSocketPolyfill: asWebSocket(socketClass) })
    await alice.synced()
    const closed = new Promise((resolve) => alice.provider.once('closed', resolve))
    expect((await fetch(`${server.url}/api/documents/short-lived`, { method: 'DELETE' })).status).toBe(204)
    expect(await closed).toEqual({ code: 4404, reason: 'DOCUMENT_TRASHED' })
  } finally {
    socketClass.close()
  }
})
