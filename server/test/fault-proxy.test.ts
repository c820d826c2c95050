import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts'
import { SeededRandom } from './seeded-random.ts'
import { until } from './until.ts'

let server: Server
let url: string
/** What the server was asked, in order. */
let asked: string[]
const streams = new Set<ServerResponse>()
/** Connections that the server still has with WebSockets and streams. */
let open = 0

beforeAll(async () => {
  const webSockets = new WebSocketServer({ noServer: true })
  server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    asked.push(`${request.method} ${request.url} ${body}`.trim())
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      streams.add(response)
      open += 1
      response.on('close', () => {
        open -= 1
        streams.delete(response)
      })
    } else if (request.url === '/chunks') {
      for (const piece of ['one ', 'two ', 'three']) response.write(piece)
      response.end()
    } else {
      const text = `${request.headers.upgrade ?? 'no'} ${body}`
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text) }).end(text)
    }
  })
  server.on('upgrade', (request, socket, head) => {
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      open += 1
      webSocket.on('close', () => (open -= 1))
      webSocket.on('message', (data) => webSocket.send(`echo ${data}`))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  await until(() => open === 0, { what: 'nothing is left of the test before' })
  asked = []
})
afterAll(() => server.close())

async function post(proxy: FaultProxy, body: string, path = '/post'): Promise<string> {
  return await (await fetch(`${proxy.url}${path}`, { method: 'POST', body })).text()
}

/** The body as it comes, until the end or for so long. */
async function readFor(response: Response, ms: number): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  const reader = response.body!.getReader()
  const end = sleep(ms, 'late' as const)
  for (;;) {
    const piece = await Promise.race([reader.read(), end])
    if (piece === 'late' || piece.done) return text
    text += decoder.decode(piece.value, { stream: true })
  }
}

/** A WebSocket that opened, with what came and how it ended. */
async function openSocket(proxy: FaultProxy) {
  const socket = new WebSocket(`${proxy.url.replace('http', 'ws')}/socket`)
  const heard: string[] = []
  socket.onmessage = ({ data }) => heard.push(String(data))
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code)
  })
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  return { socket, heard, closed }
}

describe('a network without faults', () => {
  test('passes requests, bodies of any length, chunks, streams and WebSockets', async () => {
    await using proxy = await openFaultProxy(url)
    const text = 'x'.repeat(300_000)
    expect(await post(proxy, text)).toBe(`no ${text}`)
    expect(await post(proxy, 'again')).toBe('no again')
    expect(await (await fetch(`${proxy.url}/chunks`)).text()).toBe('one two three')
    const stream = await fetch(`${proxy.url}/stream`)
    for (const response of streams) response.write('data: 2\n\n')
    await until(() => streams.size === 1, { what: 'the stream is open' })
    expect(await readFor(stream, 100)).toBe('data: 1\n\ndata: 2\n\n')
    const { socket, heard } = await openSocket(proxy)
    socket.send('hello')
    await until(() => heard.length > 0, { what: 'the echo' })
    expect(heard).toEqual(['echo hello'])
    expect(proxy.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/post', 200],
      ['/post', 200],
      ['/chunks', 200],
      ['/stream', 200],
      ['/socket', 101],
    ])
  })

  test('who goes away is seen to go, on both sides', async () => {
    await using proxy = await openFaultProxy(url)
    const abort = new AbortController()
    await fetch(`${proxy.url}/stream`, { signal: abort.signal })
    const { socket } = await openSocket(proxy)
    await until(() => open === 2, { what: 'both are open' })
    abort.abort()
    socket.close()
    await until(() => open === 0, { what: 'the server sees both go' })
  })
})

