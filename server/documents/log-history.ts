import type { LogEntry } from './log-entry.ts'

/** How far in the log somebody is who is behind. It moves with them. */
export interface LogMark {
  position: number
}

/** However small the base: so much of what it has taken in is kept for those who are behind. */
const MIN_KEPT_BYTES = 4 * 1024 * 1024

/**
 * Entries that a base has taken the place of, kept while somebody who is behind lacks them: else everybody who is slow
 * would be sent the whole base after each compaction, and never get to its end. Holds no more than the base does, or
 * 4 MiB; then the oldest are gone, and who lacks those begins anew.
 */
export class LogHistory {
  readonly #marks = new Set<LogMark>()
  #entries: LogEntry[] = []
  #bytes = 0
  #from = 0

  /** Entries up to this position are not to be had any more. */
  get from(): number {
    return this.#from
  }

  /** Oldest first, without a hole; those of the tail follow. */
  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  get bytes(): number {
    return this.#bytes
  }

  /** True when nobody is behind. */
  get isUnused(): boolean {
    return this.#marks.size === 0
  }

  /** Somebody falls behind: entries after this position are kept for them, as far as there is room. */
  mark(position: number): LogMark {
    const mark = { position }
    this.#marks.add(mark)
    return mark
  }

  /** They are not behind any more, or gone. Idempotent. */
  release(mark: LogMark): void {
    this.#marks.delete(mark)
    if (this.isUnused) this.#forget(this.#entries.length)
  }

  /** A base of so many bytes has just taken the place of these entries. */
  keep(entries: readonly LogEntry[], baseBytes: number): void {
    for (const entry of entries) {
      this.#entries.push(entry)
      this.#bytes += entry.bytes.byteLength
    }
    const maxBytes = Math.max(MIN_KEPT_BYTES, baseBytes)
    const neededFrom = Math.min(...[...this.#marks].map(({ position }) => position))
    let bytes = this.#bytes
    let count = 0
    for (const entry of this.#entries) {
      if (entry.position > neededFrom && bytes <= maxBytes) break
      bytes -= entry.bytes.byteLength
      count += 1
    }
    this.#forget(count)
  }

  #forget(count: number): void {
    const forgotten = this.#entries.splice(0, count)
    for (const { bytes } of forgotten) this.#bytes -= bytes.byteLength
    this.#from = forgotten.at(-1)?.position ?? this.#from
  }
}
