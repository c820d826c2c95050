import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createCometSocket } from '../../../client/socket/comet-socket.ts'
import { transportNames } from '../../../protocol/transport-name.ts'
import { openFaultProxy } from '../fault-proxy.ts'
import { contentOf, joinPlain } from '../person.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { thorough } from './times.ts'
import { Witness } from './witness.ts'

let server: SpawnedServer

beforeAll(async () => {
  process.setMaxListeners(200)
  server = await spawnServer()
})
afterAll(() => server.close())

/** A document with so many characters. */
async function long(id: string, length: number): Promise<string> {
  const content = Array.from({ length: Math.ceil(length / 10) }, (_, index) => `${index}`.padStart(9, '.')).join('\n')
  const body = JSON.stringify({ id, content })
  await fetch(`${server.url}/api/documents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return content
}

// Most of this is waiting: it waits together.
vi.setConfig({ maxConcurrency: 30 })
describe.concurrent('time', { timeout: thorough ? 700_000 : 90_000 }, () => {
  test.for([
    ['websocket', 30_000],
    ['sse', 35_000],
    ['long-poll', 35_000],
    ['poll', 40_000],
  ] as const)(
    '[P14] who vanishes without a word on %s is not shown for longer than %i ms',
    async ([transport, limitMs], { annotate }) => {
      const id = `P14 ${transport}`
      await using proxy = await openFaultProxy(server.url)
      using bob = await new Witness(server.url, id, 'Bob').synced()
      const alice = await new Witness(proxy.url, id, 'Alice', { transport }).synced()
      await until(() => bob.person.sees.join() === 'Alice', { what: 'Bob sees Alice' })
      proxy.inject({ kind: 'half-open' })
      const from = performance.now()
      alice[Symbol.dispose]()
      await until(() => bob.person.sees.length === 0, { what: 'Alice is gone', deadlineMs: limitMs + 5_000 })
      await annotate(`not shown any more after ${Math.round((performance.now() - from) / 1000)} s`)
      expect(performance.now() - from).toBeLessThan(limitMs)
    },
  )

  test.for(['websocket', 'sse', 'long-poll'] as const)(
    '[P15] a slow first sync over %s is no dead line',
    async (transport, { annotate }) => {
      const id = `P15 ${transport}`
      const text = await long(id, 600_000)
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'bandwidth', bytesPerSecond: 30_000 })
      using alice = new Witness(proxy.url, id, 'Alice', { transport })
      const from = performance.now()
      await alice.synced(80_000)
      await annotate(`${text.length} characters in ${Math.round((performance.now() - from) / 1000)} s`)
      expect(alice.text).toBe(text)
      expect(alice.closings).toBe(0)
      expect(alice.transports.map(({ name }) => name)).toEqual([transport])
      // And the other way: what is written is acknowledged, though slowly.
      alice.types('y'.repeat(100_000))
      await alice.provider.flush()
      expect((await contentOf(server.url, id))?.length).toBe(text.length + 100_000)
      expect(alice.transports.map(({ name }) => name)).toEqual([transport])
    },
  )

  test('[P16] a machine that slept: what waited is read, and the line is the same', async () => {
    await using proxy = await openFaultProxy(server.url)
    using bob = await new Witness(server.url, 'P16', 'Bob').synced()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'sleeper.ts'), proxy.url, 'P16'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      const lines = createInterface(child.stdout)
      const standing = async (): Promise<{ text: string; closings: number; transport: string; changes: number }> => {
        child.stdin.write('?\n')
        const [line] = await once(lines, 'line')
        return JSON.parse(line)
      }
      await until(async () => (await standing()).transport === 'websocket', { what: 'awake' })
      child.kill('SIGSTOP')
      bob.types('While you slept. ')
      // Longer than the silence after which a stream is suspect, shorter than that after which the server gives up.
      await pause(22_000)
      child.kill('SIGCONT')
      await until(async () => (await standing()).text === 'While you slept. ', { what: 'it reads' })
      await pause(4_000)
      expect(await standing()).toEqual({ text: 'While you slept. ', closings: 0, transport: 'websocket', changes: 0 })
      expect(proxy.to('/session/websocket').length).toBe(1)
      if (!thorough) return
      child.kill('SIGSTOP')
      await pause(90_000)
      child.kill('SIGCONT')
      bob.types('Again.')
      await until(async () => (await standing()).text === 'While you slept. Again.', { what: 'it reads again' })
    } finally {
      child.kill('SIGKILL')
    }
  })

  test.for(transportNames)('[P17] a quiet session over %s that is cut is taken up again', async (transport) => {
    const id = `P17 ${transport}`
    await using proxy = await openFaultProxy(server.url)
    using alice = await new Witness(proxy.url, id, 'Alice', { transport }).synced()
    using bob = await new Witness(server.url, id, 'Bob').synced()
    await pause(thorough ? 600_000 : 22_000)
    proxy.cut({ reset: true })
    alice.types('Alice. ')
    bob.types('Bob. ')
    await until(() => alice.text === bob.text && alice.text.length === 'Alice. Bob. '.length, {
      what: () => `both read both: ${alice}; ${bob}`,
    })
    expect([alice.closings, bob.closings]).toEqual([0, 0])
  })

  test.for(transportNames)(
    '[P17] one over %s that is cut before its first message is opened all the same',
    async (transport) => {
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'lose-response' }, { path: '/session', times: 1 })
      proxy.inject({ kind: 'kill-after-upgrade', afterMs: 1 }, { path: '/session/websocket', times: 1 })
      proxy.inject({ kind: 'truncate', afterBytes: 100 }, { path: '/session/sse', times: 1 })
      using alice = await new Witness(proxy.url, `P17 first ${transport}`, 'Alice', { transport }).synced()
      alice.types('Here I am.')
      await alice.provider.flush()
      expect(alice.closings).toBe(0)
    },
  )

  test.for(transportNames)(
    '[S6] half a minute without a network on %s loses nothing and closes nothing',
    async (transport) => {
      const id = `S6 ${transport}`
      await using proxy = await openFaultProxy(server.url)
      using alice = await new Witness(proxy.url, id, 'Alice', { transport }).synced()
      using bob = await new Witness(server.url, id, 'Bob').synced()
      let syncs = 0
      alice.provider.on('sync', () => {
        syncs += 1
      })
      proxy.inject({ kind: 'blackhole' })
      proxy.cut()
      alice.types('Alice. ')
      bob.types('Bob. ')
      await pause(30_000)
      proxy.heal()
      proxy.cut()
      alice.page.back()
      await until(() => alice.text === bob.text && alice.text.length === 'Alice. Bob. '.length, {
        what: () => `both read both: ${alice}; ${bob}`,
        deadlineMs: 30_000,
      })
      await until(() => bob.person.sees.join() === 'Alice', { what: 'Bob sees Alice again' })
      expect([alice.closings, syncs]).toEqual([0, 0])
    },
  )

  test('[P26] somebody alone in a document that nobody changes is never disconnected', async () => {
    const quietMs = thorough ? 180_000 : 40_000
    const witnesses = transportNames.map((name) => new Witness(server.url, `P26 ${name}`, 'Alice', { transport: name }))
    const Socket = createCometSocket()
    // y-websocket hangs up after 30 s without a message.
    const plain = joinPlain(server.url, 'P26 plain', 'Bob', {
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
    })
    let closings = 0
    plain.provider.on('connection-close', () => {
      closings += 1
    })
    await plain.synced()
    await Promise.all(witnesses.map((witness) => witness.synced()))
    await pause(quietMs)
    expect(closings).toBe(0)
    for (const { closings, transports, provider } of witnesses) {
      expect([closings, transports.length, provider.connection.state]).toEqual([0, 1, 'connected'])
    }
    for (const witness of witnesses) witness[Symbol.dispose]()
    plain.leave()
    Socket.close()
  })
})
