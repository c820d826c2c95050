import { DatabaseSync } from 'node:sqlite'

const pageBytes = 4096

/** How a connection is opened. */
export interface SqliteDatabaseOptions {
  readOnly?: boolean
  /** The most that the database may grow to; beyond it a write fails as on a full disk. */
  maxBytes?: number | null
}

/**
 * A connection with the settings that the store's promises rest on.
 * - WAL: readers and the writer do not wait for each other.
 * - synchronous = FULL: a commit returns after its fsync. NORMAL would survive `kill -9` but not a power cut.
 * - fullfsync: on macOS, where fsync alone leaves the bytes in the drive's cache. Nothing elsewhere.
 * - wal_autocheckpoint = 4,000 pages (16 MB): two more fsyncs and random writes every so often, not with every large
 *   batch; journal_size_limit gives the room of a WAL that once grew beyond 64 MB back.
 * - busy_timeout: a backup tool may hold a lock for a moment.
 * @throws what SQLite throws
 */
export function openDatabase(file: string, { readOnly = false, maxBytes = null }: SqliteDatabaseOptions = {}) {
  const database = new DatabaseSync(file, { readOnly, timeout: 5000, enableForeignKeyConstraints: true })
  try {
    if (!readOnly) configure(database, maxBytes)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function configure(database: DatabaseSync, maxBytes: number | null): void {
  database.exec(`PRAGMA page_size = ${pageBytes}`)
  const { journal_mode: mode } = database.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string }
  if (mode !== 'wal') throw new Error(`this file system cannot hold a write-ahead log (journal mode ${mode})`)
  database.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = ${64 * 1024 * 1024};
  `)
  if (maxBytes !== null) database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`)
}
