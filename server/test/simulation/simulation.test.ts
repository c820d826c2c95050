import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SimClient } from './sim-client.ts'
import { SimClock } from './sim-clock.ts'
import { fairWeather, type Weather } from './sim-network.ts'
import { SimServer } from './sim-server.ts'

/** Random schedules in a run of `npm test`; `ENCKE_SCHEDULES=100000` for a night. */
const schedules = Number(process.env['ENCKE_SCHEDULES']) || 2_000
/** To run one failing seed again. */
const seed = Number(process.env['ENCKE_SEED']) || undefined

const STORM_MS = 40_000
const CALM_MS = 90_000
/** Attempts of one client within ten seconds of the worst weather (T8). */
const MAX_ATTEMPTS_IN_10_S = 200

type Fault =
  | { kind: 'weather'; atMs: number; client: number; weather: Partial<Weather> }
  | { kind: 'cut'; atMs: number; client: number }
  | { kind: 'crash'; atMs: number }
  | { kind: 'hide' | 'show'; atMs: number; client: number }

const atMs = fc.integer({ min: 0, max: STORM_MS })
const client = fc.integer({ min: 0, max: 1 })
const weather: fc.Arbitrary<Partial<Weather>> = fc.oneof(
  fc.record({ down: fc.boolean() }),
  fc.record({ webSocket: fc.constantFrom('open' as const, 'hang' as const, 'cut' as const, 'mute' as const) }),
  fc.record({ stream: fc.constantFrom('open' as const, 'held' as const) }),
  fc.record({ lost: fc.constantFrom(0, 10, 40, 100) }),
  fc.record({ doubled: fc.constantFrom(0, 30) }),
  fc.record({ latencyMs: fc.constantFrom(1, 50, 400), jitterMs: fc.constantFrom(0, 20, 500) }),
)
const networkFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('weather' as const), atMs, client, weather }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cut' as const), atMs, client }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('hide' as const, 'show' as const), atMs, client }) },
)
const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 8, arbitrary: networkFault },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), atMs }) },
)

/** Lives through the faults, then through fair weather, until everything that was said has arrived. */
async function live(worldSeed: number, faults: Fault[]): Promise<{ clients: SimClient[]; server: SimServer }> {
  const clock = new SimClock(worldSeed)
  const server = new SimServer({ clock })
  const clients = ['alice', 'bob'].map((name) => new SimClient({ name, clock, server }))
  let talking = true
  const answer = () => {
    clock.after(20 + clock.random() * 500, () => {
      if (!talking) return
      for (const { channel } of clients) server.send(channel.name)
      answer()
    })
  }
  answer()
  for (const fault of faults) {
    clock.after(fault.atMs, () => {
      if (fault.kind === 'crash') {
        server.crash()
        for (const { network } of clients) network.cut()
        return
      }
      const { network, page } = clients[fault.client]!
      if (fault.kind === 'cut') network.cut()
      else if (fault.kind === 'weather') {
        network.weather = { ...network.weather, ...fault.weather }
        if (fault.weather.down) network.cut()
      } else {
        page.hidden = fault.kind === 'hide'
        if (!page.hidden) page.back()
      }
    })
  }
  await clock.run(STORM_MS)
  for (const { network, page } of clients) {
    network.weather = { ...fairWeather }
    page.hidden = false
    page.back()
  }
  await clock.run(CALM_MS / 2)
  talking = false
  for (const person of clients) person.hush()
  await clock.run(CALM_MS / 2, () => clients.every(({ channel }) => arrived(channel, server)))
  return { clients, server }
}

function arrived({ name, sent, received }: SimClient['channel'], server: SimServer): boolean {
  const there = server.channels.get(name)
  return there?.received.length === sent && received.length === there.sent
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))

function check({ clients, server }: Awaited<ReturnType<typeof live>>): void {
  for (const { channels, channel, network } of clients) {
    for (const { name, received, sent } of channels) {
      const there = server.channels.get(name)
      // [S1] In each direction a prefix of what was said: nothing twice, nothing out of order, nothing left out.
      expect(received, `what ${name} heard`).toEqual(numbers(received.length))
      expect(there?.received ?? [], `what was heard of ${name}`).toEqual(numbers(there?.received.length ?? 0))
      expect(there?.received.length ?? 0).toBeLessThanOrEqual(sent)
    }
    // [S5] Whoever is not told otherwise is heard: what was said on the open channel has arrived.
    expect(channel.closed).toBeNull()
    expect(server.channels.get(channel.name)?.received, `${channel.name}, all it said`).toEqual(numbers(channel.sent))
    expect(channel.received.length).toBe(server.channels.get(channel.name)?.sent)
    // [T8] However bad it was, nobody hammered.
    for (const [index, at] of network.attempts.entries()) {
      const within = network.attempts.slice(index).findIndex((later) => later - at > 10_000)
      expect(within < 0 ? network.attempts.length - index : within).toBeLessThan(MAX_ATTEMPTS_IN_10_S)
    }
  }
}

const options = { numRuns: schedules / 2, ...(seed === undefined ? {} : { seed }) }

describe('two people under a network that does its worst', { timeout: 24 * 60 * 60_000 }, () => {
  test('[S1] [S3] nothing is lost, doubled or out of order, and no channel closes while the server lives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(networkFault, { maxLength: 12 }), async (worldSeed, faults) => {
        const world = await live(worldSeed, faults)
        check(world)
        for (const { channels } of world.clients) expect(channels.map(({ closed }) => closed)).toEqual([null])
      }),
      options,
    )
  })

  test('[S5] when the server forgets a session, its channels are closed with a code, and the next ones work', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(anyFault, { maxLength: 12 }), async (worldSeed, faults) => {
        const world = await live(worldSeed, faults)
        check(world)
        for (const { channels } of world.clients) {
          for (const { closed } of channels.slice(0, -1)) expect([4510, 4511, 1000]).toContain(closed)
        }
      }),
      options,
    )
  })

  test('in fair weather both end on WebSocket', async () => {
    const { clients } = await live(1, [])
    expect(clients.map(({ transport }) => transport)).toEqual(['websocket', 'websocket'])
  })
})
