import { randomUUID } from 'node:crypto'
import { ProtocolError } from '../../protocol/error.ts'
import { type Store, StoreError } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { CrdtTasks } from './crdt-task.ts'
import { Document } from './document.ts'
import { Knowledge } from './knowledge.ts'

/** Above this the worker finds out what a stored log holds. */
const LARGE_LOG_BYTES = 256 * 1024

export interface OpenDocumentOptions {
  store: Store
  worker: CrdtTasks
  log: Log
}

/**
 * Reads a document from the store. One that nobody has written to gets an epoch here, and is not stored.
 * @throws ProtocolError DOCUMENT_UNKNOWN (deleted), DOCUMENT_TRASHED, STORE_UNAVAILABLE
 */
export async function openDocument(id: string, { store, worker, log }: OpenDocumentOptions): Promise<Document> {
  try {
    const stored = await store.load(id)
    const updates = (stored?.updates ?? []).map(({ bytes }) => bytes)
    if (stored?.base) updates.unshift(stored.base)
    const bytes = updates.reduce((sum, update) => sum + update.byteLength, 0)
    const knowledge = bytes > LARGE_LOG_BYTES ? new Knowledge(await worker.know(updates)) : Knowledge.of(updates)
    return new Document({ id, epoch: stored?.epoch ?? randomUUID(), knowledge, stored })
  } catch (error) {
    if (error instanceof StoreError && error.code === 'DELETED') {
      throw new ProtocolError('DOCUMENT_UNKNOWN', 'this document was deleted')
    }
    if (error instanceof StoreError && error.code === 'TRASHED') {
      throw new ProtocolError('DOCUMENT_TRASHED', 'this document is in the trash')
    }
    log.error({ document: id, err: error }, 'a document could not be opened')
    throw new ProtocolError('STORE_UNAVAILABLE', 'this document cannot be opened now')
  }
}