describe('a request', () => {
  test('blackhole: is taken and never answered', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'blackhole' }, { path: '/post' })
    const answer = fetch(`${proxy.url}/post`, { signal: AbortSignal.timeout(100) })
    await expect(answer).rejects.toThrow('timeout')
    expect(await post(proxy, 'x', '/other')).toBe('no x')
    expect(asked).toEqual(['POST /other x'])
  })

  test('rst: is reset, and the server never hears of it', async () => {
    await using proxy = await openFaultProxy(url)
    const rule = proxy.inject({ kind: 'rst' }, { method: 'POST', times: 1 })
    await expect(post(proxy, 'x')).rejects.toThrow()
    expect(await post(proxy, 'y')).toBe('no y')
    expect(rule.hits).toBe(1)
    expect(asked).toEqual(['POST /post y'])
  })

  test('lose-response: is done, and the client never hears of it', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'lose-response' }, { times: 1 })
    await expect(post(proxy, 'x')).rejects.toThrow()
    expect(asked).toEqual(['POST /post x'])
  })

  test.each([true, false])('duplicate: arrives twice, at once: %s', async (concurrent) => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'duplicate', concurrent })
    expect(await post(proxy, 'x')).toBe('no x')
    await until(() => asked.length === 2, { what: 'the copy arrives' })
    expect(asked).toEqual(['POST /post x', 'POST /post x'])
  })

  test('status and html: the proxy answers by itself', async () => {
    await using proxy = await openFaultProxy(url)
    const rule = proxy.inject({ kind: 'status', status: 503, headers: { 'retry-after': '7' }, body: 'later' })
    const refused = await fetch(`${proxy.url}/post`)
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([503, '7', 'later'])
    rule.remove()
    proxy.inject({ kind: 'html' })
    const portal = await fetch(`${proxy.url}/post`)
    expect([portal.status, portal.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(asked).toEqual([])
  })

  test('truncate: the answer ends before its end, and is known to', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'truncate', afterBytes: 5 })
    await expect(post(proxy, 'a long enough body')).rejects.toThrow()
    const response = await fetch(`${proxy.url}/chunks`)
    await expect(response.text()).rejects.toThrow()
  })

  test('percent: chance follows from the seed', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'status', status: 500 }, { percent: 50 })
    const expected = new SeededRandom(proxy.seed)
    for (let count = 0; count < 20; count++) {
      expect((await fetch(`${proxy.url}/post`)).status).toBe(expected.next() < 0.5 ? 500 : 200)
    }
  })
})

describe('an event stream', () => {
  test('buffer until close: nothing comes before the end, not even the head', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'buffer', until: 'close', headers: true })
    let began = false
    const stream = fetch(`${proxy.url}/stream`).then((response) => {
      began = true
      return response
    })
    await until(() => streams.size === 1, { what: 'the server streams' })
    for (const response of streams) response.write('data: 2\n\n')
    await sleep(50)
    expect(began).toBe(false)
    for (const response of streams) response.end()
    expect(await (await stream).text()).toBe('data: 1\n\ndata: 2\n\n')
  })

  test('buffer of bytes and buffer of time: what was held back comes together', async () => {
    await using proxy = await openFaultProxy(url)
    const rule = proxy.inject({ kind: 'buffer', until: { bytes: 100 } })
    const counted = await fetch(`${proxy.url}/stream`)
    rule.remove()
    proxy.inject({ kind: 'buffer', until: { ms: 150 } })
    const timed = await fetch(`${proxy.url}/stream`)
    await until(() => streams.size === 2, { what: 'both are open' })
    expect(await readFor(counted, 50)).toBe('')
    expect(await readFor(timed, 1_500)).toBe('data: 1\n\n')
  })

  test('gzip: what is compressed waits for more of it', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'gzip' })
    const stream = await fetch(`${proxy.url}/stream`)
    expect(stream.headers.get('content-encoding')).toBe('gzip')
    const text = readFor(stream, 5_000)
    await until(() => streams.size === 1, { what: 'the server streams' })
    for (const response of streams) response.end('data: 2\n\n')
    expect(await text).toBe('data: 1\n\ndata: 2\n\n')
  })
})

