import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { DocumentRecord } from './document-record.ts'
import { excerptOf } from './excerpt.ts'
import { fold } from './fold.ts'
import { isCalled, parseSearch, partTokens, type SearchWords, searchable } from './search-words.ts'
import { recordColumns } from './sqlite-schema.ts'
import type { IndexedText, SearchAnswer } from './text-index.ts'

/** Of another version it is made anew: it holds nothing that the documents do not. */
const version = 1

/**
 * `texts` keeps what was read, for excerpts; `words` is what is searched, folded, and keeps no text. Prefixes of up to
 * three letters have indexes of their own: with each letter that somebody types, the server is asked.
 */
const schema = `
  DROP TABLE IF EXISTS texts;
  DROP TABLE IF EXISTS words;
  CREATE TABLE texts (doc INTEGER PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0"
  );
  PRAGMA user_version = ${version};
`

const isListed = 'docs.deleted_at IS NULL AND (docs.trashed_at IS NOT NULL) = ?'
/** Its text is not the newest. What nobody has written to has none. */
const isUnread = 'docs.head_seq > 0 AND (texts.doc IS NULL OR texts.epoch <> docs.epoch OR texts.seq <> docs.head_seq)'

interface KnownText {
  key: number
  headSeq: number
  epoch: string | null
  seq: number | null
}

interface Row {
  key: number
  id: string
  name: string
}

/**
 * The text index of a SqliteStore: a database of its own, to which that of the documents is attached for reading. An
 * edit never waits for it, and it can be deleted.
 */
export class SqliteTexts {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #insertText: StatementSync
  readonly #insertWords: StatementSync
  readonly #unindexed: StatementSync
  readonly #names: StatementSync
  readonly #matches: StatementSync
  readonly #record: StatementSync
  readonly #text: StatementSync
  readonly #unread: StatementSync
  readonly #gone: StatementSync
  readonly #deleteText: StatementSync
  readonly #deleteWords: StatementSync

  /** @throws what SQLite throws */
  constructor(database: DatabaseSync, { documents }: { documents: string }) {
    this.#database = database
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    if (found !== version) database.exec(`BEGIN; ${schema} COMMIT`)
    database.exec('PRAGMA synchronous = NORMAL')
    database.prepare('ATTACH ? AS store').run(documents)
    this.#find = database.prepare(
      `SELECT docs.key, docs.head_seq AS headSeq, texts.epoch, texts.seq FROM store.docs LEFT JOIN texts ON texts.doc = docs.key
       WHERE docs.id = ? AND docs.epoch = ? AND docs.deleted_at IS NULL`,
    )
    this.#insertText = database.prepare('INSERT OR REPLACE INTO texts (doc, epoch, seq, text) VALUES (?, ?, ?, ?)')
    this.#insertWords = database.prepare('INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)')
    this.#unindexed = database.prepare(
      `SELECT docs.id FROM store.docs LEFT JOIN texts ON texts.doc = docs.key
       WHERE docs.id > ? AND ${isListed} AND ${isUnread} ORDER BY docs.id LIMIT ?`,
    )
    this.#names = database.prepare(
      `SELECT docs.key, docs.id, docs.title || ' ' || docs.heading AS name FROM store.docs
       WHERE ${isListed} ORDER BY docs.updated_at DESC, docs.id`,
    )
    this.#matches = database.prepare('SELECT rowid AS key FROM words WHERE words MATCH ? ORDER BY rank')
    this.#record = database.prepare(`SELECT ${recordColumns} FROM store.docs WHERE key = ?`)
    this.#text = database.prepare('SELECT text FROM texts WHERE doc = ?')
    this.#unread = database.prepare(
      `SELECT count(*) AS count FROM store.docs LEFT JOIN texts ON texts.doc = docs.key
       WHERE ${isListed} AND docs.head_seq > 0 AND texts.doc IS NULL`,
    )
    this.#gone = database.prepare(
      'SELECT texts.doc AS key FROM texts JOIN store.docs ON docs.key = texts.doc WHERE docs.deleted_at IS NOT NULL',
    )
    this.#deleteText = database.prepare('DELETE FROM texts WHERE doc = ?')
    this.#deleteWords = database.prepare('DELETE FROM words WHERE rowid = ?')
    // The process may have ended between a deletion and this.
    this.sweep()
  }

  /** Idempotent. */
  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  /** As TextIndex. */
  index(id: string, { epoch, seq, text }: IndexedText): boolean {
    const known = this.#find.get(id, epoch) as KnownText | undefined
    // One that is ahead of the log is of a database that was put back to an older state.
    if (!known || (known.epoch === epoch && known.seq! >= seq && known.seq! <= known.headSeq)) return false
    const kept = searchable(text)
    this.#together(() => {
      this.#insertText.run(known.key, epoch, seq, kept)
      this.#insertWords.run(known.key, partTokens(fold(kept)))
    })
    return true
  }

  /** As TextIndex; what is in the trash comes when it is restored. */
  unindexed(after: string, limit: number): string[] {
    return this.#unindexed.all(after, 0, limit).map((row) => row['id'] as string)
  }

  /** As TextIndex. */
  search(query: string, { limit, trash }: { limit: number; trash: boolean }): SearchAnswer {
    const words = parseSearch(query)
    const rows = this.#names.all(Number(trash)) as unknown as Row[]
    const called = rows.filter((row) => isCalled(row, words)).map(({ key }) => key)
    const listed = new Set(rows.map(({ key }) => key))
    // Each once, in the order of the first time.
    const keys = new Set([...called, ...this.#saying(words).filter((key) => listed.has(key))])
    const shown = [...keys].slice(0, limit)
    const { count: unread } = this.#unread.get(Number(trash)) as { count: number }
    return { total: keys.size, documents: shown.map((key) => this.#found(key, words)), unread }
  }

  /** Forgets the texts of documents that have been deleted for good, and says how many those were. */
  sweep(): number {
    const gone = this.#gone.all() as { key: number }[]
    this.#together(() => {
      for (const { key } of gone) {
        this.#deleteText.run(key)
        this.#deleteWords.run(key)
      }
    })
    return gone.length
  }

  #saying({ words }: SearchWords): number[] {
    if (words.length === 0) return []
    // A token has letters and digits alone; in quotes, none of them is a word of SQLite's own.
    const match = words.map((tokens) => `"${tokens.join(' ')}"*`).join(' AND ')
    return this.#matches.all(match).map((row) => row['key'] as number)
  }

  #found(key: number, words: SearchWords) {
    const record = this.#record.get(key) as unknown as DocumentRecord
    const text = (this.#text.get(key) as { text: string } | undefined)?.text ?? ''
    return { ...record, found: excerptOf(text, words, record) }
  }

  #together(change: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      change()
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }
}
