import { createHash } from 'node:crypto'
import type { Clock } from '../../protocol/clock.ts'
import type { Reading } from './crdt-task.ts'
import type { Documents } from './membership.ts'
import { type TextVersion, TextWatch } from './text-watch.ts'

export interface TextFeedOptions {
  documents: Documents
  /** The text now, of an open document or a stored one; null for one that there is not. @throws ProtocolError */
  read: (documentId: string) => Promise<Reading | null>
  clock: Clock
  /** Readers that may wait at once. Default 10,000. */
  maxReaders?: number
}

/** How long it goes on watching a document that nobody reads any more: the next request of a reader is on its way. */
const LINGER_MS = 5_000

/**
 * The newest text of documents for readers without Yjs: each is answered when the text is another one than theirs.
 * However many read, the text of a document is made once for each change, and not more often than a reader can follow.
 */
export class TextFeed {
  readonly #documents: Documents
  readonly #read: (documentId: string) => Promise<Reading | null>
  readonly #clock: Clock
  readonly #maxReaders: number
  readonly #watches = new Map<string, TextWatch>()
  #readers = 0

  constructor({ documents, read, clock, maxReaders = 10_000 }: TextFeedOptions) {
    this.#documents = documents
    this.#read = read
    this.#clock = clock
    this.#maxReaders = maxReaders
  }

  /** True when no further reader can wait. */
  get full(): boolean {
    return this.#readers >= this.#maxReaders
  }

  /** The text now; null for a document that there is not. @throws ProtocolError, StoreError */
  async now(documentId: string): Promise<TextVersion | null> {
    const watch = this.#watches.get(documentId)
    if (watch) return await watch.newest()
    return await this.#version(documentId)
  }

  /**
   * The text as soon as it is another one than `after`; what it is by then after `waitMs`, when `signal` is aborted,
   * or when the document is closed. @throws ProtocolError, StoreError
   */
  async after(
    documentId: string,
    { after, waitMs, signal }: { after: string; waitMs: number; signal: AbortSignal },
  ): Promise<TextVersion | null> {
    if (this.full) return await this.now(documentId)
    this.#readers += 1
    const watch = this.#watch(documentId)
    watch.hold()
    try {
      return await watch.after(after, { waitMs, signal })
    } finally {
      this.#readers -= 1
      watch.release()
    }
  }

  async #version(documentId: string): Promise<TextVersion | null> {
    const reading = await this.#read(documentId)
    return reading && versionOf(reading)
  }

  #watch(documentId: string): TextWatch {
    const known = this.#watches.get(documentId)
    if (known) return known
    const watch = new TextWatch({
      documents: this.#documents,
      documentId,
      read: () => this.#version(documentId),
      clock: this.#clock,
      lingerMs: LINGER_MS,
      ended: () => {
        if (this.#watches.get(documentId) === watch) this.#watches.delete(documentId)
      },
    })
    this.#watches.set(documentId, watch)
    return watch
  }
}

function versionOf(reading: Reading): TextVersion {
  // A mode has no line break in it.
  const hash = createHash('sha256').update(reading.mode).update('\n').update(reading.text)
  return { version: hash.digest('base64url').slice(0, 22), ...reading }
}
