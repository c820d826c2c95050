/** The part of `navigator.locks` that is used. */
export type Locks = Pick<LockManager, 'request' | 'query'>

const PREFIX = 'encke:writer:'

/**
 * By which tabs know of each other's rows whether somebody still sends them. Where a page gets no locks (plain HTTP, a
 * sandbox) everybody counts as gone: edits are then sent by two tabs, and are the same edits.
 */
export class WriterLock {
  /** Names this opening of a document among all tabs. */
  readonly writer: string
  readonly #locks: Locks | null
  readonly #closing = new AbortController()
  readonly #watched = new Set<string>()
  #release: (() => void) | null = null

  constructor({ writer, locks }: { writer: string; locks: Locks | null }) {
    this.writer = writer
    this.#locks = locks
  }

  /** This tab sends its rows. */
  hold(): void {
    if (this.#release || !this.#locks) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#release = resolve
    this.#locks.request(`${PREFIX}${this.writer}`, () => promise).catch(refused)
  }

  /** Whoever looks may take its rows. Idempotent. */
  release(): void {
    this.#release?.()
    this.#release = null
  }

  /** Which of these are in a tab now; `gone` is called once for each that goes later. */
  async findAlive(writers: readonly string[], gone: () => void): Promise<ReadonlySet<string>> {
    if (!this.#locks || writers.length === 0) return new Set()
    try {
      const held = await findHeldWriters(this.#locks)
      const alive = writers.filter((writer) => held.has(writer))
      for (const writer of alive) this.#watch(writer, gone)
      return new Set(alive)
    } catch (error) {
      refused(error)
      return new Set()
    }
  }

  /** Watches nobody any more and holds nothing. Idempotent. */
  close(): void {
    this.release()
    this.#closing.abort()
  }

  #watch(writer: string, gone: () => void): void {
    if (this.#watched.has(writer)) return
    this.#watched.add(writer)
    const { signal } = this.#closing
    const seen = (): void => {
      this.#watched.delete(writer)
      gone()
    }
    this.#locks?.request(`${PREFIX}${writer}`, { signal }, seen).catch(refused)
  }
}

/** All writers whose tab is there. None without locks. */
export async function findHeldWriters(locks: Locks | null): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {}
  const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []))
  return new Set(names)
}

/** No locks here after all, or not any more: rows are then sent twice, which changes nothing. */
function refused(_error: unknown): void {}
