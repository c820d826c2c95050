import type { Store } from '../stores/store.ts'
import type { CrdtTasks } from './crdt-task.ts'

/** What is known of a document: the heading and the mode are those that the store has. */
interface DigestedDocument {
  readonly id: string
  readonly epoch: string
  heading: string
  mode: string
}

export interface KeepDigestOptions {
  store: Pick<Store, 'describe' | 'indexText'>
  worker: Pick<CrdtTasks, 'digest'>
  /** The log that is read, and the seq of its last update. */
  updates: readonly Uint8Array[]
  seq: number
}

/**
 * Reads a document, and has the store keep what lists and searches know of it. Heading and mode are written, here and in
 * `document`, only where they are others. @throws StoreError, and what the worker says of a log that cannot be read
 */
export async function keepDigest(document: DigestedDocument, options: KeepDigestOptions): Promise<void> {
  const { store, worker, updates, seq } = options
  const { id, epoch } = document
  const { heading, mode, text } = await worker.digest(updates)
  if (heading !== document.heading || mode !== document.mode) {
    if (await store.describe(id, { heading, mode })) Object.assign(document, { heading, mode })
  }
  await store.indexText(id, { epoch, seq, text })
}
