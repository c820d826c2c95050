import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HIGH_WATER_BYTES } from '../../protocol/gauge.ts'
import { transportNames } from '../../protocol/transport-name.ts'
import { openFaultProxy } from './fault-proxy.ts'
import { contentOf, joinEncke } from './person.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const EDITS = 5_000

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  server = await spawnServer()
})
afterAll(() => server.close())

describe.concurrent('[S13] 5,000 edits without a network', () => {
  test.each(transportNames)('%s: little waits, and everything arrives once it is back', async (transport) => {
    const id = `offline ${transport}`
    await using proxy = await openFaultProxy(server.url)
    using alice = await joinEncke(proxy.url, id, 'Alice', transport).synced()
    using bob = await joinEncke(server.url, id, 'Bob').synced()
    const { provider } = alice
    alice.types('before; ')
    await provider.flush()
    const closings: number[] = []
    provider.on('connection-close', (event) => closings.push(event?.code ?? 0))

    const outage = proxy.inject({ kind: 'rst' })
    proxy.cut()
    let mostBuffered = 0
    for (let edit = 0; edit < EDITS; edit++) {
      // A sentence at the front: nothing of it can be joined to what was typed before.
      alice.types(`edit ${edit} ${'x'.repeat(200)}; `, 0)
      provider.awareness.setLocalStateField('cursor', edit)
      if (edit % 100 !== 0) continue
      const { bufferedBytes } = await provider.getStats()
      mostBuffered = Math.max(mostBuffered, bufferedBytes)
    }
    expect(provider.connection.unsentEdits).toBe(EDITS)
    expect(mostBuffered).toBeGreaterThan(HIGH_WATER_BYTES / 2)
    expect(mostBuffered).toBeLessThan(HIGH_WATER_BYTES + 1_000)

    outage.remove()
    provider.retryNow()
    await provider.flush()
    expect(provider.connection.unsentEdits).toBe(0)
    expect(await contentOf(server.url, id)).toBe(alice.text)
    const isThere = () =>
      bob.text === alice.text && bob.provider.awareness.getStates().get(alice.doc.clientID)?.['cursor'] === EDITS - 1
    await until(isThere, { what: 'Bob has everything, and sees where Alice is' })
    // The session went on where it was.
    expect(closings).toEqual([])
    alice.types('after; ', 0)
    await until(() => bob.text === alice.text, { what: 'they go on' })
  })
})
