import type { DatabaseSync } from 'node:sqlite'
import type { LinkRecord } from './link-store.ts'

const columns =
  'links.id, doc_id AS documentId, role, label, links.created_at AS createdAt, expires_at AS expiresAt FROM links'

/** The reads of the LinkStore contract in SQL. */
export function linkReader(database: DatabaseSync): {
  find(hash: Uint8Array): LinkRecord | null
  list(documentId: string): LinkRecord[]
} {
  const find = database.prepare(`SELECT ${columns} WHERE hash = ?`)
  const list = database.prepare(`SELECT ${columns} WHERE doc_id = ? ORDER BY created_at DESC, id`)
  return {
    find: (hash) => (find.get(hash) as LinkRecord | undefined) ?? null,
    list: (documentId) => list.all(documentId) as unknown as LinkRecord[],
  }
}
