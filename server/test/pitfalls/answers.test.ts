import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import { type TransportName, transportNames } from '../../../protocol/transport-name.ts'
import { type FaultProxy, openFaultProxy } from '../fault-proxy.ts'
import { contentOf } from '../person.ts'
import type { Fault } from '../proxy/fault.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { memoryStorage, Witness } from './witness.ts'

const paths = ['/session', '/session/frames', '/session/poll', '/session/sse', '/session/websocket']
const httpNames = transportNames.filter((name) => name !== 'websocket')

let server: SpawnedServer

beforeAll(async () => {
  process.setMaxListeners(200)
  server = await spawnServer()
})
afterAll(() => server.close())

/** From now on this happens to every request of the session, and to what is open now. */
function everywhere(proxy: FaultProxy, fault: Fault): void {
  for (const path of paths) proxy.inject(fault, { path })
  proxy.cut()
}

/** Alice through the proxy, Bob not; both have the same text. */
async function pair(proxy: FaultProxy, id: string, transport: TransportName | null = null) {
  const alice = await new Witness(proxy.url, id, 'Alice', { transport }).synced()
  const bob = await new Witness(server.url, id, 'Bob').synced()
  return {
    alice,
    bob,
    [Symbol.dispose]: () => {
      for (const witness of [alice, bob]) witness[Symbol.dispose]()
    },
  }
}

/** What both have typed while they could not hear each other is with both, without a channel having been closed. */
async function agree(alice: Witness, bob: Witness, text: string): Promise<void> {
  await until(() => alice.text === bob.text && alice.text.length === text.length, {
    what: () => `both read ${text}: ${alice}; ${bob}`,
    deadlineMs: 25_000,
  })
  await alice.provider.flush()
  expect(alice.closings).toBe(0)
}

describe.concurrent('[P23] what answers is not always the server', () => {
  test.for([
    ['502', { kind: 'status', status: 502 }],
    ['503 without a time', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['429 without a time', { kind: 'status', status: 429 }],
    ['404 of a balancer', { kind: 'status', status: 404, headers: { 'content-type': 'text/html' } }],
    ['403 of a filter', { kind: 'status', status: 403, headers: { 'content-type': 'text/html' } }],
    ['a reset', { kind: 'rst' }],
  ] as [string, Fault][])('%s for a while: the session goes on where it was', async ([name, fault]) => {
    await using proxy = await openFaultProxy(server.url)
    using both = await pair(proxy, `P23 ${name}`)
    const { alice, bob } = both
    everywhere(proxy, fault)
    alice.types('Alice. ')
    bob.types('Bob. ')
    await until(() => alice.provider.connection.state === 'reconnecting', { what: () => `${alice}` })
    // The document is not lost to a page of somebody else's.
    expect(alice.provider.connection.error).toBeNull()
    const { length } = proxy.requests
    await until(() => proxy.requests.length > length + 2, { what: 'some attempts' })
    proxy.heal()
    await agree(alice, bob, 'Alice. Bob. ')
  })

  test.for([429, 503] as const)('%i with Retry-After: nothing is sent before that time', async (status) => {
    await using proxy = await openFaultProxy(server.url)
    using both = await pair(proxy, `P23 later ${status}`, 'long-poll')
    const { alice, bob } = both
    const rule = proxy.inject({ kind: 'status', status, headers: { 'retry-after': '3' } }, { times: 1 })
    proxy.cut()
    await until(() => rule.hits === 1, { what: 'it was said' })
    const saidAt = performance.now()
    alice.types('Alice. ')
    await until(() => alice.provider.connection.retryAt !== null, { what: 'it is known when' })
    const { length } = proxy.requests
    bob.types('Bob. ')
    await agree(alice, bob, 'Alice. Bob. ')
    expect(proxy.requests[length]!.at - saidAt).toBeGreaterThan(2_900)
  })

  test('413: batches are halved, and stay so', async () => {
    await using proxy = await openFaultProxy(server.url)
    const storage = memoryStorage()
    using alice = await new Witness(proxy.url, 'P23 413', 'Alice', { transport: 'long-poll', storage }).synced()
    const rule = proxy.inject({ kind: 'status', status: 413 }, { path: '/session/frames', times: 2 })
    const text = 'x'.repeat(600_000)
    alice.types(text)
    await alice.provider.flush()
    expect(rule.hits).toBe(2)
    expect(await contentOf(server.url, 'P23 413')).toBe(text)
    expect(alice.transports.map(({ name }) => name)).toEqual(['long-poll'])
    expect((await alice.provider.getStats()).memory.batchBytes).toBe(limits.batchTargetBytes / 4)
    expect(alice.closings).toBe(0)
  })

  test('a captive portal is as good as no network', async () => {
    await using proxy = await openFaultProxy(server.url)
    using both = await pair(proxy, 'P23 portal')
    const { alice, bob } = both
    everywhere(proxy, { kind: 'html' })
    alice.types('Alice. ')
    bob.types('Bob. ')
    await until(() => alice.provider.connection.state === 'offline', { what: () => `${alice}` })
    proxy.heal()
    await agree(alice, bob, 'Alice. Bob. ')
    expect(alice.provider.connection.state).toBe('connected')
  })

  test('a captive portal at the first visit: nothing is blamed, and the text comes when one has signed in', async () => {
    await using proxy = await openFaultProxy(server.url)
    everywhere(proxy, { kind: 'html' })
    using alice = new Witness(proxy.url, 'P23 hotel', 'Alice')
    await until(() => alice.provider.connection.state === 'offline', { what: () => `${alice}` })
    proxy.heal()
    await alice.synced()
    await alice.on('websocket')
    expect((await alice.provider.getStats()).memory.webSocketBannedUntil).toBeNull()
  })

  test.for(httpNames)('a deploy behind a balancer, over %s', async (transport) => {
    await using proxy = await openFaultProxy(server.url)
    using both = await pair(proxy, `P23 deploy ${transport}`, transport)
    const { alice, bob } = both
    for (let deploy = 0; deploy < 3; deploy++) {
      everywhere(proxy, { kind: 'status', status: 502 })
      alice.types('Alice. ')
      bob.types('Bob. ')
      const { length } = proxy.requests
      await until(() => proxy.requests.length > length + 1, { what: 'an attempt' })
      proxy.heal()
      await agree(alice, bob, 'Alice. Bob. '.repeat(deploy + 1))
    }
  })

  test('bytes that are no batch come from somebody else, and change nothing', async () => {
    await using proxy = await openFaultProxy(server.url)
    using both = await pair(proxy, 'P23 bytes', 'long-poll')
    const { alice, bob } = both
    const headers = { 'content-type': 'application/octet-stream' }
    for (const path of ['/session/frames', '/session/poll']) {
      proxy.inject({ kind: 'status', status: 200, headers, body: '\u0001\u0063nonsense' }, { path, times: 2 })
    }
    alice.types('Alice. ')
    bob.types('Bob. ')
    await agree(alice, bob, 'Alice. Bob. ')
  })
})
