import type { Clock } from '../protocol/clock.ts'
import type { FileStore } from './files/file-store.ts'
import type { Store } from './stores/store.ts'
import type { Log } from './telemetry/log.ts'

/** How often the trash is looked through. */
const INTERVAL_MS = 60 * 60 * 1000
/** Soon after the start, and not in the middle of it. */
const FIRST_AFTER_MS = 60 * 1000

export interface TrashKeeperOptions {
  store: Store
  /** Those of documents that are no more go, too. */
  files?: Pick<FileStore, 'sweep'>
  clock: Clock
  log: Log
  /** How long a document stays in the trash, milliseconds. */
  keepMs: number
}

/** Deletes what has been in the trash for long enough, and files of what was deleted, every hour. Owns a timer: call `close`. */
export class TrashKeeper {
  readonly #options: TrashKeeperOptions
  #stopTimer: () => void
  #closed = false

  constructor(options: TrashKeeperOptions) {
    this.#options = options
    this.#stopTimer = options.clock.after(FIRST_AFTER_MS, () => void this.#turn())
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopTimer()
  }

  async #turn(): Promise<void> {
    const { store, files, clock, log, keepMs } = this.#options
    try {
      let deleted = 0
      for (let more = -1; more !== 0 && !this.#closed; deleted += more) more = await store.purge(clock.now() - keepMs)
      if (!this.#closed)
        await files?.sweep(
          async (id) => (await store.find(id)) !== null || (await store.find(id, { trash: true })) !== null,
        )
      if (deleted > 0) log.info({ documents: deleted }, 'documents were deleted from the trash')
    } catch (err) {
      if (!this.#closed) log.error({ err }, 'the trash could not be emptied; it is tried again')
    }
    if (!this.#closed) this.#stopTimer = clock.after(INTERVAL_MS, () => void this.#turn())
  }
}
