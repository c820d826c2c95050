import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { WriteRequest } from './sqlite-message.ts'
import { StoreError } from './store.ts'

/** SQLite's extended result codes for a key that is taken. */
const taken = new Set([1555, 2067])

/** The writes of the LinkStore contract in SQL, inside a transaction that the caller begins and ends. */
export class SqliteLinkWriter {
  readonly #end: StatementSync
  readonly #count: StatementSync
  readonly #insert: StatementSync
  readonly #delete: StatementSync
  readonly #deleteAll: StatementSync

  constructor(database: DatabaseSync) {
    this.#end = database.prepare('SELECT deleted_at AS deletedAt, trashed_at AS trashedAt FROM docs WHERE id = ?')
    this.#count = database.prepare('SELECT count(*) AS count FROM links WHERE doc_id = ?')
    this.#insert = database.prepare(
      'INSERT INTO links (hash, id, doc_id, role, label, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#delete = database.prepare('DELETE FROM links WHERE doc_id = ? AND id = ?')
    this.#deleteAll = database.prepare('DELETE FROM links WHERE doc_id = ?')
  }

  /** @throws StoreError TRASHED, DELETED, EXISTS; what SQLite throws */
  create({ link, hash, limit }: Extract<WriteRequest, { kind: 'create-link' }>): boolean {
    const { id, documentId, role, label, createdAt, expiresAt } = link
    const end = this.#end.get(documentId) as { deletedAt: number | null; trashedAt: number | null } | undefined
    if (end && end.deletedAt !== null) throw new StoreError('DELETED', `document ${documentId} was deleted`)
    if (end && end.trashedAt !== null) throw new StoreError('TRASHED', `document ${documentId} is in the trash`)
    const { count } = this.#count.get(documentId) as { count: number }
    if (count >= limit) return false
    try {
      this.#insert.run(hash, id, documentId, role, label, createdAt, expiresAt)
    } catch (cause) {
      if (!taken.has((cause as { errcode?: number }).errcode ?? 0)) throw cause
      throw new StoreError('EXISTS', `there is a link ${id} already`, { cause })
    }
    return true
  }

  delete({ documentId, id }: Extract<WriteRequest, { kind: 'delete-link' }>): boolean {
    return Number(this.#delete.run(documentId, id).changes) > 0
  }

  /** The document goes, and all that led to it. */
  deleteAll(documentId: string): void {
    this.#deleteAll.run(documentId)
  }
}
