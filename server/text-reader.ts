import type { Clock } from '../protocol/clock.ts'
import type { CrdtTasks } from './documents/crdt-task.ts'
import { keepDigest } from './documents/keep-digest.ts'
import type { Store } from './stores/store.ts'
import type { Log } from './telemetry/log.ts'

/** What was missed once is found by the next round. */
const INTERVAL_MS = 30 * 60 * 1000
/** Soon after the start, and not in the middle of it. */
const FIRST_AFTER_MS = 2_000
/** Between two documents: for as long as the one before took, and at least this. */
const MIN_REST_MS = 1
const MAX_REST_MS = 1_000

export interface TextReaderOptions {
  store: Pick<Store, 'load' | 'describe' | 'indexText' | 'listUnindexed'>
  worker: Pick<CrdtTasks, 'digest'>
  clock: Clock
  log: Log
}

/**
 * Reads the texts that searches do not find yet: those of a data folder that was written before there was a search, and
 * what a server that was killed had not come to. One document after the other, half of the time at most; a document that
 * cannot be read is left out until the next round. Owns a timer: call `close`.
 */
export class TextReader {
  readonly #options: TextReaderOptions
  #stopTimer: () => void = () => {}
  #wake: (() => void) | null = null
  #closed = false

  constructor(options: TextReaderOptions) {
    this.#options = options
    this.#after(FIRST_AFTER_MS)
  }

  /** Starts no more; what is under way concerns nobody. Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopTimer()
    this.#wake?.()
  }

  #after(delayMs: number): void {
    this.#stopTimer = this.#options.clock.after(delayMs, () => void this.#turn())
  }

  async #turn(): Promise<void> {
    const { store, log, clock } = this.#options
    const startedAt = clock.now()
    let read = 0
    let failed = 0
    try {
      let after = ''
      for (;;) {
        const ids = this.#closed ? [] : await store.listUnindexed({ after })
        if (ids.length === 0) break
        after = ids.at(-1)!
        for (const id of ids) {
          if (this.#closed) break
          if (await this.#read(id)) read += 1
          else failed += 1
        }
      }
    } catch (err) {
      if (!this.#closed) log.warn({ err }, 'texts could not be read for searches; it is tried again')
    }
    if (this.#closed) return
    if (read + failed > 0) {
      log.info({ documents: read, failed, ms: Math.round(clock.now() - startedAt) }, 'texts were read for searches')
    }
    this.#after(INTERVAL_MS)
  }

  async #read(id: string): Promise<boolean> {
    const { store, worker, clock, log } = this.#options
    const startedAt = clock.now()
    let isRead = false
    try {
      const stored = await store.load(id)
      if (stored) {
        const { base, baseSeq, updates } = stored
        const bytes = updates.map((update) => update.bytes)
        const seq = updates.at(-1)?.seq ?? baseSeq
        await keepDigest(stored, { store, worker, updates: base ? [base, ...bytes] : bytes, seq })
      }
      isRead = true
    } catch (err) {
      // Deleted meanwhile, damaged, or too much to do.
      if (!this.#closed) log.debug({ document: id, err }, 'a text could not be read for searches')
    }
    await this.#rest(clock.now() - startedAt)
    return isRead
  }

  async #rest(tookMs: number): Promise<void> {
    if (this.#closed) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      this.#stopTimer = this.#options.clock.after(Math.min(MAX_REST_MS, Math.max(MIN_REST_MS, tookMs)), resolve)
    })
    this.#wake = null
  }
}
