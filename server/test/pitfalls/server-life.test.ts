import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCometSocket } from '../../../client/socket/comet-socket.ts'
import { transportNames } from '../../../protocol/transport-name.ts'
import { openFaultProxy } from '../fault-proxy.ts'
import { contentOf } from '../person.ts'
import { spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { timeout, times } from './times.ts'
import { Witness } from './witness.ts'

beforeAll(() => {
  process.setMaxListeners(500)
})
afterAll(() => {
  process.setMaxListeners(10)
})

describe('a server that goes and comes back', { timeout }, () => {
  test.for(['SIGKILL', 'SIGTERM'] as const)(
    '[P5] by %s: its clients come back, to WebSocket, and learn nothing bad of it',
    async (signal, { annotate }) => {
      await using server = await spawnServer()
      const clients = Array.from({ length: times(30) }, (_, index) => new Witness(server.url, 'P5', `client ${index}`))
      try {
        await Promise.all(clients.map((client) => client.on('websocket')))
        clients[0]!.types('Before. ')
        await Promise.all(clients.map((client) => client.reads('Before. ')))
        await server.kill(signal)
        clients[1]!.types('Meanwhile. ')
        await server.start()
        const from = performance.now()
        await Promise.all(clients.map((client) => client.reads('Before. Meanwhile. ', 40_000)))
        const backMs = performance.now() - from
        const lesser = clients.filter(({ transport }) => transport !== 'websocket')
        await annotate(`all are back ${Math.round(backMs)} ms after the server, ${lesser.length} not on WebSocket`)
        expect(lesser.length).toBeLessThanOrEqual(clients.length * 0.05)
        for (const { provider } of clients) {
          expect((await provider.getStats()).memory).toMatchObject({ webSocketBannedUntil: null, sseBannedUntil: null })
        }
        expect(await contentOf(server.url, 'P5')).toBe('Before. Meanwhile. ')
      } finally {
        for (const client of clients) client[Symbol.dispose]()
      }
    },
  )

  test('[P28] with streams open: it exits in time, and everybody is back within the time that it gave', async ({
    annotate,
  }) => {
    await using server = await spawnServer()
    const clients = transportNames.map((name) => new Witness(server.url, 'P28', name, { transport: name }))
    try {
      await Promise.all(clients.map((client) => client.synced()))
      clients[0]!.types('Before. ')
      await Promise.all(clients.map((client) => client.reads('Before. ')))
      const stoppedAt = performance.now()
      const exit = await server.stop()
      const exitMs = performance.now() - stoppedAt
      expect(exit).toEqual({ code: 0, signal: null })
      expect(exitMs).toBeLessThan(8_000)
      for (const client of clients) client.types('Meanwhile. ')
      await server.start()
      const startedAt = performance.now()
      await until(() => clients.every(({ text }) => text.length === 'Before. '.length + 4 * 'Meanwhile. '.length), {
        what: () => clients.map(String).join('\n'),
        deadlineMs: 30_000,
      })
      const backMs = performance.now() - startedAt
      await annotate(`gone after ${Math.round(exitMs)} ms, all back ${Math.round(backMs)} ms after the restart`)
      expect(backMs).toBeLessThan(10_000)
    } finally {
      for (const client of clients) client[Symbol.dispose]()
    }
  })
})

describe('[P22] two servers behind a balancer that sends each request to the next one', () => {
  test('a session that the other server does not know ends with a code, and is not asked for without end', async () => {
    await using one = await spawnServer()
    await using two = await spawnServer()
    await using proxy = await openFaultProxy(one.url, two.url)
    const Socket = createCometSocket({ transport: 'long-poll' })
    try {
      const from = performance.now()
      for (let round = 0; round < 4; round++) {
        const socket = new Socket(`${proxy.url.replace('http', 'ws')}/sync/P22`)
        const code = await new Promise<number>((resolve) => {
          socket.onclose = (event) => resolve(event.code)
        })
        expect(code).toBe(4510)
      }
      // At once the first time; after that each waits longer.
      expect(proxy.requests.length).toBeLessThan(25)
      expect(performance.now() - from).toBeLessThan(20_000)
    } finally {
      Socket.close()
    }
  })

  test('WebSocket and POST that race to different servers: one session is chosen, and it works', async () => {
    await using one = await spawnServer()
    await using two = await spawnServer()
    await using proxy = await openFaultProxy(one.url, two.url)
    proxy.inject({ kind: 'delay', ms: 200 }, { path: '/session/websocket' })
    proxy.inject({ kind: 'delay', ms: 250 }, { path: '/session' })
    using alice = await (await new Witness(proxy.url, 'P22 race', 'Alice').synced()).on('websocket')
    alice.types('One of them has this.')
    await alice.provider.flush()
    const texts = await Promise.all([one, two].map(({ url }) => contentOf(url, 'P22 race')))
    expect(texts.toSorted()).toEqual(['One of them has this.', null].toSorted())
    expect(alice.provider.connection.error).toBeNull()
  })
})