describe('a WebSocket', () => {
  test('strip-upgrade: the server never hears that one was wanted', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'strip-upgrade' })
    await expect(openSocket(proxy)).rejects.toBeDefined()
    expect(asked).toEqual(['GET /socket'])
  })

  test('kill-after-upgrade: it opens and is cut', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'kill-after-upgrade', afterMs: 100 })
    const { socket, heard, closed } = await openSocket(proxy)
    socket.send('x')
    expect(await closed).toBe(1006)
    expect(heard).toEqual(['echo x'])
    await until(() => open === 0, { what: 'the server sees it too' })
  })

  test('silence-after-upgrade: it opens and carries nothing', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'silence-after-upgrade' })
    const { socket, heard } = await openSocket(proxy)
    socket.send('x')
    await sleep(50)
    expect(heard).toEqual([])
    socket.close()
  })

  test('one-way and half-open: what waited passes when they are removed', async () => {
    await using proxy = await openFaultProxy(url)
    const { socket, heard } = await openSocket(proxy)
    for (const fault of [
      { kind: 'one-way', open: 'up' },
      { kind: 'one-way', open: 'down' },
      { kind: 'half-open' },
    ] as const) {
      const rule = proxy.inject(fault)
      socket.send(fault.kind)
      await sleep(50)
      expect(heard).toEqual([])
      rule.remove()
      await until(() => heard.length === 1, { what: 'the echo' })
      expect(heard.splice(0)).toEqual([`echo ${fault.kind}`])
    }
  })

  test('half-open: the server is not told that the client is gone', async () => {
    await using proxy = await openFaultProxy(url)
    const abort = new AbortController()
    await fetch(`${proxy.url}/stream`, { signal: abort.signal })
    const rule = proxy.inject({ kind: 'half-open' })
    abort.abort()
    await sleep(50)
    expect(open).toBe(1)
    rule.remove()
    await until(() => open === 0, { what: 'it is told' })
  })

  test('idle-kill: it is cut when nothing passes, and not before', async () => {
    await using proxy = await openFaultProxy(url)
    const { socket, closed } = await openSocket(proxy)
    proxy.inject({ kind: 'idle-kill', afterMs: 600 })
    for (let count = 0; count < 14; count++) {
      socket.send('x')
      await sleep(50)
    }
    expect(socket.readyState).toBe(WebSocket.OPEN)
    expect(await closed).toBe(1006)
  })

  test.each([false, true])('cut: what is open ends, by reset: %s', async (reset) => {
    await using proxy = await openFaultProxy(url)
    const { closed } = await openSocket(proxy)
    proxy.cut({ path: '/elsewhere' })
    expect(open).toBe(1)
    proxy.cut({ path: '/socket', reset })
    expect(await closed).toBe(1006)
    await until(() => open === 0, { what: 'the server sees it too' })
    expect(proxy.connections).toBe(0)
  })
})

describe('speed', () => {
  test('delay: an answer takes both ways longer; pieces stay in order', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'delay', ms: 50, jitterMs: 50 })
    const from = performance.now()
    expect(await (await fetch(`${proxy.url}/chunks`)).text()).toBe('one two three')
    expect(performance.now() - from).toBeGreaterThanOrEqual(100)
  })

  test('bandwidth: so many bytes pass in a second', async () => {
    await using proxy = await openFaultProxy(url)
    proxy.inject({ kind: 'bandwidth', bytesPerSecond: 100_000 })
    const from = performance.now()
    await post(proxy, 'x'.repeat(20_000))
    expect(performance.now() - from).toBeGreaterThan(350)
    expect(performance.now() - from).toBeLessThan(1_500)
  })
})

describe('servers', () => {
  test('one that does not listen is a 502; with two, they take turns', async () => {
    await using alone = await openFaultProxy('http://127.0.0.1:1')
    expect((await fetch(alone.url)).status).toBe(502)
    await using pair = await openFaultProxy('http://127.0.0.1:1', url)
    expect((await fetch(pair.url)).status).toBe(502)
    expect((await fetch(pair.url)).status).toBe(200)
    expect((await fetch(pair.url)).status).toBe(502)
  })
})
