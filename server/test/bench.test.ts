import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'
import { Gathering } from '../bench/relay/gathering.ts'
import { LightClient } from '../bench/relay/light-client.ts'
import { isEncke, type Make, startServer } from '../bench/relay/make.ts'
import { Receipts, runsOf } from '../bench/relay/receipts.ts'
import type { SpawnedServer } from './spawned-server.ts'
import { until } from './until.ts'

const makes: Make[] = ['y-websocket', 'hocuspocus', 'encke', 'encke-session']

function broken(error: Error): void {
  throw error
}

describe.each(makes)('light clients of %s', (make) => {
  let server: SpawnedServer

  beforeAll(async () => {
    server = await startServer(make)
  })

  afterAll(() => server.close())

  test('have what the others wrote, and the same text', async () => {
    const options = { make, url: server.url, document: 'among-themselves', onBroken: broken }
    const gathering = new Gathering({ ...options, clients: 4, writers: 2, observers: 2 })
    await gathering.synced()
    for (let count = 0; count < 20; count++) for (const writer of gathering.writers) gathering.type(writer)
    expect(gathering.isSettled).toBe(false)
    await until(() => gathering.isSettled, { what: () => gathering.lacking })
    gathering.verify()
    expect(gathering.takeLatencies()).toHaveLength(2 * 40)
    gathering.close()
  })

  // Hocuspocus has a provider of its own, which is not installed.
  test.skipIf(make === 'hocuspocus')('agree with the provider of y-websocket', async () => {
    const url = `${server.url.replace('http', 'ws')}${isEncke(make) ? '/sync' : ''}`
    const document = 'with-a-provider'
    const provider = new WebsocketProvider(url, document, new Doc(), {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    const text = provider.doc.getText('content')
    try {
      await until(() => provider.synced, { what: 'the provider joins' })
      const options = { make, url: server.url, document, onBroken: broken }
      const gathering = new Gathering({ ...options, clients: 2, writers: 1, observers: 1 })
      await gathering.synced()
      const [writer] = gathering.writers
      for (let count = 0; count < 20; count++) gathering.type(writer!)
      await until(() => text.toString() === writer!.text, { what: 'the provider has what a light client wrote' })
      gathering.close()

      const receipts = new Receipts()
      const onUpdate = (update: Uint8Array) => {
        for (const run of runsOf(update)) receipts.take(run)
      }
      const client = new LightClient({ ...options, onUpdate })
      await client.synced
      expect(receipts.total).toBe(20)
      text.insert(0, 'Comets return. ')
      await until(() => receipts.total === 35, { what: 'a light client has what the provider wrote' })
      client.close()
    } finally {
      provider.destroy()
    }
  })
})

test('what comes before something that it needs is not counted until that has come', () => {
  const receipts = new Receipts()
  receipts.take({ client: 1, from: 2, to: 3 })
  receipts.take({ client: 1, from: 1, to: 2 })
  expect(receipts.total).toBe(0)
  receipts.take({ client: 1, from: 0, to: 1 })
  expect(receipts).toMatchObject({ total: 3, early: 2 })
})
