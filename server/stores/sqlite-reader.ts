import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import type { DocumentRecord } from './document-record.ts'
import { openDatabase } from './sqlite-database.ts'
import { linkReader } from './sqlite-link-reader.ts'
import type { LoadedDocument, ReadRequest, ReadResults, SqliteThreadData } from './sqlite-message.ts'
import { serve } from './sqlite-port.ts'
import { recordColumns } from './sqlite-schema.ts'
import { StoreError } from './store.ts'

interface DocumentRow extends DocumentRecord {
  key: number
  headSeq: number
  baseSeq: number
  deletedAt: number | null
}

type Bytes = Uint8Array<ArrayBuffer>

// The body of the reader thread. A thread and a connection of its own: an fsync that takes a second does not hold a
// person who opens a document, and a document of many megabytes does not hold the acks of everybody else. WAL gives
// each read the state of the last commit, and a write is acknowledged after its commit, so that a read that begins
// after the ack sees it.
serve<ReadRequest, ReadResults[ReadRequest['kind']]>(() => {
  const { file } = workerData as SqliteThreadData
  const database = openDatabase(file, { readOnly: true })
  const load = loader(database)
  const links = linkReader(database)
  const find = database.prepare(
    `SELECT ${recordColumns} FROM docs WHERE id = ? AND deleted_at IS NULL AND (trashed_at IS NOT NULL) = ?`,
  )
  const list = database.prepare(
    `SELECT ${recordColumns} FROM docs WHERE deleted_at IS NULL AND trashed_at IS NULL
     ORDER BY updated_at DESC, id LIMIT ?`,
  )
  const listTrash = database.prepare(
    `SELECT ${recordColumns} FROM docs WHERE trashed_at IS NOT NULL ORDER BY trashed_at DESC, id LIMIT ?`,
  )
  return {
    answer(request) {
      switch (request.kind) {
        case 'load': {
          const document = load(request.id)
          const moved = [document?.bytes.buffer, document?.base?.buffer]
          return { result: document, transfer: moved.filter((buffer) => buffer !== undefined) }
        }
        case 'find':
          return { result: (find.get(request.id, Number(request.trash)) as DocumentRecord | undefined) ?? null }
        case 'list':
          return { result: (request.trash ? listTrash : list).all(request.limit) as unknown as DocumentRecord[] }
        case 'find-link':
          return { result: links.find(request.hash) }
        case 'list-links':
          return { result: links.list(request.id) }
        default:
          request satisfies never
          throw new Error('unknown read')
      }
    },
    close: () => database.close(),
  }
})

/** Reads a whole document as of one commit. */
function loader(database: DatabaseSync): (id: string) => LoadedDocument | null {
  const selectDocument = database.prepare(
    `SELECT ${recordColumns}, key, head_seq AS headSeq, base_seq AS baseSeq, deleted_at AS deletedAt
     FROM docs WHERE id = ?`,
  )
  const selectBase = database.prepare('SELECT seq, bytes, sha256 FROM bases WHERE doc = ?')
  const selectUpdates = database.prepare('SELECT seq, bytes FROM updates WHERE doc = ? ORDER BY seq')

  return (id) => {
    database.exec('BEGIN')
    try {
      const row = selectDocument.get(id) as DocumentRow | undefined
      if (!row) return null
      const { key, headSeq, baseSeq, deletedAt, ...record } = row
      if (deletedAt !== null) throw new StoreError('DELETED', `document ${id} was deleted`)
      if (record.trashedAt !== null) throw new StoreError('TRASHED', `document ${id} is in the trash`)
      const base = selectBase.get(key) as { seq: number; bytes: Bytes; sha256: Bytes } | undefined
      if ((base?.seq ?? 0) !== baseSeq) throw corrupt(id, `its base should be of seq ${baseSeq}`)
      if (base && !createHash('sha256').update(base.bytes).digest().equals(base.sha256)) {
        throw corrupt(id, 'its base is not the one that was written')
      }
      const updates = selectUpdates.all(key) as unknown as { seq: number; bytes: Bytes }[]
      if (updates.length !== headSeq - baseSeq || updates.some(({ seq }, index) => seq !== baseSeq + 1 + index)) {
        throw corrupt(id, `its log should go from ${baseSeq + 1} to ${headSeq}`)
      }
      return {
        record,
        base: base?.bytes ?? null,
        baseSeq,
        seqs: updates.map(({ seq }) => seq),
        sizes: updates.map(({ bytes }) => bytes.length),
        bytes: joined(updates.map(({ bytes }) => bytes)),
      }
    } finally {
      database.exec('COMMIT')
    }
  }
}

function corrupt(id: string, why: string): StoreError {
  return new StoreError('CORRUPT', `document ${id} is damaged on disk: ${why}`)
}

function joined(parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
