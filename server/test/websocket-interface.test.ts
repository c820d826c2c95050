import { once } from 'node:events'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCometSocket } from '../../client/socket/comet-socket.ts'
import { systemClock } from '../../protocol/clock.ts'
import { transportNames } from '../../protocol/transport-name.ts'
import type { Documents } from '../documents/membership.ts'
import { answerErrors } from '../http/errors.ts'
import { type Listening, listen } from '../http/listen.ts'
import { Realtime } from '../http/realtime.ts'
import { silentLog } from '../telemetry/log.ts'

/**
 * What the WebSocket standard promises of the interface, asked of the platform's own class and of CometSocket over
 * each transport. Text messages are left out: a channel carries bytes.
 */

let server: Listening
let url: string

/** Sends back whatever comes; the byte 0 asks it to close. */
const echo: Documents = {
  async join(_documentId, member) {
    return {
      receive: (message) => {
        if (message.byteLength === 1 && message[0] === 0) member.close(4404, 'DOCUMENT_UNKNOWN')
        else member.send(message.slice())
      },
      interrupt: () => {},
      suspend: () => {},
      resume: () => {},
      drained: () => {},
      leave: () => {},
    }
  },
}

beforeAll(async () => {
  const realtime = new Realtime({ documents: echo, clock: systemClock, log: silentLog })
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.onError(answerErrors(silentLog))
  app.route('/', realtime.app)
  server = await listen({ app, webSocketServer: realtime.webSocketServer, port: 0, host: '127.0.0.1' })
  url = `${server.url.replace('http', 'ws')}/sync/echo`
})
afterAll(() => {
  server.server.closeAllConnections()
  server.server.close()
})

const comets = transportNames.map((transport) => ({ transport, Socket: createCometSocket({ transport }) }))
afterAll(() => {
  for (const { Socket } of comets) Socket.close()
})

const implementations: { name: string; Socket: typeof WebSocket }[] = [
  { name: 'the platform’s WebSocket', Socket: WebSocket },
  ...comets.map(({ transport, Socket }) => {
    return { name: `CometSocket over ${transport}`, Socket: Socket as unknown as typeof WebSocket }
  }),
]

