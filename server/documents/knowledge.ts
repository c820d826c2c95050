import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { type Outline, outlineOf, type Run } from './outline.ts'
import { RangeSet } from './range-set.ts'

/**
 * - `known`: every struct and every deletion of the update is known already.
 * - `new`: something is not, and it follows what is known without a hole.
 * - `gap`: a run of structs starts past the known clock of its client.
 */
export type Verdict = 'known' | 'new' | 'gap'

/** Knowledge as plain data, for a message between threads. */
export interface KnowledgeRecord {
  clocks: Map<number, number>
  /** Per client: from, to, from, to … */
  deletes: Map<number, number[]>
}

/**
 * Which structs and which deletions a document has: per client a clock below which nothing is missing, and the deleted
 * ranges, since a state vector does not tell of deletions. Never counts what lies behind a hole (D2).
 */
export class Knowledge {
  readonly #clocks: Map<number, number>
  readonly #deletes = new Map<number, RangeSet>()
  #stateVector: Uint8Array | null = null
  #deletions: Uint8Array | null = null

  /** Takes the record over. */
  constructor({ clocks, deletes }: KnowledgeRecord = { clocks: new Map(), deletes: new Map() }) {
    this.#clocks = clocks
    for (const [client, bounds] of deletes) this.#deletes.set(client, new RangeSet(bounds))
  }

  /**
   * What a set of updates holds together, in whatever order they stand.
   * @throws ProtocolError UPDATE_MALFORMED
   */
  static of(updates: readonly Uint8Array[]): Knowledge {
    const knowledge = new Knowledge()
    let behindHoles = updates.map((update) => outlineOf(update)).filter((outline) => !knowledge.add(outline))
    for (let before = Number.POSITIVE_INFINITY; behindHoles.length < before; ) {
      before = behindHoles.length
      behindHoles = behindHoles.filter((outline) => !knowledge.add(outline))
    }
    return knowledge
  }

  /** The first clock of the client that is not known. */
  clock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  classify({ runs, deletes }: Outline): Verdict {
    let verdict: Verdict = 'known'
    let client = -1
    let clock = 0
    for (const run of runs) {
      if (run.client !== client) {
        client = run.client
        clock = this.clock(client)
      }
      if (run.from > clock) return 'gap'
      if (run.to > clock) {
        clock = run.to
        verdict = 'new'
      }
    }
    if (verdict === 'known' && !deletes.every((run) => this.#knowsDeletion(run))) verdict = 'new'
    return verdict
  }

  /** True when some of the update's structs are known already. */
  overlaps({ runs }: Outline): boolean {
    return runs.some(({ client, from }) => from < this.clock(client))
  }

  /** Takes in what an update holds, but no struct behind a hole: false when there was one. */
  add({ runs, deletes }: Outline): boolean {
    let whole = true
    for (const { client, from, to } of runs) {
      const clock = this.clock(client)
      if (from > clock) {
        whole = false
      } else if (to > clock) {
        this.#clocks.set(client, to)
        this.#stateVector = null
      }
    }
    for (const { client, from, to } of deletes) {
      let ranges = this.#deletes.get(client)
      if (!ranges) {
        ranges = new RangeSet()
        this.#deletes.set(client, ranges)
      }
      ranges.add(from, to)
      this.#deletions = null
    }
    return whole
  }

  /** True when every struct that the update's structs refer to is known. */
  meets({ needs }: Outline): boolean {
    for (const [client, clock] of needs) if (this.clock(client) < clock) return false
    return true
  }

  /** True when this has all that the other has. */
  covers(other: Knowledge): boolean {
    if (!this.hasStructsOf(other)) return false
    for (const [client, { bounds }] of other.#deletes) {
      for (let index = 0; index < bounds.length; index += 2) {
        if (!this.#knowsDeletion({ client, from: bounds[index]!, to: bounds[index + 1]! })) return false
      }
    }
    return true
  }

  /** True when this has all structs that the other has; it says nothing of deletions. */
  hasStructsOf(other: Knowledge): boolean {
    return other.isCoveredBy(this.#clocks)
  }

  /** True when somebody with this state vector has every struct that is known here; it says nothing of deletions. */
  isCoveredBy(stateVector: ReadonlyMap<number, number>): boolean {
    for (const [client, clock] of this.#clocks) if ((stateVector.get(client) ?? 0) < clock) return false
    return true
  }

  /** The state vector, encoded. Shared bytes: nobody may change them. */
  stateVector(): Uint8Array {
    this.#stateVector ??= Y.encodeStateVector(this.#clocks)
    return this.#stateVector
  }

  /** An update that holds every known deletion and no struct. Shared bytes: nobody may change them. */
  deletions(): Uint8Array {
    this.#deletions ??= this.#encodeDeletions()
    return this.#deletions
  }

  /** A copy as plain data. */
  record(): KnowledgeRecord {
    const deletes = new Map<number, number[]>()
    for (const [client, { bounds }] of this.#deletes) deletes.set(client, [...bounds])
    return { clocks: new Map(this.#clocks), deletes }
  }

  #knowsDeletion({ client, from, to }: Run): boolean {
    return this.#deletes.get(client)?.covers(from, to) ?? false
  }

  #encodeDeletions(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, this.#deletes.size)
    // Higher clients first, as Yjs writes them.
    for (const [client, { bounds }] of [...this.#deletes].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, bounds.length / 2)
      for (let index = 0; index < bounds.length; index += 2) {
        encoding.writeVarUint(encoder, bounds[index]!)
        encoding.writeVarUint(encoder, bounds[index + 1]! - bounds[index]!)
      }
    }
    return encoding.toUint8Array(encoder)
  }
}
