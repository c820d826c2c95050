import { type Doc, mergeUpdates } from 'yjs'
import type { Clock } from '../../../protocol/clock.ts'
import type { EarlierText, JournalRow, JournalStore, RowKey } from './journal-store.ts'
import type { JournalView } from './journal-view.ts'
import { isUpdate, piecesOf, readUpdates } from './written-text.ts'

/** Edits of pages that are gone. */
export interface FoundEdits {
  /** All that is needed to read them, as far as it is there. */
  readonly updates: readonly Uint8Array[]
  /** They alone. */
  readonly written: Uint8Array
  readonly edits: number
  /** The history that they build on; null for none. */
  readonly epoch: string | null
  readonly keys: readonly RowKey[]
}

export interface JournalReaderOptions {
  journal: string
  writer: string
  store: JournalStore
  clock: Clock
  view: () => JournalView
  /** The text of a document, to be kept as a text. */
  textOf: (doc: Doc) => string
  /** Which of these writers are in some tab, and send their edits themselves; `gone` is called when one has gone. */
  findAlive: (writers: readonly string[], gone: () => void) => Promise<ReadonlySet<string>>
  /** Puts edits into the document. */
  restore: (found: FoundEdits) => void
  /** `waiting` or `earlier` changed. */
  onChange: () => void
}

/**
 * Finds what pages that are gone have left, and brings it back: at once when it can be read by itself and there is no
 * connection, else when the text of the server is there. What belongs to another history becomes an earlier text.
 */
export class JournalReader {
  readonly #options: JournalReaderOptions
  /** Rows that wait for the text of the server. */
  #held: JournalRow[] = []
  #earlier: readonly EarlierText[] = []
  /** Rows that have been found before. */
  readonly #seen = new Set<string>()
  /** There are tabs that have rows as well. */
  #hasCompany = false
  /** When it was last tried to put what waits into the document. */
  #triedAt = ''
  #isClosed = false

  constructor(options: JournalReaderOptions) {
    this.#options = options
  }

  /** Edits that have been found and are not in the document yet. */
  get waiting(): number {
    return editsIn(this.#held)
  }

  /** What is left of earlier histories, oldest first. */
  get earlier(): readonly EarlierText[] {
    return this.#earlier
  }

  /** Looks what is there. Rejects when the store cannot be read. */
  async look(): Promise<void> {
    const { store, journal, writer, findAlive, onChange } = this.#options
    const { rows, earlier } = await store.read(journal)
    const others = rows.filter((row) => row.writer !== writer)
    const writers = [...new Set(others.map((row) => row.writer))]
    const alive = await findAlive(writers, () => this.#onGone())
    if (this.#isClosed) return
    this.#hasCompany = alive.size > 0
    const found = others.filter((row) => !alive.has(row.writer) && !this.#seen.has(nameOf(row)))
    for (const row of found) this.#seen.add(nameOf(row))
    const [readable, broken] = [found.filter(isReadable), found.filter((row) => !isReadable(row))]
    // Nobody can do anything with those.
    if (broken.length > 0) void store.write(journal, { remove: broken.map(keyOf) }).catch(ignore)
    this.#held.push(...readable)
    this.#triedAt = ''
    const isNews = found.length > 0 || earlier.length !== this.#earlier.length
    this.#earlier = [...earlier].sort((one, other) => one.at - other.at)
    this.update()
    if (isNews) onChange()
  }

  /** A tab has gone. It may only be loaded again: without a connection what it wrote is left to it, until there is one. */
  #onGone(): void {
    if (!this.#isClosed && this.#options.view().isConnected) this.look().catch(ignore)
  }

  /** The connection is another: what waits may find its place. */
  update(): void {
    if (this.#held.length === 0 || this.#isClosed) return
    const { view } = this.#options
    const { isConnected, isSynced, serverEpoch, boundEpoch } = view()
    // The text of the server is on its way, and brings all that these may build on.
    if (isConnected && !isSynced) return
    // What was held once is held again, until something changes.
    const moment = JSON.stringify([isSynced, serverEpoch])
    if (moment === this.#triedAt) return
    this.#triedAt = moment
    const histories = groupByHistory(this.#held)
    const epoch = serverEpoch ?? boundEpoch ?? [...histories.keys()].findLast((history) => history !== null) ?? null
    this.#held = []
    for (const [history, rows] of histories) {
      const isOurs = history === null || epoch === null || history === epoch
      // Before the server has told its history, the one that is shown is only the likelier.
      if (!isOurs && serverEpoch === null) this.#held.push(...rows)
      else if (isOurs) this.#restore(rows, history)
      else void this.#setAside(rows)
    }
  }

  /** The reader does not want this text any more. */
  async letGo(id: string): Promise<void> {
    const { store, journal, onChange } = this.#options
    this.#earlier = this.#earlier.filter((text) => text.id !== id)
    onChange()
    await store.write(journal, { letGo: [id] })
  }

  /** Finds nothing any more, and has nothing. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#held = []
    this.#earlier = []
  }

  #restore(rows: readonly JournalRow[], epoch: string | null): void {
    const { restore, store, journal } = this.#options
    const edits = editsIn(rows)
    const keys = rows.map(keyOf)
    if (edits > 0) {
      const written = mergeUpdates(rows.filter((row) => row.edits > 0).map((row) => row.update))
      restore({ updates: rows.map((row) => row.update), written, edits, epoch, keys })
    } else if (!this.#hasCompany) {
      // A base that outlived its edits, and that nobody builds on.
      void store.write(journal, { remove: keys }).catch(ignore)
    }
  }

  async #setAside(rows: readonly JournalRow[]): Promise<void> {
    const { store, journal, clock, textOf, onChange } = this.#options
    const { doc, update } = readUpdates(rows.map((row) => row.update))
    const text = doc ? textOf(doc) : piecesOf(update)
    const edits = editsIn(rows)
    const earlier = { id: rows[0]!.writer, text, edits, keptIn: 'browser' as const, at: clock.now() }
    const setAside = edits > 0 && text !== '' ? [earlier] : []
    try {
      await store.write(journal, { remove: rows.map(keyOf), setAside })
    } catch (error) {
      // The rows are still there: the next page does the same.
      ignore(error)
    }
    if (this.#isClosed) return
    this.#earlier = [...this.#earlier.filter(({ id }) => id !== earlier.id), ...setAside]
    onChange()
  }
}

/**
 * Rows by the history that they are of. What a writer wrote before it knew of one belongs to the one that it wrote in
 * afterwards.
 */
function groupByHistory(rows: readonly JournalRow[]): Map<string | null, JournalRow[]> {
  const historyOf = new Map<string, string>()
  for (const { writer, epoch } of rows) if (epoch !== null) historyOf.set(writer, epoch)
  return Map.groupBy(rows, ({ writer }) => historyOf.get(writer) ?? null)
}

function isReadable({ update, edits, epoch }: JournalRow): boolean {
  return (epoch === null || typeof epoch === 'string') && edits >= 0 && isUpdate(update)
}

function editsIn(rows: readonly JournalRow[]): number {
  return rows.reduce((sum, { edits }) => sum + edits, 0)
}

function keyOf({ journal, writer, seq }: JournalRow): RowKey {
  return [journal, writer, seq]
}

function nameOf({ writer, seq }: JournalRow): string {
  return `${writer} ${seq}`
}

/** Where what failed is found again by whoever looks next. */
function ignore(_error: unknown): void {}
