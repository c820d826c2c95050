import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openFaultProxy } from '../fault-proxy.ts'
import { contentOf } from '../person.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { timeout } from './times.ts'
import { percentile, Witness } from './witness.ts'

const socketPath = '/session/websocket'
const streamPath = '/session/sse'

vi.setConfig({ maxConcurrency: 20 })

let server: SpawnedServer

beforeAll(async () => {
  process.setMaxListeners(200)
  server = await spawnServer()
})
afterAll(() => server.close())

/** Both type a word every 40 ms until `enough`, each in a place of their own. How long each word took to arrive, sorted. */
async function write(alice: Witness, bob: Witness, enough: () => boolean): Promise<number[]> {
  const took: number[] = []
  const types = async (author: Witness, reader: Witness) => {
    for (let count = 0; !enough(); count++) {
      const word = `${author.person.name}${count};`
      const from = performance.now()
      const look = () => {
        if (!reader.text.includes(word)) return
        reader.person.doc.off('update', look)
        took.push(performance.now() - from)
      }
      reader.person.doc.on('update', look)
      author.types(word)
      await pause(40)
    }
  }
  await Promise.all([types(alice, bob), types(bob, alice)])
  await until(() => alice.text === bob.text, { what: () => `the same text: ${alice}; ${bob}` })
  return took.toSorted((one, other) => one - other)
}

