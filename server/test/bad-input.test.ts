import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { WebsocketProvider } from 'y-websocket'
import { decodeBatch, encodeBatch } from '../../protocol/batch.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { FrameType } from '../../protocol/frame.ts'
import { broken, goodBatches, goodMessages } from './bad-bytes.ts'
import { joinPlain, type Person } from './person.ts'
import { SeededRandom } from './seeded-random.ts'
import { SpawnedServer as Server, type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const MESSAGES = 1_000
const AT_ONCE = 16
const document = 'attacked'

let server: SpawnedServer
let alice: Person<WebsocketProvider>
let bob: Person<WebsocketProvider>
let pid: number | undefined
let closings = 0
let logged = 0

beforeAll(async () => {
  server = await spawnServer()
  pid = server.pid
  alice = await joinPlain(server.url, document, 'Alice').synced()
  bob = await joinPlain(server.url, document, 'Bob').synced()
  for (const { provider } of [alice, bob]) provider.on('connection-close', () => closings++)
})

afterAll(async () => {
  alice.leave()
  bob.leave()
  await server.close()
})

// Whatever a test did: Alice and Bob, in the very document that is attacked, go on as before.
afterEach(async () => {
  const word = `still here ${alice.content.length};`
  alice.types(word)
  await until(() => bob.text === alice.text && bob.text.includes(word), {
    what: () => `Bob reads what Alice types:\n${alice.text}\n${bob.text}`,
  })
  expect(server.pid).toBe(pid)
  expect(closings).toBe(0)
  const failures = server.log.slice(logged).filter(({ level }) => level === 'error' || level === 'fatal')
  logged = server.log.length
  expect(failures.slice(0, 3)).toEqual([])
})

/** Opens a WebSocket, sends the messages, and waits until it is closed or has answered a last question. */
async function webSocketSays(path: string, ...messages: (Uint8Array | string)[]): Promise<number> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`)
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code)
    socket.onerror = () => {}
  })
  const opened = new Promise<void>((resolve) => {
    socket.onopen = () => resolve()
  })
  await Promise.race([opened, closed])
  for (const message of messages) socket.send(message as Uint8Array<ArrayBuffer> | string)
  // The server closes the socket because of the messages, or in answer to this.
  socket.close()
  return await closed
}

/** Runs `attack` with the numbers from 0, some at once. */
async function repeatedly(times: number, attack: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const workers = Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await attack(next++)
  })
  await Promise.all(workers)
}

/** A session of HTTP, as `id.secret`. */
async function openSession(): Promise<string> {
  const headers = { 'encke-nonce': crypto.randomUUID() }
  const response = await fetch(`${server.url}/session`, { method: 'POST', headers, body: Uint8Array.of(0) })
  const [welcome] = decodeBatch(new Uint8Array(await response.arrayBuffer())).frames
  if (welcome?.type !== FrameType.Welcome) throw new Error(`no session was opened: ${response.status}`)
  return `${welcome.session}.${welcome.secret}`
}

const seed = new SeededRandom().seed

describe(`${MESSAGES} broken messages each (seed ${seed}):`, () => {
  test('at the plain endpoint', async () => {
    const random = new SeededRandom(seed)
    const good = goodMessages()
    await repeatedly(MESSAGES, () => webSocketSays(`/sync/${document}`, broken(random.pick(good), random)))
  })

  test('at the WebSocket of sessions, before BIND and after', async () => {
    const random = new SeededRandom(seed)
    const identity = await openSession()
    await repeatedly(MESSAGES, async (index) => {
      const [bind, frames] = goodBatches(index % 2 === 0 ? '' : identity, document)
      const nonce = encodeFrame({
        type: FrameType.Bind,
        session: '',
        secret: crypto.randomUUID(),
        generation: 1,
        after: 0,
        use: true,
      })
      const before = index % 4 === 0 ? [] : [encodeBatch(0, [nonce])]
      await webSocketSays('/session/websocket', ...before, broken(random.pick([bind!, frames!]), random))
    })
  })

  test('by POST', async () => {
    const random = new SeededRandom(seed)
    const statuses = new Set<number>()
    let identity = await openSession()
    await repeatedly(MESSAGES, async (index) => {
      const [, ...batches] = goodBatches(identity, document)
      const opening = index % 2 === 0
      const response = await fetch(`${server.url}/session${opening ? '' : '/frames'}`, {
        method: 'POST',
        headers: opening ? { 'encke-nonce': crypto.randomUUID() } : { 'encke-session': identity },
        body: broken(random.pick(batches), random),
      })
      statuses.add(response.status)
      await response.arrayBuffer()
      if (response.status === 410) identity = await openSession()
    })
    expect([...statuses].filter((status) => ![200, 400, 409, 410, 413].includes(status))).toEqual([])
  })

  test('at the documents API', async () => {
    const random = new SeededRandom(seed)
    const good = Buffer.from(JSON.stringify({ id: 'made', title: 'Made', content: 'up' }))
    const statuses = new Set<number>()
    await repeatedly(MESSAGES, async (index) => {
      const types = ['application/json', 'text/plain', 'application/octet-stream']
      const [method, path] = random.pick([
        ['POST', '/api/documents'],
        ['PATCH', '/api/documents/made'],
        ['PUT', '/api/documents/made/content'],
        ['GET', `/api/documents?limit=${encodeURIComponent(String.fromCharCode(index))}`],
        ['GET', `/api/presence?document=${encodeURIComponent(String.fromCharCode(index))}&after=1&wait=0`],
      ] as const)
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: method === 'GET' ? {} : { 'content-type': random.pick(types) },
        body: method === 'GET' ? null : broken(good, random),
      })
      statuses.add(response.status)
      await response.arrayBuffer()
    })
    expect([...statuses].filter((status) => status >= 500)).toEqual([])
  })
})

describe('too much:', () => {
  test('a message past 16 MiB, and one past what is ever read', async () => {
    expect(await webSocketSays(`/sync/${document}`, new Uint8Array(17 * 1024 * 1024))).toBe(4413)
    expect(await webSocketSays(`/sync/${document}`, new Uint8Array(65 * 1024 * 1024))).not.toBe(1000)
    expect(await webSocketSays('/session/websocket', new Uint8Array(1024 * 1024))).toBe(4413)
  })

  test('ten thousand channels', async () => {
    const opens = Array.from({ length: 10_000 }, (_, channel) =>
      encodeFrame({ type: FrameType.Open, channel, path: `/sync/many-${channel}`, protocols: [] }),
    )
    const response = await fetch(`${server.url}/session`, {
      method: 'POST',
      headers: { 'encke-nonce': crypto.randomUUID() },
      body: encodeBatch(1, opens) as Uint8Array<ArrayBuffer>,
    })
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toContain('TOO_MANY_CHANNELS')
  })

  test('a header of 64 KB, an address of 64 KB', async () => {
    const large = 'x'.repeat(64 * 1024)
    expect((await fetch(`${server.url}/session/poll`, { headers: { 'encke-session': large } })).status).toBe(431)
    expect([414, 431]).toContain((await fetch(`${server.url}/sync/${large}`)).status)
  })
})

test('text at every WebSocket', async () => {
  expect(await webSocketSays(`/sync/${document}`, 'hello')).toBe(4400)
  expect(await webSocketSays('/session/websocket', 'hello')).toBe(4400)
})

test('an upgrade of a path that there is not', async () => {
  expect(await webSocketSays('/nowhere')).toBe(1006)
  expect((await fetch(`${server.url}/nowhere`)).status).toBe(404)
})

describe('requests that never end:', () => {
  const halves = [
    'GET /api/documents HT',
    'GET /session/poll HTTP/1.1\r\nHost: a\r\nEncke-Se',
    `POST /session HTTP/1.1\r\nHost: a\r\nEncke-Nonce: ${'n'.repeat(20)}\r\nContent-Length: 1000\r\n\r\n\x00`,
    'PUT /api/documents/made/content HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc',
    'POST /api/documents HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ti',
    // A WebSocket that says it will send 10 MB.
    `GET /sync/${document} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n\x82\xff\x00\x00\x00\x00\x00\x98\x96\x80`,
  ]

  test('three hundred at once hold up nobody', async () => {
    const { hostname, port } = new URL(server.url)
    const sockets = await Promise.all(
      Array.from({ length: 300 }, async (_, index): Promise<Socket> => {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        await once(socket, 'connect')
        socket.write(halves[index % halves.length]!, 'latin1')
        return socket
      }),
    )
    const from = performance.now()
    alice.types('meanwhile;')
    await until(() => bob.text === alice.text, { what: 'Bob reads what Alice types', deadlineMs: 2_000 })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(performance.now() - from).toBeLessThan(2_000)
    for (const socket of sockets) socket.destroy()
  })
})

test.each(['abc', '-1', '65536', '80.5'])(
  'a wrong PORT is told in one line, and the exit code is 2: %s',
  async (port) => {
    await using wrong = new Server({ dataDir: server.dataDir, ownsDataDir: false, env: { PORT: port } })
    await expect(wrong.start()).rejects.toThrow(
      `CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "${port}"`,
    )
    expect(await wrong.exited).toEqual({ code: 2, signal: null })
  },
)
