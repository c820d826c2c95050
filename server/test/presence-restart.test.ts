import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { EnckeProvider } from '../../client/provider/provider.ts'
import { createCometSocket } from '../../client/socket/comet-socket.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { spawnServer } from './spawned-server.ts'

/** Somebody with a session of their own, who remembers whom they saw leave. */
function enter(url: string, name: string, transport: TransportName) {
  const socketClass = createCometSocket({ transport })
  const provider = new EnckeProvider({ server: url, document: 'minutes', doc: new Y.Doc(), socketClass })
  const { awareness } = provider
  awareness.setLocalState({ user: { id: name, name, color: '#aa3366' }, activity: 'active', since: 0 })
  const left: number[] = []
  awareness.on('change', ({ removed }: { removed: number[] }) => left.push(...removed))
  const leaves = () => {
    provider.destroy()
    socketClass.close()
  }
  return { provider, id: awareness.clientID, left, sees: (id: number) => awareness.getStates().has(id), leaves }
}

test.each(['websocket', 'sse', 'long-poll'] as const)(
  '[A4] over %s nobody blinks while a server is killed and comes back, and who leaves then is gone',
  async (transport) => {
    await using server = await spawnServer()
    const alice = enter(server.url, 'alice', transport)
    const bob = enter(server.url, 'bob', transport)
    await expect.poll(() => [alice.sees(bob.id), bob.sees(alice.id)], { timeout: 10_000 }).toEqual([true, true])
    await server.kill()
    await expect.poll(() => bob.provider.connection.state, { timeout: 10_000 }).not.toBe('connected')
    await server.start()
    const states = () => [alice, bob].map(({ provider }) => provider.connection.state)
    await expect.poll(states, { timeout: 20_000 }).toEqual(['connected', 'connected'])
    await expect.poll(() => alice.provider.synced && bob.provider.synced).toBe(true)
    expect([alice.left, bob.left]).toEqual([[], []])
    expect([alice.sees(bob.id), bob.sees(alice.id)]).toEqual([true, true])
    alice.leaves()
    await expect.poll(() => bob.left, { timeout: 20_000 }).toEqual([alice.id])
    bob.leaves()
  },
)
