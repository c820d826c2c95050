import { Worker } from 'node:worker_threads'
import type { Clock } from '../../protocol/clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Compaction, CrdtTaskName, CrdtTasks, Digest, Reading } from './crdt-task.ts'
import type { KnowledgeRecord } from './knowledge.ts'

/** Texts are read for lists and searches when nobody waits for something else. */
const MAX_WAITING_BEFORE_DIGESTS = 64

/** main → thread */
export interface CrdtRequest {
  id: number
  name: CrdtTaskName
  parameters: unknown[]
}

/** thread → main */
export type CrdtResponse = { id: number; ok: true; result: unknown } | { id: number; ok: false; error: string }

export interface CrdtWorkerOptions {
  clock: Clock
  log: Log
  /** The thread's script. A test gives one that dies. */
  script?: URL
  /** Longest that one task may run before the thread is taken for hung. Default 60 s. */
  taskTimeoutMs?: number
  /** Tasks that may wait. Default 1,024. */
  maxTasks?: number
  /** JavaScript heap of the thread. Default 2,048. */
  maxHeapMegabytes?: number
}

interface Task {
  request: CrdtRequest
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/**
 * Runs CrdtTasks in one worker thread, one after another. The thread starts with the first task and does not keep the
 * process alive. When it dies or hangs, the task it was at is rejected, and a new thread goes on with the next one.
 */
export class CrdtWorker implements CrdtTasks {
  readonly #clock: Clock
  readonly #log: Log
  readonly #script: URL
  readonly #taskTimeoutMs: number
  readonly #maxTasks: number
  readonly #maxHeapMegabytes: number
  #thread: Worker | null = null
  #stopTimeout: (() => void) | null = null
  #running: Task | null = null
  readonly #waiting: Task[] = []
  #lastId = 0
  #closed = false

  constructor({
    clock,
    log,
    // Beside this file, under the ending that this file has: an installable package is JavaScript.
    script = new URL(`./crdt-worker-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
    taskTimeoutMs = 60_000,
    maxTasks = 1024,
    maxHeapMegabytes = 2048,
  }: CrdtWorkerOptions) {
    this.#clock = clock
    this.#log = log
    this.#script = script
    this.#taskTimeoutMs = taskTimeoutMs
    this.#maxTasks = maxTasks
    this.#maxHeapMegabytes = maxHeapMegabytes
  }

  compact(updates: readonly Uint8Array[]): Promise<Compaction> {
    return this.#run('compact', updates) as Promise<Compaction>
  }

  diff(updates: readonly Uint8Array[], stateVector: Uint8Array): Promise<Uint8Array> {
    return this.#run('diff', updates, stateVector) as Promise<Uint8Array>
  }

  read(updates: readonly Uint8Array[]): Promise<Reading> {
    return this.#run('read', updates) as Promise<Reading>
  }

  /** Gives way: rejected at once while much is waiting. */
  digest(updates: readonly Uint8Array[]): Promise<Digest> {
    if (this.#waiting.length >= MAX_WAITING_BEFORE_DIGESTS) {
      return Promise.reject(new Error('the CRDT worker has more important things to do'))
    }
    return this.#run('digest', updates) as Promise<Digest>
  }

  edit(updates: readonly Uint8Array[], text: string): Promise<Uint8Array | null> {
    return this.#run('edit', updates, text) as Promise<Uint8Array | null>
  }

  setMode(updates: readonly Uint8Array[], mode: string): Promise<Uint8Array | null> {
    return this.#run('setMode', updates, mode) as Promise<Uint8Array | null>
  }

  know(updates: readonly Uint8Array[]): Promise<KnowledgeRecord> {
    return this.#run('know', updates) as Promise<KnowledgeRecord>
  }

  parts(update: Uint8Array, partBytes: number): Promise<Uint8Array[]> {
    return this.#run('parts', update, partBytes) as Promise<Uint8Array[]>
  }

  /** Stops the thread; whatever is under way is rejected. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    const thread = this.#thread
    this.#lose(new Error('the CRDT worker is closed'))
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the CRDT worker is closed'))
    await thread?.terminate()
  }

  #run(name: CrdtTaskName, ...parameters: unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('the CRDT worker is closed'))
    if (this.#waiting.length >= this.#maxTasks) {
      return Promise.reject(new Error(`${this.#maxTasks} tasks are waiting for the CRDT worker already`))
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#lastId += 1
    this.#waiting.push({ request: { id: this.#lastId, name, parameters }, resolve, reject })
    this.#next()
    return promise
  }

  /** Hands out one task at a time, so that a thread that dies takes no other one with it. */
  #next(): void {
    if (this.#running) return
    const task = this.#waiting.shift()
    if (!task) {
      this.#thread?.unref()
      return
    }
    this.#running = task
    this.#thread ??= this.#start()
    this.#thread.ref()
    this.#thread.postMessage(task.request)
    this.#stopTimeout = this.#clock.after(this.#taskTimeoutMs, () => {
      this.#fail(new Error(`the CRDT worker took more than ${this.#taskTimeoutMs} ms to ${task.request.name}`))
    })
  }

  #start(): Worker {
    const thread = new Worker(this.#script, {
      name: 'encke-crdt',
      resourceLimits: { maxOldGenerationSizeMb: this.#maxHeapMegabytes },
    })
    const isCurrent = () => this.#thread === thread
    thread.on('message', (response: CrdtResponse) => {
      if (isCurrent()) this.#settle(response)
    })
    thread.on('error', (cause) => {
      if (isCurrent()) this.#fail(new Error('the CRDT worker died', { cause }))
    })
    thread.on('exit', (code) => {
      if (isCurrent()) this.#fail(new Error(`the CRDT worker left with code ${code}`))
    })
    return thread
  }

  #settle(response: CrdtResponse): void {
    const task = this.#running
    if (task?.request.id !== response.id) return
    this.#stopTimeout?.()
    this.#running = null
    if (response.ok) task.resolve(response.result)
    else task.reject(new Error(`the CRDT worker could not ${task.request.name}: ${response.error}`))
    this.#next()
  }

  #fail(error: Error): void {
    this.#log.error({ err: error, task: this.#running?.request.name }, 'the CRDT worker is started anew')
    // Its exit is expected, and reported above.
    this.#thread?.terminate().catch(() => {})
    this.#lose(error)
    this.#next()
  }

  #lose(error: Error): void {
    this.#stopTimeout?.()
    this.#thread = null
    this.#running?.reject(error)
    this.#running = null
  }
}
