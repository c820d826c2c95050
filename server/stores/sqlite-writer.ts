import type { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import { openDatabase } from './sqlite-database.ts'
import { SqliteDocumentWriter } from './sqlite-document-writer.ts'
import {
  isRefusal,
  type Outcome,
  type SqliteThreadData,
  toFailure,
  type WriteBatch,
  type WriteRequest,
  type WriteResults,
} from './sqlite-message.ts'
import { serve } from './sqlite-port.ts'
import { migrate } from './sqlite-schema.ts'

type WriteOutcome = Outcome<WriteResults[WriteRequest['kind']]>

// The body of the writer thread: the only connection that writes. It makes or migrates the database first.
serve<WriteBatch, WriteOutcome[]>(() => {
  const { file, maxBytes } = workerData as SqliteThreadData
  const database = openDatabase(file, { maxBytes })
  migrate(database)
  const writer = new SqliteDocumentWriter(database)
  return {
    answer: (batch) => ({ result: commit(database, writer, batch) }),
    close: () => database.close(),
  }
})

/** One transaction for the batch. @throws what SQLite throws, with nothing of the batch kept */
function commit(database: DatabaseSync, writer: SqliteDocumentWriter, { requests, bytes }: WriteBatch): WriteOutcome[] {
  database.exec('BEGIN IMMEDIATE')
  try {
    const outcomes: WriteOutcome[] = []
    let offset = 0
    for (const request of requests) {
      outcomes.push(outcome(writer, request, bytes.subarray(offset, offset + request.size)))
      offset += request.size
    }
    database.exec('COMMIT')
    return outcomes
  } catch (error) {
    // SQLite undoes the transaction by itself after some errors, not after all of them, and a COMMIT that failed can
    // leave it open: the next BEGIN would then fail for ever. A ROLLBACK that throws ends the thread, and with it
    // the connection.
    if (database.isTransaction) rollback(database)
    throw error
  }
}

function outcome(writer: SqliteDocumentWriter, request: WriteRequest, bytes: Uint8Array): WriteOutcome {
  try {
    return { value: writer.apply(request, bytes) }
  } catch (error) {
    if (isRefusal(error)) return { failure: toFailure(error) }
    throw error
  }
}

function rollback(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK')
  } catch (error) {
    // After `serve` has answered, and out of its reach: it would turn this into an answer too.
    queueMicrotask(() => {
      throw error
    })
  }
}
