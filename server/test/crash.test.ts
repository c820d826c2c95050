import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { EnckeProvider } from '../../client/provider/provider.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { contentOf, joinEncke, type Person } from './person.ts'
import { SeededRandom } from './seeded-random.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const ROUNDS = 5
/** Each takes about 10 s on two cores that have nothing else to do; most of it is starting servers. */
const DEADLINE_MS = 120_000

/** Somebody who types numbered words, one edit each, and remembers which of them were acknowledged. */
class Typist {
  readonly person: Person<EnckeProvider>
  /** How many words are known to be durable: told by the provider, and by `flush`. */
  acknowledged = 0
  typed = 0
  #typing: Promise<void> = Promise.resolve()
  #stopped = true

  constructor(person: Person<EnckeProvider>) {
    this.person = person
    person.provider.on('connection', () => this.#note(this.typed - person.provider.connection.unsentEdits))
  }

  /** The words that may not be lost. */
  get safeWords(): string[] {
    return this.#words(this.acknowledged)
  }

  get allWords(): string[] {
    return this.#words(this.typed)
  }

  start(random: SeededRandom): void {
    this.#stopped = false
    this.#typing = this.#type(random)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#typing
  }

  async #type(random: SeededRandom): Promise<void> {
    while (!this.#stopped) {
      this.person.types(`${this.person.name}${this.typed};`, random.next() < 0.5 ? 0 : undefined)
      this.typed += 1
      const { typed } = this
      if (random.next() < 0.1) void this.person.provider.flush().then(() => this.#note(typed))
      // At the pace of a fast typist.
      await pause(random.integer(1, 10))
    }
  }

  #note(count: number): void {
    this.acknowledged = Math.max(this.acknowledged, count)
  }

  #words(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `${this.person.name}${index}`)
  }
}

/** The words of a text, in alphabetical order. */
function wordsOf(text: string | null): string[] {
  return (text ?? '').split(';').filter(Boolean).sort()
}

/** What is on the disk of a killed server, seen by another one at another address: no client can help out. */
async function durableWords({ dataDir }: SpawnedServer, id: string): Promise<Set<string>> {
  await using inspector = await spawnServer({ dataDir })
  return new Set(wordsOf(await contentOf(inspector.url, id)))
}

const couples: [TransportName, TransportName][] = [
  ['websocket', 'sse'],
  ['long-poll', 'poll'],
]
const random = new SeededRandom()

test.each(couples)(
  `[S4] what was acknowledged survives kill -9: %s and %s (seed ${random.seed})`,
  async (one, two) => {
    const id = `crash ${one} ${two}`
    await using server = await spawnServer()
    const typists = [new Typist(joinEncke(server.url, id, 'a', one)), new Typist(joinEncke(server.url, id, 'b', two))]
    const standing = (): string =>
      typists.map((typist) => `${typist.person.name}: ${JSON.stringify(typist.person.provider.connection)}`).join('\n')
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        for (const typist of typists) typist.start(random)
        const before = typists.map(({ acknowledged }) => acknowledged)
        const least = random.integer(1, 60)
        await until(() => typists.every(({ acknowledged }, index) => acknowledged >= before[index]! + least), {
          what: () => `round ${round}: ${least} more words of each are acknowledged\n${standing()}`,
          deadlineMs: 30_000,
        })
        await pause(random.integer(0, 30))
        await server.kill()
        await Promise.all(typists.map((typist) => typist.stop()))
        const promised = typists.flatMap(({ safeWords }) => safeWords)
        const durable = await durableWords(server, id)
        expect(promised.filter((word) => !durable.has(word))).toEqual([])
        await server.start()
        for (const { person } of typists) person.provider.retryNow()
      }
      await Promise.all(typists.map(({ person }) => person.provider.flush()))
      const all = typists.flatMap(({ allWords }) => allWords).sort()
      await until(() => typists.every(({ person }) => wordsOf(person.text).length === all.length), {
        what: () => `both have every word\n${standing()}`,
      })
      const [a, b] = typists
      expect(wordsOf(a!.person.text)).toEqual(all)
      expect(b!.person.text).toBe(a!.person.text)
      expect(await contentOf(server.url, id)).toBe(a!.person.text)
      for (const { person } of typists) expect(person.provider.connection.unsentEdits).toBe(0)
    } finally {
      for (const { person } of typists) person.leave()
    }
  },
  DEADLINE_MS,
)
