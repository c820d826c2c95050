import type { Clock } from '../../../protocol/clock.ts'
import { done, everythingOf, openDatabase } from './journal-database.ts'
import type { EarlierText, JournalChange, JournalContent, JournalRow, JournalStore } from './journal-store.ts'

/** So often a change waits for the disk, milliseconds: a phone that waits for it at every key is warm and slow. */
const STRICT_EVERY_MS = 1_000

interface StoredText extends EarlierText {
  readonly journal: string
}

/**
 * Opens the journals of this origin. Rejects where there is no IndexedDB: forbidden, in a sandbox, in some private
 * windows, or broken.
 */
export async function openJournalStore({ clock }: { clock: Clock }): Promise<JournalStore> {
  return new IndexedJournalStore({ database: await openDatabase(), clock })
}

/**
 * Journals in IndexedDB. A change is done when its transaction is: the operating system has it then, so that it outlives
 * the tab and the browser. A power cut may take the last second (docs/decisions/0006-journal.md).
 * Steps aside for a newer version of itself, and for a reader who clears the data of the site.
 */
class IndexedJournalStore implements JournalStore {
  readonly lost: Promise<void>
  readonly #database: IDBDatabase
  readonly #clock: Clock
  #strictAt = Number.NEGATIVE_INFINITY

  constructor({ database, clock }: { database: IDBDatabase; clock: Clock }) {
    this.#clock = clock
    const { promise, resolve } = Promise.withResolvers<void>()
    this.lost = promise
    this.#database = database
    database.onclose = () => resolve()
    // Whoever asks for another version, or deletes it, would wait for this tab for ever.
    database.onversionchange = () => {
      database.close()
      resolve()
    }
  }

  async read(journal: string): Promise<JournalContent> {
    const transaction = this.#database.transaction(['rows', 'earlier'])
    const rows = transaction.objectStore('rows').getAll(everythingOf(journal))
    const earlier = transaction.objectStore('earlier').getAll(everythingOf(journal))
    await done(transaction)
    return { rows: rows.result as JournalRow[], earlier: earlier.result as StoredText[] }
  }

  async write(journal: string, { put, remove, setAside, letGo }: JournalChange): Promise<void> {
    const transaction = this.#change()
    const rows = transaction.objectStore('rows')
    const earlier = transaction.objectStore('earlier')
    for (const key of remove ?? []) rows.delete([...key])
    for (const row of put ?? []) rows.put(row)
    for (const id of letGo ?? []) earlier.delete([journal, id])
    for (const text of setAside ?? []) earlier.put({ ...text, journal } satisfies StoredText)
    transaction.commit()
    await done(transaction)
  }

  async discard(journal: string): Promise<void> {
    const transaction = this.#change()
    for (const name of ['rows', 'earlier']) transaction.objectStore(name).delete(everythingOf(journal))
    await done(transaction)
  }

  close(): void {
    this.#database.close()
  }

  #change(): IDBTransaction {
    const now = this.#clock.now()
    const isStrict = now - this.#strictAt >= STRICT_EVERY_MS
    if (isStrict) this.#strictAt = now
    return this.#database.transaction(['rows', 'earlier'], 'readwrite', { durability: isStrict ? 'strict' : 'relaxed' })
  }
}
