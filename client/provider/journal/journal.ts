import type { Doc } from 'yjs'
import type { Clock } from '../../../protocol/clock.ts'
import { type FoundEdits, JournalReader } from './journal-reader.ts'
import type { EarlierText, JournalStore } from './journal-store.ts'
import type { JournalView } from './journal-view.ts'
import { JournalWriter } from './journal-writer.ts'
import type { PendingEdits } from './pending-edits.ts'
import type { WriterLock } from './writer-lock.ts'

export interface JournalOptions {
  /** Names the document, on its server and for its reader. */
  journal: string
  store: JournalStore
  lock: WriterLock
  pending: PendingEdits
  clock: Clock
  view: () => JournalView
  textOf: (doc: Doc) => string
  /** Puts edits of earlier pages into the document. Returns which of this tab's edits the last one is. */
  restore: (found: FoundEdits) => number
  /** `keeps`, `waiting` or `earlier` changed. */
  onChange: () => void
}

/**
 * Keeps the unsafe edits of one document in this browser, and brings back those of pages that are gone. With everything
 * durable nothing of the document is left in it.
 */
export class Journal {
  readonly #options: JournalOptions
  readonly #writer: JournalWriter
  readonly #reader: JournalReader
  #isClosed = false
  #isHidden = false

  constructor(options: JournalOptions) {
    const { lock, restore, onChange } = options
    this.#options = options
    this.#writer = new JournalWriter({
      ...options,
      writer: lock.writer,
      onChange: () => {
        this.#holdLock()
        onChange()
      },
    })
    this.#reader = new JournalReader({
      ...options,
      writer: lock.writer,
      findAlive: (writers, gone) => lock.findAlive(writers, gone),
      restore: (found) => {
        const { keys, written: update, edits, epoch } = found
        this.#writer.adopt(keys, { update, edits, epoch, upTo: restore(found) })
      },
    })
    void options.store.lost.then(() => this.#writer.lost())
  }

  /** Edits that are unsafe outlive this tab. */
  get keeps(): boolean {
    return this.#writer.keeps
  }

  /** Edits of earlier pages that wait for the text of the server. */
  get waiting(): number {
    return this.#reader.waiting
  }

  /** Texts of earlier histories of the document. */
  get earlier(): readonly EarlierText[] {
    return this.#reader.earlier
  }

  /** Brings back what pages that are gone have left. Rejects when the store cannot be read. */
  look(): Promise<void> {
    return this.#reader.look()
  }

  /** The document or its connection changed. */
  update(): void {
    if (this.#isClosed) return
    this.#reader.update()
    this.#writer.update()
  }

  /** Writes at once what would be written soon. */
  flush(): void {
    this.#writer.flush()
  }

  /** The page goes, perhaps to be kept for "back": nobody is to wait for it. */
  hide(): void {
    this.#isHidden = true
    this.flush()
    this.#holdLock()
  }

  /** The page was kept, and is back. */
  show(): void {
    this.#isHidden = false
    this.#holdLock()
  }

  /** Keeps a text of an earlier history in the place of this tab's edits, which are part of it. */
  async setAside({ text, edits }: { text: string; edits: number }): Promise<void> {
    const { store, journal, lock, clock } = this.#options
    await this.#writer.close()
    const earlier = { id: lock.writer, text, edits, keptIn: 'browser' as const, at: clock.now() }
    await store.write(journal, { remove: this.#writer.keys, setAside: [earlier] })
  }

  /** The reader does not want a text of an earlier history any more. */
  letGo(id: string): Promise<void> {
    return this.#reader.letGo(id)
  }

  /** Removes everything of the document, whichever tab wrote it, and keeps nothing more. */
  async discard(): Promise<void> {
    const { store, journal, lock, onChange } = this.#options
    this.#reader.close()
    const closing = this.#writer.close()
    onChange()
    await closing
    await store.discard(journal)
    lock.release()
  }

  /** What is written stays. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.flush()
    this.#reader.close()
    await this.#writer.close()
    this.#options.lock.close()
    this.#options.store.close()
  }

  /** Only while there is something to be told apart by it: a page that holds a lock cannot be kept for "back". */
  #holdLock(): void {
    const { lock } = this.#options
    if (this.#writer.keys.length > 0 && !this.#isHidden) lock.hold()
    else lock.release()
  }
}
