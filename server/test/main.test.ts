import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'

/** Runs a server that cannot start: how it ended, and what it printed. */
async function failing(env: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: ':memory:', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

describe('a server that runs', () => {
  let server: SpawnedServer

  beforeAll(async () => {
    server = await spawnServer()
  })

  afterAll(() => server.close())

  test('listens on a free port with PORT=0, and says where in its log', async () => {
    const [line] = server.log
    expect(line).toMatchObject({ level: 'info', msg: 'listening', url: server.url })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('answers a plain poll of presence, as curl does it', async () => {
    const { host, port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    const request = `GET /api/presence?document=a HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: curl/8\r\nAccept: */*\r\nConnection: close\r\n\r\n`
    socket.end(request)
    let text = ''
    for await (const chunk of socket.setEncoding('utf8')) text += chunk
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(text).toMatch(/\{"version":\d+,"documents":\{"a":\[\]\}\}/)
  })

  test('keeps a document that was put into it over a restart', async () => {
    const made = await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"id":"kept","title":"Kept","content":"for good"}',
    })
    expect(made.status).toBe(201)
    await server.restart()
    expect(await (await fetch(`${server.url}/api/documents/kept/content`)).text()).toBe('for good')
    expect(await (await fetch(`${server.url}/api/documents/kept`)).json()).toMatchObject({ title: 'Kept' })
  })
})

describe('a server that cannot start says why in one line', () => {
  test('CONFIG_INVALID, exit code 2', async () => {
    expect(await failing({ PORT: 'abc' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "abc"\n',
    })
  })

  test('LISTEN_FAILED when the port is in use, exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, stderr } = await failing({ PORT: String(port) })
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^LISTEN_FAILED 127\\.0\\.0\\.1:${port}: the port is in use.*\n$`))
    other.close()
  })

  test('STORE_IN_USE when another server has the data folder, exit code 1', async () => {
    await using server = await spawnServer()
    const { code, stderr } = await failing({ DATA_DIR: server.dataDir })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^STORE_IN_USE .*in use by another Encke\n$/)
  })
})

describe('SIGTERM', () => {
  test('ends streams, held polls and sockets, and the process within its time', async () => {
    await using server = await spawnServer()
    const stream = await fetch(`${server.url}/api/presence?document=a`, { headers: { Accept: 'text/event-stream' } })
    const streamEnds = stream.text()
    const { version } = (await (await fetch(`${server.url}/api/presence?document=a`)).json()) as { version: number }
    const held = fetch(`${server.url}/api/presence?document=a&after=${version}&wait=20`)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/a`)
    await once(socket, 'message')
    const closed = once(socket, 'close')
    // The poll has arrived by the time that a request behind it is answered.
    await fetch(`${server.url}/healthz`)
    const startedAt = performance.now()
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(performance.now() - startedAt).toBeLessThan(8_000)
    expect(await streamEnds).toContain('event: presence')
    expect((await held).status).toBe(200)
    expect((await closed)[0]).toBe(1012)
    expect(server.log.map((line) => line.msg)).toEqual(['listening', 'shutting down', 'shut down'])
  })

  test('twice ends it at once', async () => {
    await using server = await spawnServer()
    const shutting = server.logged((line) => line.msg === 'shutting down')
    // A client that never closes its side keeps the first one busy for a second.
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/a`)
    await once(socket, 'message')
    socket.pause()
    process.kill(server.pid!, 'SIGTERM')
    await shutting
    process.kill(server.pid!, 'SIGTERM')
    expect(await server.exited).toEqual({ code: 130, signal: null })
    socket.terminate()
  })
})

test('DATA_DIR=:memory: keeps nothing, and needs no folder', async () => {
  await using server = await spawnServer({ env: { DATA_DIR: ':memory:' } })
  expect(server.log[0]).toMatchObject({ msg: 'listening', dataDir: null })
  const headers = { 'Content-Type': 'application/json' }
  await fetch(`${server.url}/api/documents`, { method: 'POST', headers, body: '{"id":"gone"}' })
  await server.restart()
  expect((await fetch(`${server.url}/api/documents/gone`)).status).toBe(404)
})
