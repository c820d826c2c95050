import { access, constants, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store.ts'

/** SQLite's result code for a lock that somebody else holds. */
const sqliteBusy = 5

/**
 * The folder that a store keeps its files in, held for one store alone: two relays that write one database
 * without knowing of each other would give one document two pasts.
 *
 * The lock is an exclusive transaction on an empty database beside ours. The operating system drops it with the
 * process, so `kill -9` leaves nothing stale (a file with a process id would), and the main database stays readable
 * for backup tools (`locking_mode = EXCLUSIVE` on it would shut out them and our own reader thread).
 * Nobody in this process may open the lock file by other means: closing it there would drop the lock (POSIX).
 */
export class DataFolder {
  readonly path: string
  readonly #lock: DatabaseSync

  private constructor(path: string, lock: DatabaseSync) {
    this.path = path
    this.#lock = lock
  }

  /**
   * Makes the folder if need be, for its owner alone (0700), and locks it.
   * @throws StoreError UNAVAILABLE when it cannot be made or written, IN_USE when another store has it
   */
  static async open(folder: string): Promise<DataFolder> {
    const path = resolve(folder)
    try {
      await mkdir(path, { recursive: true, mode: 0o700 })
      await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      throw new StoreError('UNAVAILABLE', `the data folder ${path} cannot be written (${code})`, { cause })
    }
    return new DataFolder(path, lock(path))
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name)
  }

  /** Lets go of the lock. Idempotent. */
  close(): void {
    if (this.#lock.isOpen) this.#lock.close()
  }
}

function lock(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(path, 'encke.lock'), { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    if ((cause as { errcode?: number }).errcode === sqliteBusy) {
      throw new StoreError('IN_USE', `the data folder ${path} is in use by another Encke`, { cause })
    }
    throw new StoreError('UNAVAILABLE', `the data folder ${path} cannot be locked`, { cause })
  }
}
