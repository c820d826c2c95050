import { type Clock, systemClock } from '../../protocol/clock.ts'
import { StoreError } from './store.ts'

/** Defaults are those of SqliteStore. */
export interface WriteQueueOptions<Request, Result> {
  /** Commits a batch in one transaction: a promise of one result per write, or an error for all of them. */
  commit: (writes: Write<Request>[]) => Promise<Result[]>
  /** The machine's own by default. */
  clock?: Clock
  /** Milliseconds from the beginning of one commit to that of the next, at least. */
  commitIntervalMs?: number
  /** Writes in one batch. */
  maxBatchWrites?: number
  /** Bytes in one batch; a single larger write goes alone. */
  maxBatchBytes?: number
  /** Writes that may wait, those being committed included. */
  maxQueuedWrites?: number
  /** Bytes that may wait, those being committed included. */
  maxQueuedBytes?: number
}

/** A request and the bytes that go with it. */
export interface Write<Request> {
  request: Request
  bytes: Uint8Array
}

/** Counted since the queue was made. */
export interface WriteStats {
  /** Transactions committed. */
  commits: number
  /** Writes in them. */
  writes: number
  /** Transactions that failed as a whole. */
  failedCommits: number
  /** Writes that wait now, those being committed included. */
  queuedWrites: number
}

interface Queued<Request, Result> extends Write<Request> {
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Group commit: whatever is queued when a commit begins goes into it, so that all of it costs one fsync.
 * An idle queue commits at the end of the present turn of the event loop. While one commit is under way, and until
 * `commitIntervalMs` after it began, the next batch grows. Order is kept.
 */
export class WriteQueue<Request, Result> {
  readonly #commit: (writes: Write<Request>[]) => Promise<Result[]>
  readonly #clock: Clock
  readonly #commitIntervalMs: number
  readonly #maxBatchWrites: number
  readonly #maxBatchBytes: number
  readonly #maxQueuedWrites: number
  readonly #maxQueuedBytes: number
  readonly #queue: Queued<Request, Result>[] = []
  #pump: Promise<void> | null = null
  #lastCommitAt = Number.NEGATIVE_INFINITY
  #queuedWrites = 0
  #queuedBytes = 0
  #commits = 0
  #writes = 0
  #failedCommits = 0

  constructor({
    commit,
    clock = systemClock,
    commitIntervalMs = 0,
    maxBatchWrites = 512,
    maxBatchBytes = 1024 * 1024,
    maxQueuedWrites = 100_000,
    maxQueuedBytes = 256 * 1024 * 1024,
  }: WriteQueueOptions<Request, Result>) {
    this.#commit = commit
    this.#clock = clock
    this.#commitIntervalMs = commitIntervalMs
    this.#maxBatchWrites = maxBatchWrites
    this.#maxBatchBytes = maxBatchBytes
    this.#maxQueuedWrites = maxQueuedWrites
    this.#maxQueuedBytes = maxQueuedBytes
  }

  get stats(): WriteStats {
    return {
      commits: this.#commits,
      writes: this.#writes,
      failedCommits: this.#failedCommits,
      queuedWrites: this.#queuedWrites,
    }
  }

  /** Resolves when the write is committed. @throws what the commit throws; StoreError UNAVAILABLE when full */
  async add(request: Request, bytes: Uint8Array): Promise<Result> {
    // One write of any size is always taken, or a large one could never be stored.
    const full = this.#queuedBytes + bytes.length > this.#maxQueuedBytes && this.#queuedWrites > 0
    if (full || this.#queuedWrites >= this.#maxQueuedWrites) {
      throw new StoreError(
        'UNAVAILABLE',
        `the disk does not keep up: ${this.#queuedWrites} writes (${this.#queuedBytes} bytes) wait already`,
      )
    }
    this.#queuedWrites += 1
    this.#queuedBytes += bytes.length
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, bytes, resolve, reject })
      this.#pump ??= this.#run()
    })
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.#pump) await this.#pump
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#gather()
      const { batch, bytes } = this.#take()
      try {
        const results = await this.#commit(batch)
        this.#commits += 1
        this.#writes += batch.length
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!)
      } catch (error) {
        this.#failedCommits += 1
        for (const { reject } of batch) reject(error)
      }
      this.#queuedWrites -= batch.length
      this.#queuedBytes -= bytes
    }
    this.#pump = null
  }

  /** Lets in what belongs to the next batch. */
  async #gather(): Promise<void> {
    const elapsedMs = this.#clock.now() - this.#lastCommitAt
    // A clock that was set back must not hold writes: below 0 there is no wait either.
    if (elapsedMs >= 0 && elapsedMs < this.#commitIntervalMs) {
      await new Promise<void>((resolve) => this.#clock.after(this.#commitIntervalMs - elapsedMs, resolve))
    }
    // Rooms flush in one turn of the event loop, each in a callback of its own, and go on when a commit is done:
    // this lets all of them in.
    await new Promise((resolve) => setImmediate(resolve))
    this.#lastCommitAt = this.#clock.now()
  }

  #take(): { batch: Queued<Request, Result>[]; bytes: number } {
    let count = 0
    let bytes = 0
    for (const write of this.#queue) {
      if (count === this.#maxBatchWrites) break
      if (count > 0 && bytes + write.bytes.length > this.#maxBatchBytes) break
      count += 1
      bytes += write.bytes.length
    }
    return { batch: this.#queue.splice(0, count), bytes }
  }
}