describe.each(implementations)('$name', ({ Socket }) => {
  /** An open socket that hands over array buffers. */
  async function open(): Promise<WebSocket> {
    const socket = new Socket(url)
    socket.binaryType = 'arraybuffer'
    await once(socket, 'open')
    return socket
  }

  async function answer(socket: WebSocket): Promise<Uint8Array> {
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<ArrayBuffer>]
    return new Uint8Array(data)
  }

  async function closed(socket: WebSocket): Promise<CloseEvent> {
    const [event] = (await once(socket, 'close')) as [CloseEvent]
    return event
  }

  test.each(['', 'ws://', 'ftp://host/sync/a', 'ws://host/sync/a#part'])('refuses the address %j', (address) => {
    expect(() => new Socket(address)).toThrow(expect.objectContaining({ name: 'SyntaxError' }))
  })

  test.each([[['a', 'a']], [['a b']], [['']], ['comma,']])('refuses the subprotocols %j', (protocols) => {
    expect(() => new Socket(url, protocols)).toThrow(expect.objectContaining({ name: 'SyntaxError' }))
  })

  test('has its states as constants of the class and of each socket', async () => {
    expect([Socket.CONNECTING, Socket.OPEN, Socket.CLOSING, Socket.CLOSED]).toEqual([0, 1, 2, 3])
    const socket = await open()
    expect([socket.CONNECTING, socket.OPEN, socket.CLOSING, socket.CLOSED]).toEqual([0, 1, 2, 3])
    socket.close()
  })

  test('connects, opens, closes, in these states', async () => {
    const socket = new Socket(url)
    expect(socket.readyState).toBe(socket.CONNECTING)
    expect(socket.url).toBe(url)
    expect(socket.extensions).toBe('')
    expect(socket.binaryType).toBe('blob')
    await once(socket, 'open')
    expect(socket.readyState).toBe(socket.OPEN)
    expect(socket.protocol).toBe('')
    socket.close()
    expect(socket.readyState).toBe(socket.CLOSING)
    await closed(socket)
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  test('opens in a later turn, so that handlers can be set first', async () => {
    const order: string[] = []
    const socket = new Socket(url)
    socket.onopen = () => order.push('open')
    order.push('constructed')
    await once(socket, 'open')
    expect(order).toEqual(['constructed', 'open'])
    socket.close()
  })

  test('sends nothing before it is open, and says so', () => {
    const socket = new Socket(url)
    expect(() => socket.send(Uint8Array.of(1))).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    socket.close()
  })

  test('throws away what is sent after it was closed', async () => {
    const socket = await open()
    socket.close()
    expect(() => socket.send(Uint8Array.of(1))).not.toThrow()
    await closed(socket)
    expect(() => socket.send(Uint8Array.of(1))).not.toThrow()
  })

  test.each([
    ['an ArrayBuffer', () => Uint8Array.of(1, 2, 3).buffer],
    ['a typed array', () => Uint8Array.of(1, 2, 3)],
    ['a part of a typed array', () => Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4)],
    ['a DataView', () => new DataView(Uint8Array.of(9, 1, 2, 3).buffer, 1)],
    ['a Blob', () => new Blob([Uint8Array.of(1, 2, 3)])],
  ])('carries %s, those bytes and no others', async (_kind, make) => {
    const socket = await open()
    socket.send(make())
    expect(await answer(socket)).toEqual(Uint8Array.of(1, 2, 3))
    socket.close()
  })

  test('[P27] carries the bytes as they were when they were sent', async () => {
    const socket = await open()
    const bytes = Uint8Array.of(1, 2, 3)
    socket.send(bytes)
    bytes.fill(7)
    expect(await answer(socket)).toEqual(Uint8Array.of(1, 2, 3))
    socket.close()
  })

  test.each([0, 1, 125, 126, 65_535, 65_536, 400_000])('carries a message of %i bytes', async (length) => {
    const socket = await open()
    const bytes = Uint8Array.from({ length }, (_, index) => 1 + (index % 250))
    socket.send(bytes)
    expect(Buffer.from(await answer(socket)).equals(bytes)).toBe(true)
    socket.close()
  })

  test('hands over Blobs by default, and keeps its type when it is set to nonsense', async () => {
    const socket = new Socket(url)
    await once(socket, 'open')
    socket.binaryType = 'nonsense' as BinaryType
    expect(socket.binaryType).toBe('blob')
    socket.send(Uint8Array.of(5))
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<Blob>]
    expect(data).toBeInstanceOf(Blob)
    expect(new Uint8Array(await data.arrayBuffer())).toEqual(Uint8Array.of(5))
    socket.close()
  })

  test('keeps the order of many messages', async () => {
    const socket = await open()
    const numbers: number[] = []
    const all = new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        numbers.push(new Uint32Array(data as ArrayBuffer)[0] ?? -1)
        if (numbers.length === 200) resolve()
      })
    })
    for (let number = 0; number < 200; number++) socket.send(Uint32Array.of(number))
    await all
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index))
    socket.close()
  })

  test('calls handlers and listeners with itself as target', async () => {
    const socket = new Socket(url)
    const targets = await new Promise<unknown[]>((resolve) => {
      const seen: unknown[] = []
      const see = (event: Event) => seen.push(event.target) === 2 && resolve(seen)
      socket.onopen = (event) => see(event)
      socket.addEventListener('open', (event) => see(event))
    })
    expect(targets).toEqual([socket, socket])
    socket.close()
  })

  test.each([1001, 1005, 1006, 2999, 5000, 0])('cannot be closed with %i', async (code) => {
    const socket = await open()
    expect(() => socket.close(code)).toThrow(expect.objectContaining({ name: 'InvalidAccessError' }))
    expect(socket.readyState).toBe(socket.OPEN)
    socket.close()
  })

  test('cannot be closed with a reason of more than 123 bytes', async () => {
    const socket = await open()
    expect(() => socket.close(1000, 'ü'.repeat(62))).toThrow(expect.objectContaining({ name: 'SyntaxError' }))
    expect(() => socket.close(1000, 'ü'.repeat(61))).not.toThrow()
  })

  test.each([
    [[], 1005, ''],
    [[1000], 1000, ''],
    [[3000, 'enough'], 3000, 'enough'],
    [[4999, ''], 4999, ''],
  ] as [[number?, string?], number, string][])('closed by close(%j) it tells %i', async (args, code, reason) => {
    const socket = await open()
    socket.close(...args)
    expect(await closed(socket)).toMatchObject({ code, reason, wasClean: true })
  })

  // Node's own class tells of it within the call, which the standard does not allow.
  test.skipIf(Socket === WebSocket)('closed while it connects, it fails, in a later turn', async () => {
    const socket = new Socket(url)
    const events: string[] = []
    socket.onerror = () => events.push('error')
    socket.onclose = () => events.push('close')
    socket.close()
    expect(events).toEqual([])
    expect(socket.readyState).toBe(socket.CLOSING)
    expect(await closed(socket)).toMatchObject({ code: 1006, wasClean: false })
    expect(events).toEqual(['error', 'close'])
  })

  test('closed twice it tells once', async () => {
    const socket = await open()
    let closes = 0
    socket.onclose = () => (closes += 1)
    socket.close()
    socket.close(3000)
    await closed(socket)
    socket.close()
    expect(closes).toBe(1)
  })

  test('tells the code and the reason when the server closes', async () => {
    const socket = await open()
    socket.send(Uint8Array.of(0))
    expect(await closed(socket)).toMatchObject({ code: 4404, reason: 'DOCUMENT_UNKNOWN', wasClean: true })
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  test('what is still to be sent is counted, and then it is not', async () => {
    const socket = await open()
    expect(socket.bufferedAmount).toBe(0)
    socket.send(new Uint8Array(300_000).fill(1))
    expect(socket.bufferedAmount).toBeGreaterThan(0)
    await answer(socket)
    await expect.poll(() => socket.bufferedAmount).toBe(0)
    socket.close()
  })
})
