import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PathMemory } from '../../../client/socket/path-memory.ts'
import { systemClock } from '../../../protocol/clock.ts'
import { type FaultProxy, openFaultProxy } from '../fault-proxy.ts'
import { contentOf } from '../person.ts'
import type { Fault } from '../proxy/fault.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { timeout, times } from './times.ts'
import { editLatencies, memoryStorage, percentile, Witness } from './witness.ts'

const socketPath = '/session/websocket'
const streamPath = '/session/sse'

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(200)
  server = await spawnServer()
})
afterAll(() => server.close())

/** A document with a text. */
async function written(id: string): Promise<string> {
  const body = JSON.stringify({ id, content: 'Encke. ' })
  await fetch(`${server.url}/api/documents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return id
}

/** What a visitor who left this in the storage knows of the way. */
function memoryOf(proxy: FaultProxy, storage: ReturnType<typeof memoryStorage>): PathMemory {
  return new PathMemory({ baseUrl: proxy.url, clock: systemClock, storage })
}

describe.concurrent('WebSocket', { timeout }, () => {
  test('[P1] black-holed: the text is there within a second, and WebSocket is not tried again for ten', async ({
    annotate,
  }) => {
    const id = await written('P1')
    const tookMs: number[] = []
    for (let visit = 0; visit < times(5); visit++) {
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'blackhole' }, { path: socketPath })
      using alice = new Witness(proxy.url, id, 'Alice')
      await alice.reads('Encke. ', 2_000)
      tookMs.push(alice.syncedAfterMs!)
    }
    const sorted = tookMs.toSorted((one, other) => one - other)
    await annotate(`first text after ${percentile(sorted, 0.5)} ms, at worst ${percentile(sorted, 1)} ms`)
    expect(percentile(sorted, 0.5)).toBeLessThanOrEqual(1_000)
  })

  test('[P1] black-holed: what was learned is remembered, and the next visit begins with HTTP', async () => {
    const id = await written('P1 again')
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'blackhole' }, { path: socketPath })
    const storage = memoryStorage()
    using alice = new Witness(proxy.url, id, 'Alice', { storage })
    await alice.on('sse')
    await until(() => memoryOf(proxy, storage).doubts('websocket'), { what: 'WebSocket is doubted' })
    using _again = await new Witness(proxy.url, id, 'Alice again', { storage }).on('sse')
    const [first, ...rest] = proxy.to(socketPath)
    for (const { at } of rest) expect(at - first!.at).toBeGreaterThan(10_000)
    expect(alice.closings).toBe(0)
  })

  test.each([50, 200, 800])(
    '[P2] 101, then cut after %i ms: HTTP within two strikes, nothing lost',
    async (afterMs) => {
      const id = await written(`P2 ${afterMs}`)
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'kill-after-upgrade', afterMs }, { path: socketPath })
      using alice = new Witness(proxy.url, id, 'Alice')
      using bob = await new Witness(server.url, id, 'Bob').synced()
      await alice.synced()
      let words = 'Encke. '
      const types = async () => {
        words += `${words.length} `
        alice.types(words.slice(alice.text.length))
        await bob.reads(words)
      }
      // Until WebSocket has been tried a second time, beside what works.
      while (proxy.to(socketPath).length < 2) await types()
      await until(() => proxy.to(socketPath)[1]!.endedAt !== null, { what: 'it was cut again' })
      await types()
      await alice.provider.flush()
      expect(await contentOf(server.url, id)).toBe(words)
      expect(alice.closings).toBe(0)
      // The second one was only tried: nobody has seen it come and go.
      const sockets = alice.transports.filter(({ name }) => name === 'websocket')
      expect(sockets.length).toBeLessThanOrEqual(1)
      expect(alice.changes).toBeLessThanOrEqual(3)
      await until(async () => (await alice.provider.getStats()).memory.webSocketBannedUntil !== null, {
        what: 'two strikes are a ban',
      })
    },
  )

  test('[P3] 101, then silence: HTTP carries within a second', async () => {
    const id = await written('P3')
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'silence-after-upgrade' }, { path: socketPath })
    using alice = new Witness(proxy.url, id, 'Alice')
    await alice.reads('Encke. ', 3_000)
    expect(alice.syncedAfterMs).toBeLessThan(1_500)
    expect(alice.transport).not.toBe('websocket')
  })

  test.each(['up', 'down'] as const)('[P3] one-way from the start, only %s: HTTP carries', async (open) => {
    const id = await written(`P3 ${open}`)
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'one-way', open }, { path: socketPath })
    using alice = new Witness(proxy.url, id, 'Alice')
    await alice.reads('Encke. ', 3_000)
    alice.types('Hello.')
    await alice.provider.flush()
    // The server closes a WebSocket that does not say whose it is after 5 s: no reason to give up the document.
    const isDropped = async () => {
      const { history } = await alice.provider.getStats()
      return history.some(({ event, transport }) => event === 'dropped' && transport === 'websocket')
    }
    await until(isDropped, { what: 'it is given up' })
    expect(alice.provider.connection).toMatchObject({ state: 'connected', error: null })
    expect(alice.closings).toBe(0)
  })

  test.for(['up', 'down'] as const)(
    '[P3] one-way while it is in use, only %s: let go within 5 s',
    async (open, { annotate }) => {
      const id = await written(`P3 later ${open}`)
      await using proxy = await openFaultProxy(server.url)
      using alice = await (await new Witness(proxy.url, id, 'Alice').synced()).on('websocket')
      using bob = await new Witness(server.url, id, 'Bob').synced()
      proxy.inject({ kind: 'one-way', open }, { path: socketPath })
      const from = performance.now()
      bob.types('Bob. ')
      alice.types('Alice. ')
      await until(() => alice.transport !== 'websocket' && alice.transport !== null, { what: () => `moved: ${alice}` })
      const tookMs = performance.now() - from
      await annotate(`let go after ${Math.round(tookMs)} ms`)
      expect(tookMs).toBeLessThan(5_500)
      await until(() => alice.text === bob.text && alice.text.length === 'Encke. Bob. Alice. '.length, {
        what: () => `the same text: ${alice}; ${bob}`,
      })
      expect(alice.closings).toBe(0)
    },
  )
})

describe.concurrent('a proxy that buffers', { timeout }, () => {
  const buffers: [string, Fault][] = [
    ['until the end', { kind: 'buffer', until: 'close' }],
    ['until the end with the head', { kind: 'buffer', until: 'close', headers: true }],
    ['4 KiB', { kind: 'buffer', until: { bytes: 4096 } }],
    ['for 10 s', { kind: 'buffer', until: { ms: 10_000 }, headers: true }],
    ['to compress', { kind: 'gzip' }],
  ]
  test.each(buffers)('[P6] %s: the stream is refused, requests carry at once', async (name, fault) => {
    const id = await written(`P6 ${name}`)
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'strip-upgrade' }, { path: socketPath })
    proxy.inject(fault, { path: streamPath })
    using alice = await new Witness(proxy.url, id, 'Alice').synced()
    using bob = await new Witness(server.url, id, 'Bob').synced()
    // The bounds tell what is carried from what is held back, for seconds at least, on a busy machine too.
    expect(alice.syncedAfterMs).toBeLessThan(2_500)
    expect(alice.transports.map(({ name }) => name)).toEqual(['long-poll'])
    const toAlice = await editLatencies(bob, alice, times(20))
    const toBob = await editLatencies(alice, bob, times(20))
    expect(percentile(toAlice, 0.5)).toBeLessThan(300)
    expect(percentile(toBob, 0.5)).toBeLessThan(300)
    const [stream] = proxy.to(streamPath)
    await until(() => stream!.endedAt !== null, { what: 'the stream is given up', deadlineMs: 10_000 })
    expect(stream!.endedAt! - stream!.at).toBeLessThan(5_000)
    expect(alice.transport).toBe('long-poll')
  })

  test('[P6] the latency of edits through it', async ({ annotate }) => {
    const id = await written('P6 latency')
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'strip-upgrade' }, { path: socketPath })
    proxy.inject({ kind: 'buffer', until: 'close' })
    using alice = await new Witness(proxy.url, id, 'Alice').synced()
    using bob = await new Witness(proxy.url, id, 'Bob').synced()
    const latencies = await editLatencies(alice, bob, times(100))
    await annotate(
      `first text after ${Math.round(alice.syncedAfterMs!)} ms on ${alice.transports[0]?.name}; an edit takes p50 ${percentile(latencies, 0.5)} ms, p95 ${percentile(latencies, 0.95)} ms`,
    )
    expect(percentile(latencies, 0.5)).toBeLessThan(300)
    expect(bob.transports.map(({ name }) => name)).toEqual(['long-poll'])
  })
})

describe.concurrent('a path on which requests cannot be held', { timeout }, () => {
  test.for([
    [1_500, 'poll', 0],
    [5_000, 'long-poll', 3_000],
  ] as const)('[T11] that cuts them after %i ms: %s', async ([afterMs, transport, holdMs]) => {
    const id = await written(`T11 ${afterMs}`)
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'strip-upgrade' }, { path: socketPath })
    proxy.inject({ kind: 'buffer', until: 'close', headers: true }, { path: streamPath })
    proxy.inject({ kind: 'idle-kill', afterMs }, { path: '/session/poll' })
    using alice = await new Witness(proxy.url, id, 'Alice').synced()
    using bob = await new Witness(server.url, id, 'Bob').synced()
    await until(async () => (await alice.provider.getStats()).memory.holdMs !== null, { what: () => `${alice}` })
    expect((await alice.provider.getStats()).memory.holdMs).toBeGreaterThanOrEqual(holdMs * 0.9)
    expect((await alice.provider.getStats()).memory.holdMs).toBeLessThanOrEqual(holdMs * 1.1)
    await alice.on(transport)
    bob.types('Bob. ')
    await alice.reads('Encke. Bob. ')
    alice.types('Alice.')
    await bob.reads('Encke. Bob. Alice.')
    expect(alice.closings).toBe(0)
  })
})
