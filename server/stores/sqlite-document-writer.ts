import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DocumentRecord } from './document-record.ts'
import { SqliteLinkWriter } from './sqlite-link-writer.ts'
import type { WriteRequest, WriteResults } from './sqlite-message.ts'
import { recordColumns } from './sqlite-schema.ts'
import { StoreError } from './store.ts'

type Request<Kind extends WriteRequest['kind']> = Extract<WriteRequest, { kind: Kind }>

interface DocumentRow {
  key: number
  epoch: string
  headSeq: number
  baseSeq: number
  trashedAt: number | null
  deletedAt: number | null
}

/** Documents that one purge deletes: a transaction holds up everybody's edits. */
const maxPurged = 100

const listed = 'deleted_at IS NULL AND trashed_at IS NULL'

/**
 * Each write of the Store contract in SQL, inside a transaction that the caller begins and ends.
 * A write that throws a StoreError or a RangeError has changed nothing; after any other error the transaction is lost.
 */
export class SqliteDocumentWriter {
  readonly #find: StatementSync
  readonly #record: StatementSync
  readonly #insert: StatementSync
  readonly #advance: StatementSync
  readonly #insertUpdate: StatementSync
  readonly #rename: StatementSync
  readonly #describe: StatementSync
  readonly #trash: StatementSync
  readonly #restore: StatementSync
  readonly #findOld: StatementSync
  readonly #bury: StatementSync
  readonly #setBaseSeq: StatementSync
  readonly #insertBase: StatementSync
  readonly #deleteBase: StatementSync
  readonly #deleteUpdates: StatementSync
  readonly #links: SqliteLinkWriter

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      `SELECT key, epoch, head_seq AS headSeq, base_seq AS baseSeq, trashed_at AS trashedAt, deleted_at AS deletedAt
       FROM docs WHERE id = ?`,
    )
    this.#record = database.prepare(`SELECT ${recordColumns} FROM docs WHERE id = ?`)
    this.#insert = database.prepare(
      'INSERT INTO docs (id, epoch, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    )
    this.#advance = database.prepare('UPDATE docs SET head_seq = ?, updated_at = max(updated_at, ?) WHERE key = ?')
    this.#insertUpdate = database.prepare('INSERT INTO updates (doc, seq, at, bytes) VALUES (?, ?, ?, ?)')
    this.#rename = database.prepare(
      `UPDATE docs SET title = ?, updated_at = max(updated_at, ?) WHERE id = ? AND ${listed}`,
    )
    this.#describe = database.prepare(`UPDATE docs SET heading = ?, mode = ? WHERE id = ? AND ${listed}`)
    this.#trash = database.prepare(`UPDATE docs SET trashed_at = ? WHERE id = ? AND ${listed}`)
    this.#restore = database.prepare('UPDATE docs SET trashed_at = NULL WHERE id = ? AND trashed_at IS NOT NULL')
    this.#findOld = database.prepare(`SELECT id FROM docs WHERE trashed_at <= ? ORDER BY trashed_at LIMIT ${maxPurged}`)
    this.#bury = database.prepare(
      "UPDATE docs SET deleted_at = ?, trashed_at = NULL, title = '', heading = '', mode = '', base_seq = 0 WHERE key = ?",
    )
    this.#setBaseSeq = database.prepare('UPDATE docs SET base_seq = ? WHERE key = ?')
    this.#insertBase = database.prepare('INSERT OR REPLACE INTO bases (doc, seq, bytes, sha256) VALUES (?, ?, ?, ?)')
    this.#deleteBase = database.prepare('DELETE FROM bases WHERE doc = ?')
    this.#deleteUpdates = database.prepare('DELETE FROM updates WHERE doc = ? AND seq <= ?')
    this.#links = new SqliteLinkWriter(database)
  }

  /** Does one write. @throws StoreError EXISTS, UNKNOWN, TRASHED, DELETED, EPOCH; RangeError; what SQLite throws */
  apply(request: WriteRequest, bytes: Uint8Array): WriteResults[WriteRequest['kind']] {
    switch (request.kind) {
      case 'append':
        return this.#doAppend(request, bytes)
      case 'create':
        return this.#doCreate(request)
      case 'compact':
        return this.#doCompact(request, bytes)
      case 'rename':
        return this.#doRename(request)
      case 'describe':
        return isOne(this.#describe.run(request.heading, request.mode, request.id))
      case 'trash':
        return isOne(this.#trash.run(request.at, request.id))
      case 'restore':
        return isOne(this.#restore.run(request.id)) ? this.#recordOf(request.id) : null
      case 'delete':
        return this.#doDelete(request)
      case 'purge':
        return this.#doPurge(request)
      case 'create-link':
        return this.#links.create(request)
      case 'delete-link':
        return this.#links.delete(request)
      default:
        request satisfies never
        throw new Error('unknown write')
    }
  }

  #doAppend({ id, epoch, at }: Request<'append'>, bytes: Uint8Array): number {
    let document = this.#live(id)
    if (!document) {
      if (epoch === null) throw new StoreError('UNKNOWN', `there is no document ${id}`)
      const { lastInsertRowid } = this.#insert.run(id, epoch, '', at, at)
      document = { key: Number(lastInsertRowid), epoch, headSeq: 0, baseSeq: 0, trashedAt: null, deletedAt: null }
    } else if (epoch !== null && document.epoch !== epoch) {
      throw new StoreError('EPOCH', `document ${id} has epoch ${document.epoch}, not ${epoch}`)
    }
    const seq = document.headSeq + 1
    this.#advance.run(seq, at, document.key)
    this.#insertUpdate.run(document.key, seq, at, bytes)
    return seq
  }

  #doCreate({ id, epoch, title, at }: Request<'create'>): DocumentRecord {
    const document = this.#find.get(id) as DocumentRow | undefined
    if (document && document.deletedAt === null) throw new StoreError('EXISTS', `document ${id} exists already`)
    this.#live(id)
    this.#insert.run(id, epoch, title, at, at)
    return this.#recordOf(id)
  }

  #doCompact({ id, seq, fromSeq }: Request<'compact'>, base: Uint8Array): boolean {
    const document = this.#live(id)
    if (!document) throw new StoreError('UNKNOWN', `there is no document ${id}`)
    if (document.baseSeq !== fromSeq) return false
    if (!(seq > fromSeq && seq <= document.headSeq)) {
      throw new RangeError(`cannot compact ${id} from ${fromSeq} to ${seq}: its log ends at ${document.headSeq}`)
    }
    this.#insertBase.run(document.key, seq, base, createHash('sha256').update(base).digest())
    this.#setBaseSeq.run(seq, document.key)
    this.#deleteUpdates.run(document.key, seq)
    return true
  }

  #doRename({ id, title, at }: Request<'rename'>): DocumentRecord | null {
    return isOne(this.#rename.run(title, at, id)) ? this.#recordOf(id) : null
  }

  #doPurge({ before, at }: Request<'purge'>): number {
    const old = this.#findOld.all(before) as { id: string }[]
    for (const { id } of old) this.#doDelete({ id, at })
    return old.length
  }

  #doDelete({ id, at }: Pick<Request<'delete'>, 'id' | 'at'>): boolean {
    const document = this.#find.get(id) as DocumentRow | undefined
    if (!document || document.deletedAt !== null) return false
    this.#deleteUpdates.run(document.key, document.headSeq)
    this.#deleteBase.run(document.key)
    this.#links.deleteAll(id)
    this.#bury.run(at, document.key)
    return true
  }

  #live(id: string): DocumentRow | undefined {
    const document = this.#find.get(id) as DocumentRow | undefined
    if (document && document.deletedAt !== null) throw new StoreError('DELETED', `document ${id} was deleted`)
    if (document && document.trashedAt !== null) throw new StoreError('TRASHED', `document ${id} is in the trash`)
    return document
  }

  #recordOf(id: string): DocumentRecord {
    return this.#record.get(id) as unknown as DocumentRecord
  }
}

function isOne({ changes }: { changes: number | bigint }): boolean {
  return Number(changes) === 1
}
