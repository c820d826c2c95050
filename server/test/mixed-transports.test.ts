import { afterAll, beforeAll, describe, test } from 'vitest'
import { type TransportName, transportNames } from '../../protocol/transport-name.ts'
import { contentOf, joinEncke, type Person } from './person.ts'
import { SeededRandom } from './seeded-random.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  server = await spawnServer()
})

afterAll(() => server.close())

const WORDS = 30

/** Types words at random places, one edit and one turn each. Returns them. */
async function types(person: Person, random: SeededRandom): Promise<string[]> {
  const words = Array.from({ length: WORDS }, (_, index) => `${person.name}${index}`)
  for (const word of words) {
    // Between two words, so that none is torn apart.
    const ends = [...person.text.matchAll(/;/g)].map(({ index }) => index + 1)
    person.types(`${word};`, random.pick([0, ...ends]))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return words
}

const pairs = transportNames.flatMap((one) => transportNames.map((two): [TransportName, TransportName] => [one, two]))
const { seed } = new SeededRandom()

describe.concurrent(`two people on two transports (seed ${seed}):`, () => {
  test.each(pairs)('%s and %s', async (one, two) => {
    const id = `mixed ${one} ${two}`
    using alice = joinEncke(server.url, id, 'alice', one)
    using bob = joinEncke(server.url, id, 'bob', two)
    await Promise.all([alice.synced(), bob.synced()])

    const random = new SeededRandom(seed)
    const words = (await Promise.all([alice, bob].map((person) => types(person, random)))).flat().sort()
    const wordsOf = ({ text }: Person): string => text.split(';').filter(Boolean).sort().join()
    await until(() => [alice, bob].every((person) => wordsOf(person) === words.join()) && alice.text === bob.text, {
      what: () => `both have the same ${words.length} words:\n${alice.text}\n${bob.text}`,
    })
    await Promise.all([alice.provider.flush(), bob.provider.flush()])
    await until(async () => (await contentOf(server.url, id)) === alice.text, { what: 'the server has them too' })

    await until(() => alice.sees.join() === 'bob' && bob.sees.join() === 'alice', {
      what: () => `they see each other: ${alice.sees} ${bob.sees}`,
    })
    alice.leave()
    // A timer between two polls is the slowest way to learn of it.
    await until(() => bob.sees.length === 0, {
      what: 'Bob sees that Alice left',
      deadlineMs: two === 'poll' ? 6_000 : 2_000,
    })
  })
})
