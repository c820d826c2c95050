import type { DatabaseSync } from 'node:sqlite'
import { documents } from './migrations/sqlite/0001-documents.ts'
import { trash } from './migrations/sqlite/0002-trash.ts'
import { links } from './migrations/sqlite/0003-links.ts'
import { mode } from './migrations/sqlite/0004-mode.ts'
import { StoreError } from './store.ts'

/** Every migration in order. Number n brings a database from version n - 1 to n. Released ones never change. */
const migrations: readonly string[] = [documents, trash, links, mode]

/** The columns of a DocumentRecord. */
export const recordColumns =
  'id, epoch, title, heading, mode, created_at AS createdAt, updated_at AS updatedAt, trashed_at AS trashedAt'

/**
 * Brings the database to the newest version, each step in a transaction of its own; `user_version` says where it is.
 * @throws StoreError TOO_NEW when a newer Encke wrote it; what SQLite throws when a step fails, which is undone
 */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > steps.length) {
    throw new StoreError(
      'TOO_NEW',
      `the database has version ${version}; this Encke knows versions up to ${steps.length}: use a newer Encke`,
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(step)
      database.exec(`PRAGMA user_version = ${index + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
