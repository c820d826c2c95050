import { createHash } from 'node:crypto'
import type { Document } from './document.ts'

const MAX_DIFFS = 16

interface CachedDiff {
  position: number
  diff: Promise<Uint8Array>
}

/**
 * Differences of a document, by the state vector they were made for: after a restart everybody comes back with the same
 * few. An older one stays good for as long as what came after it can be told apart, and is then sent behind it.
 */
export class DiffCache {
  readonly #document: Document
  readonly #diffs = new Map<string, CachedDiff>()

  constructor(document: Document) {
    this.#document = document
  }

  /** A difference, under way or done, and the updates since; null when there is none of use. */
  find(stateVector: Uint8Array): { diff: Promise<Uint8Array>; since: Uint8Array[] } | null {
    const key = keyOf(stateVector)
    const cached = this.#diffs.get(key)
    const since = cached && this.#document.since(cached.position)
    if (since) return { diff: cached.diff, since }
    this.#diffs.delete(key)
    return null
  }

  /** Keeps the difference at a position, and forgets the oldest, and those that fail. */
  keep(stateVector: Uint8Array, position: number, diff: Promise<Uint8Array>): Promise<Uint8Array> {
    const key = keyOf(stateVector)
    this.#diffs.set(key, { position, diff })
    const [oldest] = this.#diffs.keys()
    if (this.#diffs.size > MAX_DIFFS && oldest !== undefined) this.#diffs.delete(oldest)
    // The one who asked hears of the failure.
    diff.catch(() => {
      if (this.#diffs.get(key)?.diff === diff) this.#diffs.delete(key)
    })
    return diff
  }
}

/** As long for a state vector of a hundred thousand clients as for one. */
function keyOf(stateVector: Uint8Array): string {
  return createHash('sha256').update(stateVector).digest('base64')
}
