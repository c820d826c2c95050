import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import { LossyNetwork } from './lossy-network.ts'
import { contentOf, joinEncke } from './person.ts'
import { SeededRandom } from './seeded-random.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const LEAST_WORDS = 200
const MOST_WORDS = 5_000
const LEAST_LOSSES = 20

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  server = await spawnServer()
})

afterAll(() => server.close())

const { seed } = new SeededRandom()

describe.concurrent(`[S1] over a network that loses much, everything arrives once and in order (seed ${seed}):`, () => {
  test.each([null, ...transportNames])('%s', async (transport) => {
    const id = `lossy ${transport}`
    const random = new SeededRandom(seed)
    const network = new LossyNetwork({ random, loss: 0.2, messagesPerSocket: 20 })
    using alice = joinEncke(server.url, id, 'alice', transport, network)
    using bob = joinEncke(server.url, id, 'bob', transport, network)
    let closings = 0
    for (const { provider } of [alice, bob]) provider.on('connection-close', () => closings++)
    const words: string[] = []
    // Two writers at the pace of typists, until enough has been lost on the way.
    while (words.length < LEAST_WORDS || network.losses < LEAST_LOSSES) {
      expect(words.length, `words, with ${network.losses} losses`).toBeLessThan(MOST_WORDS)
      const writer = random.pick([alice, bob])
      const word = `${writer.name}${words.length};`
      writer.types(word, random.next() < 0.5 ? 0 : undefined)
      words.push(word)
      await pause(random.integer(1, 10))
    }
    network.heal()
    for (const { provider } of [alice, bob]) provider.retryNow()
    await Promise.all([alice.provider.flush(), bob.provider.flush()])
    const standing = (): string =>
      JSON.stringify(
        [alice, bob].map(({ provider }) => provider.connection),
        null,
        1,
      )
    await until(() => alice.text === bob.text && alice.text.length === words.join('').length, { what: standing })
    expect(alice.text.split(';').filter(Boolean).sort()).toEqual(words.map((word) => word.slice(0, -1)).sort())
    expect(await contentOf(server.url, id)).toBe(alice.text)
    await until(() => alice.sees.join() === 'bob' && bob.sees.join() === 'alice', {
      what: () => `they see each other: ${alice.sees} ${bob.sees}`,
    })
    for (const { provider } of [alice, bob]) expect(provider.connection.unsentEdits).toBe(0)
    // No channel was ever closed (S3): what is told here is not that Yjs makes good for what a session lost.
    expect(closings).toBe(0)
  })
})
