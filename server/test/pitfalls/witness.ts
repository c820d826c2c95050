import type { EnckeProvider } from '../../../client/provider/provider.ts'
import type { MemoryStorage } from '../../../client/socket/path-memory.ts'
import type { SessionPoolOptions } from '../../../client/socket/session-pool.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { joinEncke, type Person } from '../person.ts'
import { until } from '../until.ts'

export interface WitnessOptions extends Omit<SessionPoolOptions, 'page' | 'transport'> {
  transport?: TransportName | null
  /** What earlier visits have learned. */
  storage?: MemoryStorage
}

/** The events of a page, to be called by a test. */
export interface TestPage {
  hidden: boolean
  gone(): void
  kept(): void
  back(): void
  lost(): void
}

/** Somebody who writes, and who writes down what becomes of their connection. Leaves by `using`. */
export class Witness {
  readonly person: Person<EnckeProvider>
  /** Each transport that carried the session, and since when, on the scale of `performance.now()`. */
  readonly transports: { name: TransportName; at: number }[] = []
  /** How often a channel was closed under the provider. */
  closings = 0
  /** When the document's text was there, milliseconds after the visit began. */
  syncedAfterMs: number | null = null
  readonly page: TestPage
  readonly #began = performance.now()

  constructor(url: string, document: string, name: string, options: WitnessOptions = {}) {
    const { transport = null, storage = memoryStorage(), ...rest } = options
    const nothing = () => {}
    const page: TestPage = { hidden: false, gone: nothing, kept: nothing, back: nothing, lost: nothing }
    this.page = page
    this.person = joinEncke(url, document, name, transport, {
      ...rest,
      page: {
        get hidden() {
          return page.hidden
        },
        storage,
        subscribe: (handlers) => {
          Object.assign(page, handlers)
          return nothing
        },
      },
    })
    const { provider } = this.person
    provider.on('connection', (connection) => this.#note(connection.transport))
    provider.on('connection-close', () => {
      this.closings += 1
    })
    provider.on('sync', (synced) => {
      if (synced) this.syncedAfterMs ??= performance.now() - this.#began
    })
  }

  get provider(): EnckeProvider {
    return this.person.provider
  }

  get text(): string {
    return this.person.text
  }

  /** What carries the session now. */
  get transport(): TransportName | null {
    return this.provider.connection.transport
  }

  /** How often another transport took over. */
  get changes(): number {
    return Math.max(0, this.transports.length - 1)
  }

  types(text: string): void {
    this.person.types(text)
  }

  /** Resolves when the text of the server is there. */
  async synced(deadlineMs?: number): Promise<this> {
    await until(() => this.provider.synced, { what: () => `in sync: ${this}`, ...(deadlineMs ? { deadlineMs } : {}) })
    return this
  }

  /** Resolves when this transport carries the session. */
  async on(transport: TransportName, deadlineMs = 15_000): Promise<this> {
    await until(() => this.transport === transport, { what: () => `on ${transport}: ${this}`, deadlineMs })
    return this
  }

  /** Resolves when this is the text. */
  async reads(text: string, deadlineMs = 15_000): Promise<void> {
    await until(() => this.text === text, { what: () => `reads ${JSON.stringify(text)}: ${this}`, deadlineMs })
  }

  toString(): string {
    const { state, transport, unsentEdits } = this.provider.connection
    const way = this.transports.map(({ name, at }) => `${name} at ${Math.round(at - this.#began)} ms`).join(', ')
    const text = this.text.length > 80 ? `${this.text.slice(0, 80)}… (${this.text.length})` : this.text
    return `${this.person.name} is ${state} by ${transport} (${way}), ${unsentEdits} unsent, has ${JSON.stringify(text)}`
  }

  [Symbol.dispose](): void {
    this.person.leave()
  }

  #note(transport: TransportName | null): void {
    if (transport === null || transport === this.transports.at(-1)?.name) return
    this.transports.push({ name: transport, at: performance.now() })
  }
}

/** Storage as a browser has it, for as long as the test runs. */
export function memoryStorage(): MemoryStorage {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

/** How long each of `count` edits of `author` takes until `reader` has it, milliseconds, sorted. */
export async function editLatencies(author: Witness, reader: Witness, count: number): Promise<number[]> {
  const latencies: number[] = []
  for (let index = 0; index < count; index++) {
    const text = `${author.text}${index % 10}`
    const from = performance.now()
    const arrived = new Promise<void>((resolve) => {
      const look = () => {
        if (reader.text.length < text.length) return
        reader.person.doc.off('update', look)
        resolve()
      }
      reader.person.doc.on('update', look)
    })
    author.types(String(index % 10))
    await arrived
    latencies.push(performance.now() - from)
  }
  return latencies.toSorted((one, other) => one - other)
}

/** The value below which this part of the sorted numbers lies. */
export function percentile(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN)
}
