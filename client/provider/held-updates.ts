import { type Doc, decodeStateVector, encodeStateAsUpdate, encodeStateVector, mergeUpdates, parseUpdateMeta } from 'yjs'

/** So many are kept one by one before they are merged. */
const MAX_UPDATES = 64
/** Past this they are not kept at all: the document has them. */
const MAX_BYTES = 2 * 1024 * 1024

/** Updates of a document that cannot be sent yet, as one. Bounded: past 2 MiB it remembers only where each client's began. */
export class HeldUpdates {
  readonly #doc: Doc
  #updates: Uint8Array[] = []
  #bytes = 0
  /** Each client's first clock that is held; null while the updates themselves are kept. */
  #clocks: Map<number, number> | null = null

  constructor({ doc }: { doc: Doc }) {
    this.#doc = doc
  }

  get isEmpty(): boolean {
    return this.#updates.length === 0 && this.#clocks === null
  }

  /** What is kept, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes an update that is part of the document already. */
  add(update: Uint8Array): void {
    if (this.#clocks) {
      this.#remember(this.#clocks, update)
      return
    }
    this.#updates.push(update)
    this.#bytes += update.byteLength
    if (this.#updates.length < MAX_UPDATES && this.#bytes <= MAX_BYTES) return
    const merged = mergeUpdates(this.#updates)
    this.#updates = [merged]
    this.#bytes = merged.byteLength
    if (this.#bytes > MAX_BYTES) this.#drop()
  }

  /** Everything that is held as one update, and nothing is held any more; null when nothing was. */
  take(): Uint8Array | null {
    if (this.isEmpty) return null
    const update = this.#clocks ? this.#encode(this.#clocks) : mergeUpdates(this.#updates)
    this.clear()
    return update
  }

  /** Something else that was sent has everything that is held. */
  clear(): void {
    this.#updates = []
    this.#bytes = 0
    this.#clocks = null
  }

  #drop(): void {
    const updates = this.#updates
    this.clear()
    const clocks = new Map<number, number>()
    for (const update of updates) this.#remember(clocks, update)
    this.#clocks = clocks
  }

  #remember(clocks: Map<number, number>, update: Uint8Array): void {
    for (const [client, clock] of parseUpdateMeta(update).from) {
      clocks.set(client, Math.min(clock, clocks.get(client) ?? clock))
    }
  }

  /** What the document has from these clocks on, and all its deletions: a state vector says nothing of those. */
  #encode(clocks: ReadonlyMap<number, number>): Uint8Array {
    const known = decodeStateVector(encodeStateVector(this.#doc))
    for (const [client, clock] of clocks) known.set(client, clock)
    return encodeStateAsUpdate(this.#doc, encodeStateVector(known))
  }
}
