import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Doc } from 'yjs'
import { EnckeProvider } from '../../../client/provider/provider.ts'
import { createCometSocket } from '../../../client/socket/comet-socket.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { openFaultProxy } from '../fault-proxy.ts'
import { joinEncke, type Person } from '../person.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { percentile } from './witness.ts'

const MEBIBYTE = 1024 * 1024
const FLOOD_BYTES = 5 * MEBIBYTE
const BYTES_PER_SECOND = MEBIBYTE
const TYPE_EVERY_MS = 40

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  server = await spawnServer()
})
afterAll(() => server.close())

/** Somebody with two documents open in one session. Leaves by `using`. */
class Busy implements Disposable {
  readonly flood: EnckeProvider
  readonly quiet: EnckeProvider
  readonly #Socket: ReturnType<typeof createCometSocket>

  constructor(url: string, ids: { flood: string; quiet: string }, transport: TransportName) {
    this.#Socket = createCometSocket({ transport })
    const open = (document: string) => {
      return new EnckeProvider({ server: url, document, doc: new Doc(), socketClass: this.#Socket })
    }
    this.flood = open(ids.flood)
    this.quiet = open(ids.quiet)
  }

  async synced(): Promise<this> {
    await until(() => this.flood.synced && this.quiet.synced, { what: 'both are in sync' })
    return this
  }

  [Symbol.dispose](): void {
    this.flood.destroy()
    this.quiet.destroy()
    this.#Socket.close()
  }
}

const textOf = (doc: Doc) => doc.getText('content')

/** Types in one document until `enough`, and returns how long each letter took to the other, milliseconds, sorted. */
async function latencies(author: Doc, reader: Doc, enough: () => boolean): Promise<number[]> {
  const typedAt: number[] = []
  const took: number[] = []
  const look = () => {
    while (took.length < textOf(reader).length) took.push(performance.now() - typedAt[took.length]!)
  }
  reader.on('update', look)
  while (!enough()) {
    typedAt.push(performance.now())
    textOf(author).insert(textOf(author).length, '.')
    await new Promise((resolve) => setTimeout(resolve, TYPE_EVERY_MS))
  }
  await until(() => took.length === typedAt.length, { what: () => `${took.length} of ${typedAt.length} letters` })
  reader.off('update', look)
  return took.toSorted((one, other) => one - other)
}

describe('[S12] [P25] one document floods a line of a megabyte a second with 5 MB', () => {
  for (const transport of ['websocket', 'sse', 'long-poll'] as const) {
    test(`${transport}, down: the other document of the session is not held up`, async ({ annotate }) => {
      const ids = { flood: `flood down ${transport}`, quiet: `quiet down ${transport}` }
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'bandwidth', bytesPerSecond: BYTES_PER_SECOND })
      using alice = await joinEncke(server.url, ids.flood, 'Alice').synced()
      using carol: Person = await joinEncke(server.url, ids.quiet, 'Carol').synced()
      using bob = await new Busy(proxy.url, ids, transport).synced()
      alice.types('x'.repeat(FLOOD_BYTES))
      const began = performance.now()
      const took = await latencies(carol.doc, bob.quiet.doc, () => textOf(bob.flood.doc).length === FLOOD_BYTES)
      const floodMs = performance.now() - began
      await annotate(
        `5 MB took ${Math.round(floodMs)} ms; meanwhile ${took.length} letters, p50 ${percentile(took, 0.5)} ms, p95 ${percentile(took, 0.95)} ms`,
      )
      expect(took.length).toBeGreaterThan(20)
      // In one queue a letter would wait for what is left of the flood: half of it on average.
      expect(percentile(took, 0.5)).toBeLessThan(floodMs / 12)
      expect(percentile(took, 0.95)).toBeLessThan(floodMs / 4)
    })

    test(`${transport}, up: the other document of the session is not held up`, async ({ annotate }) => {
      const ids = { flood: `flood up ${transport}`, quiet: `quiet up ${transport}` }
      await using proxy = await openFaultProxy(server.url)
      proxy.inject({ kind: 'bandwidth', bytesPerSecond: BYTES_PER_SECOND })
      using alice = await joinEncke(server.url, ids.flood, 'Alice').synced()
      using carol: Person = await joinEncke(server.url, ids.quiet, 'Carol').synced()
      using bob = await new Busy(proxy.url, ids, transport).synced()
      textOf(bob.flood.doc).insert(0, 'x'.repeat(FLOOD_BYTES))
      const began = performance.now()
      const took = await latencies(bob.quiet.doc, carol.doc, () => alice.text.length === FLOOD_BYTES)
      const floodMs = performance.now() - began
      await annotate(
        `5 MB took ${Math.round(floodMs)} ms; meanwhile ${took.length} letters, p50 ${percentile(took, 0.5)} ms, p95 ${percentile(took, 0.95)} ms`,
      )
      expect(took.length).toBeGreaterThan(20)
      // In one queue a letter would wait for what is left of the flood: half of it on average.
      expect(percentile(took, 0.5)).toBeLessThan(floodMs / 12)
      expect(percentile(took, 0.95)).toBeLessThan(floodMs / 4)
    })
  }
})
