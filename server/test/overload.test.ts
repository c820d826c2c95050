import { once } from 'node:events'
import * as encoding from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { encodeSyncStep1, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import { type Memory, memoryOf } from '../bench/relay/memory-of.ts'
import { probeEnv } from '../bench/relay/profile.ts'
import { joinPlain, type Person } from './person.ts'
import { times } from './pitfalls/times.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const MEBIBYTE = 1024 * 1024
const document = 'overloaded'

let server: SpawnedServer
let alice: Person<WebsocketProvider>
let bob: Person<WebsocketProvider>
let closings = 0

beforeAll(async () => {
  server = await spawnServer({ env: probeEnv('memory') })
  alice = await joinPlain(server.url, document, 'Alice').synced()
  bob = await joinPlain(server.url, document, 'Bob').synced()
  for (const { provider } of [alice, bob]) provider.on('connection-close', () => closings++)
})

afterAll(async () => {
  alice.leave()
  bob.leave()
  await server.close()
})

/** Alice types, and Bob reads it after so many milliseconds. */
async function letterMs(): Promise<number> {
  const word = `${alice.content.length};`
  const from = performance.now()
  alice.types(word)
  await until(() => bob.text.includes(word), { what: 'Bob reads what Alice types', deadlineMs: 20_000 })
  return performance.now() - from
}

// Whatever a test did: Alice and Bob, in the very document that was overloaded, go on as before.
afterEach(async () => {
  await letterMs()
  await until(() => bob.text === alice.text, { what: 'Bob has what Alice has' })
  expect(closings).toBe(0)
  expect(server.log.filter(({ level }) => level === 'error' || level === 'fatal').slice(0, 3)).toEqual([])
})

/** A WebSocket at the plain endpoint that speaks as it likes. */
async function openSocket(id = document): Promise<WebSocket & { closed: Promise<number> }> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${id}`, { perMessageDeflate: false })
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  return Object.assign(socket, { closed })
}

/** What the server holds more than before, MiB. */
async function grownSince(before: Memory): Promise<number> {
  return Math.round(((await memoryOf(server)).used - before.used) / MEBIBYTE)
}

test('a member that sends tens of thousands of updates at once holds up nobody for long', async ({ annotate }) => {
  const UPDATES = 20_000
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(encodeUpdate(update)))
  for (let count = 0; count < UPDATES; count++) doc.getText('flood').insert(count, '.')
  const before = await memoryOf(server)
  const socket = await openSocket()
  const began = performance.now()
  for (const update of updates) socket.send(update)
  let slowest = 0
  const flooded = () => bob.doc.getText('flood').length === UPDATES
  while (!flooded()) slowest = Math.max(slowest, await letterMs())
  const tookMs = performance.now() - began
  socket.terminate()
  const grown = await grownSince(before)
  await annotate(
    `${UPDATES} updates in ${Math.round(tookMs)} ms; a letter took ${Math.round(slowest)} ms at most; ${grown} MiB more`,
  )
  expect(grown).toBeLessThan(8)
})

test('updates whose dependency never comes are parked up to a limit, and asked for once', async ({ annotate }) => {
  const UPDATES = 10_000
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(encodeUpdate(update)))
  for (let count = 0; count <= UPDATES; count++) doc.getText('gaps').insert(0, 'x'.repeat(2_000))
  const before = await memoryOf(server)
  const socket = await openSocket()
  let received = 0
  let isAnswered = false
  socket.on('message', (message: Buffer) => {
    received += 1
    isAnswered ||= message[0] === MessageType.Sync && message[1] === SyncType.Step2
  })
  // Without the first, none of the others can be taken.
  for (const update of updates.slice(1)) socket.send(update)
  const slowest = await letterMs()
  // Whatever the server has to say to them it has said when it has answered this.
  socket.send(encodeSyncStep1(Uint8Array.of(0)))
  await until(() => isAnswered, { what: 'an answer' })
  const grown = await grownSince(before)
  socket.terminate()
  await annotate(`a letter took ${Math.round(slowest)} ms, ${received} messages back, ${grown} MiB more`)
  expect(received).toBeLessThan(100)
  expect(bob.doc.getText('gaps').length).toBe(0)
  expect(grown).toBeLessThan(8)
})

describe('a state vector', () => {
  test('of a million clients is refused', async () => {
    const socket = await openSocket()
    socket.send(encodeSyncStep1(stateVectorOf(1_000_000)))
    expect(await socket.closed).toBe(4400)
  })

  test('of as many as are taken is answered, again and again, and none of them is kept', async ({ annotate }) => {
    const before = await memoryOf(server)
    const socket = await openSocket()
    for (let time = 0; time < 12; time++) {
      const [answer] = await Promise.all([
        new Promise<Buffer>((resolve) => {
          socket.on(
            'message',
            (message: Buffer) => message[0] === MessageType.Sync && message[1] === SyncType.Step2 && resolve(message),
          )
        }),
        socket.send(encodeSyncStep1(stateVectorOf(250_000, time * 1_000_000))),
      ])
      expect(answer.byteLength).toBeGreaterThan(0)
    }
    const slowest = await letterMs()
    const grown = await grownSince(before)
    await annotate(`a letter took ${Math.round(slowest)} ms, ${grown} MiB more`)
    expect(grown).toBeLessThan(8)
    socket.terminate()
  })
})

test('a paste of 50 MB is refused with a code, and its author is not cut off from what others write', async () => {
  const before = await memoryOf(server)
  const socket = await openSocket()
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'x'.repeat(50_000_000))
  socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)))
  expect(await socket.closed).toBe(4413)
  expect(await grownSince(before)).toBeLessThan(8)
  expect(bob.text.length).toBeLessThan(MEBIBYTE)
})

test('thousands of reconnects at one document leave nothing behind', { timeout: 600_000 }, async ({ annotate }) => {
  const RECONNECTS = times(5_000)
  const AT_ONCE = 50
  const join = async () => {
    const socket = await openSocket()
    const answered = new Promise((resolve) => socket.on('message', resolve))
    socket.send(encodeSyncStep1(Uint8Array.of(0)))
    await answered
    socket.terminate()
  }
  let left = RECONNECTS
  const joinAll = async (until: number) => {
    while (left > until) {
      left -= 1
      await join()
    }
  }
  const together = (until: number) => Promise.all(Array.from({ length: AT_ONCE }, () => joinAll(until)))
  // The first ones find room in what is never given back.
  await together(RECONNECTS * 0.8)
  const before = await memoryOf(server)
  await together(0)
  const grown = await grownSince(before)
  await annotate(`${RECONNECTS} reconnects; the last four fifths left ${grown} MiB`)
  expect(grown).toBeLessThan(8)
  const isEmpty = async () => (await membersOf(server.url)) === 2
  await until(isEmpty, { what: 'only Alice and Bob are here' })
})

/** A state vector with so many clients that no document has. */
function stateVectorOf(clients: number, from = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clients)
  for (let client = 0; client < clients; client++) {
    encoding.writeVarUint(encoder, from + client)
    encoding.writeVarUint(encoder, 1)
  }
  return encoding.toUint8Array(encoder)
}

async function membersOf(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^encke_members(?:{.*})? (.*)$/m.exec(metrics)?.[1])
}
