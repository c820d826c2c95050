import { describe, expect, test } from 'vitest'
import { createCometSocket } from '../../../client/socket/comet-socket.ts'
import type { SessionState } from '../../../client/socket/session-state.ts'
import { SeededRandom } from '../seeded-random.ts'
import { SimClock } from '../simulation/sim-clock.ts'
import { times } from './times.ts'

/** What may become of a request, and of a WebSocket: everything but what it is for. */
const answers = [
  () => Promise.reject(new TypeError('refused')),
  (clock: SimClock) => new Promise<never>((_, reject) => clock.after(2_000, () => reject(new TypeError('reset')))),
  async () => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  async () => new Response('<html>', { status: 200, headers: { 'content-type': 'text/html' } }),
  async () => new Response('', { status: 503 }),
  async () => new Response('', { status: 429 }),
  async () => new Response('', { status: 410 }),
  async () => new Response('{}', { status: 403, headers: { 'content-type': 'application/problem+json' } }),
  async () => new Response('nonsense', { headers: { 'content-type': 'application/octet-stream' } }),
] as const
const closings = [
  { afterMs: 0, code: 1006 },
  { afterMs: 3_000, code: 1006 },
  { afterMs: 5, code: 4510 },
  { afterMs: 5, code: 1012 },
  { afterMs: 5, code: 4401, reason: 'BIND_MISSING' },
] as const

/** A page that always wants a document, under errors of a few kinds that follow from the seed, for ten seconds. */
async function tenSeconds(seed: number): Promise<{ attempts: number; requests: number; waits: number[] }> {
  const clock = new SimClock(seed)
  const random = new SeededRandom(seed)
  const kinds = Array.from({ length: random.integer(1, 3) }, () => random.pick(answers))
  const ends = Array.from({ length: random.integer(1, 2) }, () => random.pick(closings))
  let requests = 0
  const Socket = createCometSocket({
    clock,
    fetch: (() => {
      requests += 1
      return random.pick(kinds)(clock)
    }) as typeof fetch,
    WebSocket: Object.assign(
      function open() {
        requests += 1
        const end = { reason: '', ...random.pick(ends) }
        const socket = {
          readyState: 0,
          bufferedAmount: 0,
          onopen: () => {},
          onclose: (_event: object) => {},
          send: () => {},
          close: () => {
            socket.readyState = 3
          },
        }
        clock.after(1, () => {
          if (socket.readyState !== 0) return
          socket.readyState = 1
          socket.onopen()
        })
        clock.after(end.afterMs + 1, () => socket.readyState < 3 && socket.onclose?.(end))
        return socket
      },
      { OPEN: 1 },
    ) as unknown as typeof WebSocket,
  })
  let attempts = 0
  const waits: number[] = []
  const session = Socket.pool().session('http://sim')
  let before: SessionState['phase'] = 'idle'
  session.subscribe(({ phase, retryAt }) => {
    if (phase !== before && (phase === 'connecting' || phase === 'reconnecting')) attempts += 1
    if (phase === 'waiting' && before !== 'waiting') waits.push(retryAt! - clock.now())
    before = phase
  })
  const connect = () => {
    const socket = new Socket('ws://sim/sync/P18')
    socket.onclose = () => clock.after(200, connect)
  }
  connect()
  await clock.run(10_000)
  Socket.close()
  return { attempts, requests, waits }
}

describe('[P18] whatever goes wrong', () => {
  test('nobody tries more than ten times in the first ten seconds, and each waits for another time', async ({
    annotate,
  }) => {
    const { seed } = new SeededRandom()
    const runs = []
    for (let run = 0; run < times(150); run++) runs.push(await tenSeconds(seed + run))
    const attempts = runs.map(({ attempts }) => attempts).toSorted((one, other) => one - other)
    const requests = runs.map(({ requests }) => requests).toSorted((one, other) => one - other)
    await annotate(
      `seed ${seed}: attempts at most ${attempts.at(-1)}, in the middle ${attempts[attempts.length >> 1]}; requests at most ${requests.at(-1)}`,
    )
    // By chance some waits are short one after the other.
    expect(attempts[Math.floor(attempts.length * 0.95)]).toBeLessThanOrEqual(10)
    expect(attempts.at(-1)).toBeLessThanOrEqual(14)
    expect(requests.at(-1)).toBeLessThan(60)
    const firstWaits = runs.flatMap(({ waits }) => waits.slice(0, 1)).toSorted((one, other) => one - other)
    expect(
      firstWaits[Math.floor(firstWaits.length * 0.9)]! - firstWaits[Math.floor(firstWaits.length * 0.1)]!,
    ).toBeGreaterThan(150)
  })
})
