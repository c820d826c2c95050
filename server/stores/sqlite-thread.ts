import type { Worker } from 'node:worker_threads'
import { toError } from './sqlite-message.ts'
import type { FromThread, ToThread } from './sqlite-port.ts'
import { StoreError } from './store.ts'

/** What a SqliteThread is made of. */
export interface SqliteThreadOptions {
  /** Starts the thread, whose body calls `serve`. */
  start: () => Worker
  /** Calls that may wait for an answer at once. */
  maxCalls: number
}

interface Call<Result> {
  resolve: (result: Result) => void
  reject: (error: Error) => void
}

/**
 * The main side of a thread that answers calls in order.
 * A thread that dies rejects the calls it had not answered (UNAVAILABLE) and is started anew by the next call, not
 * at once: one that cannot live (the disk is gone) would otherwise be started in a loop.
 */
export class SqliteThread<Request, Result> {
  readonly #start: () => Worker
  readonly #maxCalls: number
  readonly #calls = new Map<number, Call<Result>>()
  #worker: Worker | null = null
  #exited: Promise<void> = Promise.resolve()
  #lastCall = 0
  #starts = 0
  #closed = false

  constructor({ start, maxCalls }: SqliteThreadOptions) {
    this.#start = start
    this.#maxCalls = maxCalls
  }

  /** How often the thread was started. */
  get starts(): number {
    return this.#starts
  }

  /** Starts the thread before its first call would. */
  warm(): void {
    if (!this.#closed) this.#running()
  }

  /**
   * Sends a request, moving the buffers of `transfer`, and resolves with the answer.
   * @throws StoreError, RangeError as the thread says; StoreError UNAVAILABLE when it dies, is closed or too busy
   */
  async call(request: Request, transfer: ArrayBuffer[] = []): Promise<Result> {
    if (this.#closed) throw new StoreError('UNAVAILABLE', 'the store is closed')
    if (this.#calls.size >= this.#maxCalls) {
      throw new StoreError('UNAVAILABLE', `${this.#calls.size} calls wait for the store already`)
    }
    const worker = this.#running()
    this.#lastCall += 1
    const call = this.#lastCall
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject })
      worker.postMessage({ call, request } satisfies ToThread<Request>, transfer)
    })
  }

  /** Waits for the answers under way and the end of the thread. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    this.#worker?.postMessage({ close: true } satisfies ToThread<Request>)
    this.#worker = null
    await this.#exited
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const worker = this.#start()
    const exited = Promise.withResolvers<void>()
    let reason: Error | null = null
    worker.on('message', (message: FromThread<Result>) => {
      if ('failure' in message) reason = toError(message.failure)
      else this.#settle(message)
    })
    worker.on('error', (cause) => {
      reason = new StoreError('UNAVAILABLE', 'the thread of the store died', { cause })
    })
    // Node hands over every message of the thread before this event, and its connection is closed by then.
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
      this.#abandon(reason ?? new StoreError('UNAVAILABLE', 'the thread of the store stopped'))
      exited.resolve()
    })
    this.#worker = worker
    this.#exited = exited.promise
    this.#starts += 1
    return worker
  }

  #settle(message: Extract<FromThread<Result>, { call: number }>): void {
    const call = this.#calls.get(message.call)
    this.#calls.delete(message.call)
    if ('value' in message.outcome) call?.resolve(message.outcome.value)
    else call?.reject(toError(message.outcome.failure))
  }

  #abandon(reason: Error): void {
    const calls = [...this.#calls.values()]
    this.#calls.clear()
    for (const call of calls) call.reject(reason)
  }
}
