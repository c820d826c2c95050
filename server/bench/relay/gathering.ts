import { applyUpdate, Doc } from 'yjs'
import { LightClient } from './light-client.ts'
import { descriptions, type Make } from './make.ts'
import { Receipts, runsOf } from './receipts.ts'
import { Writer } from './writer.ts'

export interface GatheringOptions {
  make: Make
  url: string
  document: string
  clients: number
  /** How many of the clients write. */
  writers: number
  /** How many of the clients have a Y.Doc and look at the clock. */
  observers: number
  onBroken: (error: Error) => void
}

/** One of the clients at a document. */
interface Seat {
  client: LightClient
  receipts: Receipts
  writer: Writer | null
  /** The Y.Doc of an observer. */
  doc: Doc | null
}

/** The clients of one document, some of whom write. Knows what was written, and who has it. */
export class Gathering {
  /** From sending to an observer, milliseconds, since `forget`. */
  latencies: number[] = []
  readonly #options: GatheringOptions
  readonly #seats: Seat[]
  readonly #writers = new Map<number, Seat & { writer: Writer }>()
  #written = 0

  constructor(options: GatheringOptions) {
    const { clients, writers, observers } = options
    this.#options = options
    // Observers among those who only read, if there are any, and spread over the order in which a server serves them.
    const writes = spread(writers, clients)
    const candidates = [...Array(clients).keys()].filter((index) => writers === clients || !writes.has(index))
    const watches = new Set([...spread(observers, candidates.length)].map((index) => candidates[index]))
    this.#seats = Array.from({ length: clients }, (_, index) => this.#seat(writes.has(index), watches.has(index)))
    for (const seat of this.#seats)
      if (seat.writer) this.#writers.set(seat.writer.clientId, { ...seat, writer: seat.writer })
  }

  get writers(): Writer[] {
    return [...this.#writers.values()].map(({ writer }) => writer)
  }

  /** Edits so far. */
  get written(): number {
    return this.#written
  }

  /** How many others get each edit. */
  get receivers(): number {
    return this.#options.clients - 1
  }

  /** True when everybody has everything, and every writer has been told what it is told when it is safe. */
  get isSettled(): boolean {
    return this.#seats.every((seat) => seat.receipts.total === this.#due(seat) && seat.client.isSaved)
  }

  /** How many clients lack something. */
  get lacking(): string {
    const late = this.#seats.filter((seat) => seat.receipts.total !== this.#due(seat) || !seat.client.isSaved)
    return `${this.#options.document}: ${late.length} of ${this.#seats.length} clients lack edits; ${this.#written} were made`
  }

  /** What clients were sent before something else that it needs, so that they had to wait with it. */
  get early(): number {
    return this.#seats.reduce((sum, { receipts }) => sum + receipts.early, 0)
  }

  /** Resolves when everybody has joined. */
  async synced(): Promise<void> {
    await Promise.all(this.#seats.map(({ client }) => client.synced))
  }

  /** A writer types a letter. */
  type(writer: Writer): void {
    const { client, doc } = this.#writers.get(writer.clientId)!
    const update = writer.type()
    this.#written += 1
    client.sendUpdate(update)
    if (doc && !this.#echoes) applyUpdate(doc, update)
  }

  /** The latencies so far, which are forgotten. */
  takeLatencies(): number[] {
    const taken = this.latencies
    this.latencies = []
    return taken
  }

  /** Compares the Y.Docs of the observers with what was written. @throws Error when one has another text */
  verify(): void {
    const letters = this.writers.map(({ text }) => text).join('')
    for (const { doc } of this.#seats) {
      if (!doc) continue
      const text = doc.getText('content').toString()
      if (sorted(text) !== sorted(letters)) {
        throw new Error(`${this.#options.document}: an observer has ${text.length} of ${letters.length} letters`)
      }
    }
  }

  /** Idempotent. */
  close(): void {
    for (const { client } of this.#seats) client.close()
  }

  #seat(writes: boolean, watches: boolean): Seat {
    const { make, url, document, onBroken } = this.#options
    const receipts = new Receipts()
    const writer = writes ? new Writer() : null
    const doc = watches ? new Doc() : null
    const onUpdate = (update: Uint8Array) => {
      if (doc) applyUpdate(doc, update)
      for (const run of runsOf(update)) {
        const isOwn = run.client === writer?.clientId
        // What was merged with others' comes back all the same, now and then.
        if (isOwn && !this.#echoes) continue
        const before = receipts.clockOf(run.client)
        receipts.take(run)
        if (doc && !isOwn) this.#observe(run.client, before, receipts.clockOf(run.client))
      }
    }
    const client = new LightClient({ make, url, document, onUpdate, onBroken })
    return { client, receipts, writer, doc }
  }

  get #echoes(): boolean {
    return descriptions[this.#options.make].echoes
  }

  /** How much somebody has to be sent: what others wrote, and with most makes its own. */
  #due({ writer }: Seat): number {
    return this.#echoes ? this.#written : this.#written - (writer?.count ?? 0)
  }

  #observe(clientId: number, from: number, to: number): void {
    const sentAt = this.#writers.get(clientId)?.writer.sentAt
    if (!sentAt) return
    const now = performance.now()
    for (let clock = from; clock < to; clock++) this.latencies.push(now - (sentAt[clock] ?? now))
  }
}

/** So many places, evenly over all of them. */
function spread(count: number, places: number): Set<number> {
  return new Set(Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * places) / count)))
}

function sorted(text: string): string {
  return [...text].sort().join('')
}
