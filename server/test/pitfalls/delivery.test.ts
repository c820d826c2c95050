import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TransportName, transportNames } from '../../../protocol/transport-name.ts'
import { type FaultProxy, openFaultProxy } from '../fault-proxy.ts'
import type { FaultRule } from '../proxy/fault.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { ExactPair, hastyClock } from './exact-pair.ts'
import { timeout, times } from './times.ts'
import { Witness } from './witness.ts'

let server: SpawnedServer

beforeAll(async () => {
  process.setMaxListeners(200)
  server = await spawnServer()
})
afterAll(() => server.close())

/** Everything that can happen to a request or a stream, often. Returns the rules, which count. */
function spoil(proxy: FaultProxy): FaultRule[] {
  const rules: FaultRule[] = []
  for (const path of ['/session', '/session/frames', '/session/poll']) {
    rules.push(
      proxy.inject({ kind: 'lose-response' }, { path, percent: 20 }),
      proxy.inject({ kind: 'rst' }, { path, percent: 8 }),
      proxy.inject({ kind: 'truncate', afterBytes: 5 }, { path, percent: 5 }),
      proxy.inject({ kind: 'status', status: 502 }, { path, percent: 3 }),
    )
  }
  // A stream begins with 2 KiB of nothing.
  rules.push(proxy.inject({ kind: 'truncate', afterBytes: 2_600 }, { path: '/session/sse', percent: 80 }))
  rules.push(proxy.inject({ kind: 'kill-after-upgrade', afterMs: 150 }, { path: '/session/websocket' }))
  return rules
}

const hitsOf = (rules: readonly FaultRule[]): number => rules.reduce((sum, { hits }) => sum + hits, 0)

/** What one transport can bear in the time that a test has. */
const kills: Record<TransportName | 'any', number> = { any: 50, websocket: 15, sse: 40, 'long-poll': 150, poll: 80 }
const cuts: Record<TransportName, number> = { websocket: 15, sse: 20, 'long-poll': 60, poll: 60 }
const names = ['any', ...transportNames] as const

describe.concurrent('exactly once and in order', { timeout }, () => {
  test.for(names)('[P7] whatever is lost on the way of %s', async (name, { annotate }) => {
    const transport = name === 'any' ? null : name
    await using proxy = await openFaultProxy(server.url)
    const pool = { transport, clock: hastyClock }
    using pair = new ExactPair({ document: `P7 ${name}`, writerUrl: proxy.url, readerUrl: proxy.url, pool })
    await pair.opened()
    const rules = spoil(proxy)
    proxy.cut()
    const enough = times(kills[name])
    await pair.writeUntil(() => hitsOf(rules) >= enough)
    proxy.heal()
    await pair.arrived()
    await annotate(`seed ${proxy.seed}: ${hitsOf(rules)} kills among ${pair.sent} messages: ${pair}`)
    expect(pair.faults).toEqual([])
    expect([pair.saved, pair.heard]).toEqual([pair.sent, pair.sent])
    expect(pair.closings).toEqual([])
  })

  test.for([
    ['long-poll', true],
    ['sse', true],
    ['poll', false],
  ] as const)('[P8] POSTs of %s that arrive twice, at once: %s', async ([transport, concurrent], { annotate }) => {
    await using proxy = await openFaultProxy(server.url)
    const rules = ['/session', '/session/frames'].map((path) =>
      proxy.inject({ kind: 'duplicate', concurrent }, { path, percent: 50 }),
    )
    const pool = { transport, clock: hastyClock }
    using pair = new ExactPair({ document: `P8 ${transport}`, writerUrl: proxy.url, readerUrl: proxy.url, pool })
    await pair.opened()
    await pair.writeUntil(() => hitsOf(rules) >= times(40))
    await pair.arrived()
    await annotate(`${hitsOf(rules)} of ${proxy.requests.length} requests came twice: ${pair}`)
    expect(pair.faults).toEqual([])
    expect([pair.saved, pair.closings]).toEqual([pair.sent, []])
  })

  test('[P9] a POST that hangs holds up nothing for longer than its time', async () => {
    await using proxy = await openFaultProxy(server.url)
    using alice = await new Witness(proxy.url, 'P9', 'Alice', { transport: 'long-poll' }).synced()
    using bob = await new Witness(server.url, 'P9', 'Bob').synced()
    const rule = proxy.inject({ kind: 'blackhole' }, { path: '/session/frames', times: 1 })
    alice.types('one ')
    await expect.poll(() => rule.hits).toBe(1)
    alice.types('two')
    await bob.reads('one two', 14_000)
    bob.types('!')
    await alice.reads('one two!')
    expect(alice.closings).toBe(0)
  })

  test('[P10] polls that overlap: the newest wins, and the session lives', async () => {
    await using proxy = await openFaultProxy(server.url)
    const rule = proxy.inject({ kind: 'duplicate', concurrent: true }, { path: '/session/poll', percent: 30 })
    const pool = { transport: 'long-poll', clock: hastyClock } as const
    using pair = new ExactPair({ document: 'P10', writerUrl: server.url, readerUrl: proxy.url, pool })
    await pair.opened()
    await pair.writeUntil(() => rule.hits >= times(60))
    rule.remove()
    await pair.arrived()
    expect(pair.faults).toEqual([])
    expect(pair.closings).toEqual([])
  })

  test('[P10] where each poll comes twice nobody polls as fast as they can', async () => {
    await using proxy = await openFaultProxy(server.url)
    proxy.inject({ kind: 'duplicate', concurrent: true }, { path: '/session/poll' })
    using alice = await new Witness(proxy.url, 'P10 idle', 'Alice', { transport: 'long-poll' }).synced()
    const before = proxy.to('/session/poll').length
    const from = performance.now()
    await expect.poll(() => performance.now() - from, { timeout: 5_000 }).toBeGreaterThan(3_000)
    expect(proxy.to('/session/poll').length - before).toBeLessThan(40)
    expect(alice.transport).toBe('long-poll')
  })

  test.for(transportNames)(
    '[P29] who comes back over %s while others write misses nothing',
    async (transport, { annotate }) => {
      await using proxy = await openFaultProxy(server.url)
      const pool = { transport, clock: hastyClock }
      using pair = new ExactPair({ document: `P29 ${transport}`, writerUrl: server.url, readerUrl: proxy.url, pool })
      await pair.opened()
      let resumes = 0
      await pair.writeUntil(() => {
        // Each time that something has come since, the line is cut.
        if (pair.heard > pair.sent - 20 && proxy.connections > 0) {
          resumes += 1
          proxy.cut({ reset: resumes % 2 === 0 })
        }
        return resumes >= times(cuts[transport])
      })
      await pair.arrived()
      await annotate(`${resumes} cuts: ${pair}`)
      expect(pair.faults).toEqual([])
      expect(pair.closings).toEqual([])
    },
  )
})
