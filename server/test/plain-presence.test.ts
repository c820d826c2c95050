import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'

let server: SpawnedServer
const providers: WebsocketProvider[] = []

beforeAll(async () => {
  server = await spawnServer({ env: { DATA_DIR: ':memory:' } })
})

afterAll(() => server.close())

afterEach(() => {
  for (const provider of providers.splice(0)) provider.destroy()
})

/** An unmodified y-websocket provider; `name` null says nothing of itself. */
function provider(document: string, name: string | null): WebsocketProvider {
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/sync`, document, new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  if (name === null) provider.awareness.setLocalState(null)
  else provider.awareness.setLocalStateField('user', { name, color: '#0073c7' })
  providers.push(provider)
  return provider
}

function names({ awareness }: WebsocketProvider): string[] {
  return [...awareness.getStates().values()].map((state) => state['user']?.name ?? '?').sort()
}

async function listed(document: string): Promise<(string | null)[]> {
  const response = await fetch(`${server.url}/api/presence?document=${document}`)
  const { documents } = (await response.json()) as { documents: Record<string, { name: string | null }[]> }
  return documents[document]!.map(({ name }) => name)
}

test('plain clients see each other, and the presence channel sees them', async () => {
  const [ada, bob] = [provider('seen', 'Ada'), provider('seen', 'Bob')]
  await expect.poll(() => names(ada)).toEqual(['Ada', 'Bob'])
  await expect.poll(() => names(bob)).toEqual(['Ada', 'Bob'])
  expect((await listed('seen')).sort()).toEqual(['Ada', 'Bob'])
  bob.destroy()
  await expect.poll(() => names(ada)).toEqual(['Ada'])
  await expect.poll(() => listed('seen')).toEqual(['Ada'])
})

test('a plain client that comes back sees everybody at once', async () => {
  const [ada, bob] = [provider('back', 'Ada'), provider('back', 'Bob')]
  await expect.poll(() => names(bob)).toEqual(['Ada', 'Bob'])
  bob.disconnect()
  await expect.poll(() => names(ada)).toEqual(['Ada'])
  expect(names(bob)).not.toContain('Ada')
  bob.connect()
  await expect.poll(() => names(ada)).toEqual(['Ada', 'Bob'])
  await expect.poll(() => names(bob)).toEqual(['Ada', 'Bob'])
})

test('a client that only watches keeps nobody alive who has gone', async () => {
  const watcher = provider('watched', null)
  await expect.poll(() => watcher.wsconnected).toBe(true)
  const ada = provider('watched', 'Ada')
  await expect.poll(() => names(watcher)).toEqual(['Ada'])
  for (let caret = 0; caret < 20; caret++) ada.awareness.setLocalStateField('caret', caret)
  ada.destroy()
  await expect.poll(() => names(watcher)).toEqual([])
  await expect.poll(() => listed('watched')).toEqual([])
})
