import * as Y from 'yjs'
import { ProtocolError } from '../../protocol/error.ts'
import { encodeSyncStep2, encodeUpdate } from '../../protocol/message.ts'
import type { Log } from '../telemetry/log.ts'
import type { CrdtTasks } from './crdt-task.ts'
import { DiffCache } from './diff-cache.ts'
import type { Document } from './document.ts'
import { emptyUpdate, mergeUpdates } from './merge-updates.ts'
import { Semaphore } from './semaphore.ts'
import { PART_BYTES, TailParts } from './tail-parts.ts'

/** How much of what it may have had somebody is sent again. */
const MAX_OWN_BYTES = 64 * 1024
/** Differences that the worker is given at one time: it has other documents to look after. */
const MAX_DIFFERENCES = 4
/** So many who come back at once, each with a state of its own, are more than differences pay for: they get everything. */
const MAX_WAITING = 256
/** Clients that one state vector may name. */
const MAX_CLIENTS = 1_000_000

export interface SyncAnswersOptions {
  document: Document
  worker: CrdtTasks
  log: Log
}

/**
 * Answers SyncStep1. Messages are encoded once and shared by all who ask for the same. SyncStep2 always comes last,
 * so that a client that says `synced` is. What members are sent after the call is not in the answer.
 */
export class SyncAnswers {
  readonly #document: Document
  readonly #worker: CrdtTasks
  readonly #log: Log
  readonly #diffs: DiffCache
  readonly #tail: TailParts
  readonly #semaphore = new Semaphore({ permits: MAX_DIFFERENCES })
  /** SyncStep2 of bytes that are kept elsewhere, encoded once for all who get the same. */
  readonly #lastMessages = new WeakMap<Uint8Array, Uint8Array>()
  #baseMessages: { base: readonly Uint8Array[]; messages: readonly Uint8Array[] } | null = null
  #splitting: Promise<void> | null = null

  constructor({ document, worker, log }: SyncAnswersOptions) {
    this.#document = document
    this.#worker = worker
    this.#log = log
    this.#diffs = new DiffCache(document)
    this.#tail = new TailParts({ document })
  }

  /**
   * The channel messages for somebody with this state vector: at once where no worker is needed.
   * @throws ProtocolError MESSAGE_MALFORMED
   */
  to(stateVector: Uint8Array): Uint8Array[] | Promise<Uint8Array[]> {
    const clocks = readStateVector(stateVector)
    const { knowledge } = this.#document
    if (clocks.size === 0) return this.#everything()
    if (knowledge.isCoveredBy(clocks)) return [this.#last(knowledge.deletions())]
    return this.#difference(stateVector)
  }

  /**
   * The same, with what somebody may already have had: all of a small document, the newest part of a large one.
   * @throws ProtocolError MESSAGE_MALFORMED
   */
  withOwn(stateVector: Uint8Array): Uint8Array[] | Promise<Uint8Array[]> {
    const { isSmall, tailBytes } = this.#document
    if (readStateVector(stateVector).size === 0 || isSmall) return this.#everything()
    const answer = this.to(stateVector)
    if (tailBytes === 0 || tailBytes > MAX_OWN_BYTES) return answer
    const tail = encodeUpdate(this.#document.mergedTail())
    return Array.isArray(answer) ? [tail, ...answer] : answer.then((messages) => [tail, ...messages])
  }

  /**
   * The same, without what the store does not have yet.
   * @throws ProtocolError MESSAGE_MALFORMED
   */
  durable(stateVector: Uint8Array): Promise<Uint8Array[]> {
    // Not async: a question that cannot be read is thrown at whoever asks, as by the others, and is no failure of ours.
    readStateVector(stateVector)
    return this.#worker.diff(this.#document.durable, stateVector).then((update) => [encodeSyncStep2(update)])
  }

  #everything(): Uint8Array[] | Promise<Uint8Array[]> {
    const { isSmall, baseBytes, base } = this.#document
    if (isSmall) return [this.#last(this.#document.merged())]
    if (base.length === 1 && baseBytes > PART_BYTES && !this.#isSplit(base)) {
      return this.#split(base[0]!).then(() => this.#inParts())
    }
    return this.#inParts()
  }

  #last(update: Uint8Array): Uint8Array {
    let message = this.#lastMessages.get(update)
    if (!message) {
      message = encodeSyncStep2(update)
      this.#lastMessages.set(update, message)
    }
    return message
  }

  #isSplit(base: readonly Uint8Array[]): boolean {
    return this.#baseMessages?.base === base
  }

  /** Base, then tail. */
  #inParts(): Uint8Array[] {
    const { base } = this.#document
    if (!this.#baseMessages || !this.#isSplit(base)) this.#baseMessages = { base, messages: base.map(encodeUpdate) }
    const { messages, rest } = this.#tail.get()
    return [...this.#baseMessages.messages, ...messages, this.#last(rest)]
  }

  /** Has the base cut into parts, once for all who wait for it. */
  #split(base: Uint8Array): Promise<void> {
    this.#splitting ??= this.#worker
      .parts(base, PART_BYTES)
      .then(
        (parts) => {
          // Compacted meanwhile: the next one to ask has the new base cut.
          if (this.#document.base[0] !== base) return
          const messages = parts.map(encodeUpdate)
          // The parts live on inside the messages: a large document is in memory once.
          const views = messages.map((message, index) => message.subarray(-parts[index]!.byteLength))
          this.#document.splitBase(views)
          this.#baseMessages = { base: views, messages }
        },
        (error: unknown) => this.#log.warn({ document: this.#document.id, err: error }, 'a base goes out in one piece'),
      )
      .finally(() => {
        this.#splitting = null
      })
    return this.#splitting
  }

  #difference(stateVector: Uint8Array): Uint8Array[] | Promise<Uint8Array[]> {
    const { isSmall, position, updates } = this.#document
    if (isSmall) return [encodeSyncStep2(Y.diffUpdate(this.#document.merged(), stateVector))]
    const cached = this.#diffs.find(stateVector)
    const since = cached?.since ?? []
    if (!cached && this.#semaphore.waiting >= MAX_WAITING) return this.#everything()
    const make = () => this.#semaphore.run(() => this.#worker.diff(updates, stateVector))
    const diff = cached?.diff ?? this.#diffs.keep(stateVector, position, make())
    return diff.then(
      (update) => [encodeUpdate(update), encodeSyncStep2(since.length > 0 ? mergeUpdates(since) : emptyUpdate)],
      (error: unknown) => {
        this.#log.warn(
          { document: this.#document.id, err: error },
          'a whole document goes out in place of a difference',
        )
        return this.#everything()
      },
    )
  }
}

function readStateVector(stateVector: Uint8Array): Map<number, number> {
  // Two bytes a client at the least: the length bounds the map.
  if (stateVector.byteLength > 2 * MAX_CLIENTS) {
    throw new ProtocolError('MESSAGE_MALFORMED', `a state vector has ${stateVector.byteLength} bytes`)
  }
  try {
    return Y.decodeStateVector(stateVector)
  } catch {
    throw new ProtocolError('MESSAGE_MALFORMED', 'a state vector ends before its clients do')
  }
}
