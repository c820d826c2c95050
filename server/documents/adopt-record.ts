import type { Store } from '../stores/store.ts'
import type { Document } from './document.ts'

/**
 * A record may be made, by POST /api/documents, after a room was opened for a document that was not there yet. Where nothing
 * is written to it there is no other history: the document takes over its epoch. False when there is one (D7).
 * @throws StoreError
 */
export async function adoptRecord(document: Document, store: Store): Promise<boolean> {
  if (document.exists) return false
  const stored = await store.load(document.id)
  if (!stored || stored.base !== null || stored.updates.length > 0) return false
  document.epoch = stored.epoch
  document.exists = true
  return true
}
