import type { JournalRow } from './journal-store.ts'

/** The one database of an origin, with the journals of all its documents. */
const DATABASE = 'encke:journal'
const VERSION = 1
/** Longer than this a browser does not take to open one that it can open. */
const OPEN_WITHIN_MS = 10_000

/** What can be known of a row without reading it. */
export type RowNote = Pick<JournalRow, 'journal' | 'writer' | 'edits'>

/** Opens the journals of this origin, of all its documents. Rejects where there is no IndexedDB. */
export function openDatabase(): Promise<IDBDatabase> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>()
  const request = indexedDB.open(DATABASE, VERSION)
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    reject(new DOMException('it did not open in time', 'TimeoutError'))
  }, OPEN_WITHIN_MS)
  request.onupgradeneeded = () => {
    const rows = request.result.createObjectStore('rows', { keyPath: ['journal', 'writer', 'seq'] })
    rows.createIndex('edits', ['journal', 'edits'])
    request.result.createObjectStore('earlier', { keyPath: ['journal', 'id'] })
  }
  request.onerror = () => {
    clearTimeout(timer)
    reject(request.error)
  }
  request.onsuccess = () => {
    clearTimeout(timer)
    // Nobody waits for it any more, and open it would be in the way of others.
    if (isLate) request.result.close()
    else resolve(request.result)
  }
  return promise
}

/** Of every row, whose it is and how many edits, and not the edits. */
export async function everythingKept(database: IDBDatabase): Promise<RowNote[]> {
  const transaction = database.transaction('rows')
  const notes: RowNote[] = []
  const request = transaction.objectStore('rows').index('edits').openKeyCursor()
  request.onsuccess = () => {
    const cursor = request.result
    if (!cursor) return
    const [journal, edits] = cursor.key as [string, number]
    const [, writer] = cursor.primaryKey as [string, string, number]
    notes.push({ journal, writer, edits })
    cursor.continue()
  }
  await done(transaction)
  return notes
}

/** All rows of one journal: keys are arrays that begin with it, and an array comes after every number and text. */
export function everythingOf(journal: string): IDBKeyRange {
  return IDBKeyRange.bound([journal], [journal, []])
}

/** Resolves when a transaction is complete. */
export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('it was aborted', 'AbortError'))
  })
}