describe.concurrent('[S3] a change of transport', { timeout }, () => {
  test('upwards, from requests to a stream to WebSocket, is not felt by those who write', async ({ annotate }) => {
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'blackhole' }, { path: socketPath, times: 1 })
    using alice = await new Witness(proxy.url, 'upwards', 'Alice').synced()
    using bob = await new Witness(server.url, 'upwards', 'Bob').synced()
    const took = await write(alice, bob, () => alice.transport === 'websocket')
    expect(alice.transports.map(({ name }) => name)).toEqual(['long-poll', 'sse', 'websocket'])
    await annotate(`${took.length} words took p50 ${percentile(took, 0.5)} ms, the longest ${percentile(took, 1)} ms`)
    // A busy machine makes single words wait, a pause would make all of them.
    expect(percentile(took, 0.95)).toBeLessThan(400)
    expect(percentile(took, 1)).toBeLessThan(2_000)
    expect(alice.closings).toBe(0)
    expect(await contentOf(server.url, 'upwards')).toBe(alice.text)
  })

  test('downwards, when WebSocket is cut for good, costs less than a second, and nothing', async ({ annotate }) => {
    await using proxy = await openFaultProxy(server.url)
    using alice = await (await new Witness(proxy.url, 'downwards', 'Alice').synced()).on('websocket')
    using bob = await new Witness(server.url, 'downwards', 'Bob').synced()
    let states = 0
    alice.provider.on('sync', () => {
      states += 1
    })
    const cutAt = performance.now() + 500
    let isCut = false
    const took = await write(alice, bob, () => {
      if (!isCut && performance.now() > cutAt) {
        isCut = true
        proxy.inject({ kind: 'blackhole' }, { path: socketPath })
        proxy.cut({ path: socketPath })
      }
      return alice.transport === 'sse' && alice.transports.at(-1)!.at < performance.now() - 500
    })
    await annotate(`${took.length} words took p50 ${percentile(took, 0.5)} ms, the longest ${percentile(took, 1)} ms`)
    expect(percentile(took, 1)).toBeLessThan(2_500)
    expect([alice.closings, states]).toEqual([0, 0])
    // Nobody saw Alice leave: her session never did.
    expect(bob.person.sees).toEqual(['Alice'])
  })

  test('[P4] after a server that was slow to everybody, WebSocket is back within 30 s', async ({ annotate }) => {
    await using proxy = await openFaultProxy(server.url)
    const slow = proxy.inject({ kind: 'delay', ms: 3_000 })
    using alice = await new Witness(proxy.url, 'P4', 'Alice').synced(40_000)
    slow.remove()
    const from = performance.now()
    await alice.on('websocket', 30_000)
    await annotate(
      `text after ${Math.round(alice.syncedAfterMs!)} ms, WebSocket ${Math.round(performance.now() - from)} ms after it recovered`,
    )
    expect((await alice.provider.getStats()).memory.webSocketBannedUntil).toBeNull()
    alice.types('At last.')
    await alice.provider.flush()
    expect(alice.closings).toBe(0)
  })

  test('[T15] a stream that has carried 4 MiB is replaced by another while it still works', async () => {
    await using proxy = await openFaultProxy(server.url)
    using alice = await new Witness(proxy.url, 'spent', 'Alice', { transport: 'sse' }).synced()
    using bob = await new Witness(server.url, 'spent', 'Bob').synced()
    const states = new Set<string>()
    alice.provider.on('connection', ({ state }) => states.add(state))
    while (proxy.to(streamPath).length < 2) {
      bob.types('x'.repeat(200_000))
      await alice.reads(bob.text)
    }
    const [first, second] = proxy.to(streamPath)
    await until(() => first!.endedAt !== null, { what: 'the first one ends' })
    expect(first!.endedAt! - second!.at).toBeGreaterThan(300)
    bob.types('And so on.')
    await alice.reads(bob.text)
    expect([...states]).toEqual(['connected'])
    expect(alice.closings).toBe(0)
  })

  test('[P24] a page that is put aside closes what is open, and takes its session up again when it is back', async () => {
    await using proxy = await openFaultProxy(server.url)
    using alice = await (await new Witness(proxy.url, 'aside', 'Alice').synced()).on('websocket')
    using bob = await new Witness(server.url, 'aside', 'Bob').synced()
    alice.types('Last words. ')
    alice.page.kept()
    await until(() => proxy.to(socketPath)[0]!.endedAt !== null, { what: 'the WebSocket is closed' })
    await bob.reads('Last words. ')
    bob.types('Come back. ')
    await until(async () => (await contentOf(server.url, 'aside')) === bob.text, { what: 'the server has it' })
    expect(alice.text).toBe('Last words. ')
    alice.page.back()
    await alice.reads('Last words. Come back. ')
    expect(alice.closings).toBe(0)
    expect(bob.person.sees).toEqual(['Alice'])
  })

  test('[T14] a stream that brings nothing any more is found out, though POST works', async () => {
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'strip-upgrade' }, { path: socketPath })
    using alice = await (await new Witness(proxy.url, 'stalled', 'Alice').synced()).on('sse')
    using bob = await new Witness(server.url, 'stalled', 'Bob').synced()
    proxy.inject({ kind: 'half-open' }, { path: streamPath })
    bob.types('Hello? ')
    // What she writes is acknowledged by POST: that is no sign of life of the stream.
    alice.types('I hear nothing. ')
    await until(() => bob.text.includes('I hear nothing. '), { what: () => `${bob}` })
    alice.page.back()
    await until(() => alice.text === bob.text, { what: () => `${alice}` })
    expect(alice.transport).toBe('long-poll')
    expect(alice.closings).toBe(0)
  })

  test('[T14] when the page is back, a line that died in silence is found out at once', async ({ annotate }) => {
    await using proxy = await openFaultProxy(server.url)
    using alice = await (await new Witness(proxy.url, 'back', 'Alice').synced()).on('websocket')
    using bob = await new Witness(server.url, 'back', 'Bob').synced()
    proxy.inject({ kind: 'half-open' }, { path: socketPath })
    bob.types('Hello?')
    const from = performance.now()
    alice.page.back()
    await alice.reads('Hello?', 6_000)
    await annotate(`after ${Math.round(performance.now() - from)} ms`)
    expect(performance.now() - from).toBeLessThan(4_000)
    expect(alice.closings).toBe(0)
  })
})
