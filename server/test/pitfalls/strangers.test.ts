import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../../../protocol/batch.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { type Frame, FrameType, type WelcomeFrame } from '../../../protocol/frame.ts'
import { Header } from '../../../protocol/header.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { timeout, times } from './times.ts'
import { editLatencies, percentile, Witness } from './witness.ts'

let server: SpawnedServer

beforeAll(async () => {
  server = await spawnServer({ env: { ALLOWED_ORIGINS: 'https://encke.example' } })
})
afterAll(() => server.close())

function post(path: string, headers: Record<string, string>, body: Uint8Array = Uint8Array.of(0)): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> })
}

/** Opens a session and returns what the server said of it. */
async function welcome(nonce: string): Promise<WelcomeFrame> {
  const response = await post('/session', { [Header.Nonce]: nonce })
  return decodeBatch(new Uint8Array(await response.arrayBuffer())).frames[0] as WelcomeFrame
}

/** The memory of the server's process, bytes; null where the system does not tell. */
async function memory(): Promise<number | null> {
  const text = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => null)
  const kilobytes = text?.match(/^VmRSS:\s+(\d+)/m)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

describe('[P30] strangers', { timeout }, () => {
  test('who know the id of a session and not its secret are refused everywhere, and the session lives', async () => {
    const { session, secret } = await welcome('a nonce for the theft')
    for (const stolen of [session, `${session}.`, `${session}.${'x'.repeat(secret.length)}`, `${session}.${secret}x`]) {
      const identity = { [Header.Session]: stolen }
      const answers = await Promise.all([
        post('/session/frames', identity),
        fetch(`${server.url}/session/poll`, { headers: { ...identity, [Header.Hold]: '0' } }),
        fetch(`${server.url}/session/sse`, { headers: identity }),
        fetch(`${server.url}/session`, { method: 'DELETE', headers: identity }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    }
    expect((await post('/session/frames', { [Header.Session]: `${session}.${secret}` })).status).toBe(200)
  })

  test('pages of another origin may not send the header that names a session', async () => {
    const preflight = (origin: string) =>
      fetch(`${server.url}/session/frames`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': Header.Session },
      })
    const allowed = (await preflight('https://encke.example')).headers
    expect(allowed.get('access-control-allow-origin')).toBe('https://encke.example')
    expect(allowed.get('access-control-allow-headers')?.toLowerCase()).toContain(Header.Session)
    expect((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('with a body or a frame past the limit are told 413, at once', async () => {
    const { session, secret } = await welcome('a nonce for huge ones')
    const response = await post(
      '/session/frames',
      { [Header.Session]: `${session}.${secret}` },
      new Uint8Array(600_000),
    )
    expect(response.status).toBe(413)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/session/websocket`, 'encke.1')
    const closed = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => resolve(code)
    })
    await new Promise((resolve) => {
      socket.onopen = resolve
    })
    socket.send(new Uint8Array(600_000))
    expect(await closed).toBe(4413)
  })

  test('who open channels by the ten thousand are told of the limit, and others write on', async ({ annotate }) => {
    const stranger = new WebSocket(`${server.url.replace('http', 'ws')}/session/websocket`, 'encke.1')
    stranger.binaryType = 'arraybuffer'
    await new Promise((resolve) => {
      stranger.onopen = resolve
    })
    let refused = 0
    let received = 0
    stranger.onmessage = ({ data }) => {
      const { frames } = decodeBatch(new Uint8Array(data as ArrayBuffer))
      received += frames.filter(({ type }) => type < 16).length
      refused += frames.filter((frame) => frame.type === FrameType.Close && frame.reason === 'TOO_MANY_CHANNELS').length
      stranger.send(encodeBatch(0, [encodeFrame({ type: FrameType.Ack, received })]) as Uint8Array<ArrayBuffer>)
    }
    using alice = await new Witness(server.url, 'P30', 'Alice').synced()
    using bob = await new Witness(server.url, 'P30', 'Bob').synced()
    const before = await memory()
    const bind: Frame = {
      type: FrameType.Bind,
      session: '',
      secret: 'a nonce of the greedy',
      generation: 1,
      after: 0,
      use: true,
    }
    stranger.send(encodeBatch(0, [encodeFrame(bind)]) as Uint8Array<ArrayBuffer>)
    const latencies = editLatencies(alice, bob, 50)
    const count = times(20_000)
    for (let first = 1; first <= count; first += 1_000) {
      const opens = Array.from({ length: 1_000 }, (_, index) =>
        encodeFrame({ type: FrameType.Open, channel: first + index, path: '/sync/P30 greed', protocols: [] }),
      )
      stranger.send(encodeBatch(first, opens) as Uint8Array<ArrayBuffer>)
    }
    await until(() => refused === count - 64, { what: () => `${refused} are refused`, deadlineMs: 30_000 })
    const sorted = await latencies
    const grownBy = ((await memory()) ?? 0) - (before ?? 0)
    await annotate(`edits of others take p95 ${percentile(sorted, 0.95)} ms; ${Math.round(grownBy / 2 ** 20)} MiB more`)
    expect(percentile(sorted, 0.95)).toBeLessThan(1_500)
    expect(grownBy).toBeLessThan(200 * 2 ** 20)
    stranger.close()
  })
})
