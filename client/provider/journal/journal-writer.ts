import { encodeStateAsUpdate } from 'yjs'
import type { Clock } from '../../../protocol/clock.ts'
import type { JournalRow, JournalStore, RowKey } from './journal-store.ts'
import { type JournalView, journalLimits } from './journal-view.ts'
import { type EditBatch, mergeBatches, type PendingEdits } from './pending-edits.ts'

export interface JournalWriterOptions {
  journal: string
  /** Names this opening of the document among all tabs. */
  writer: string
  store: JournalStore
  /** What is to be written. */
  pending: PendingEdits
  clock: Clock
  view: () => JournalView
  /** `keeps` changed, or the first row is about to be written, or the last one is gone. */
  onChange: () => void
}

interface WrittenRow extends EditBatch {
  readonly seq: number
}

/**
 * Writes down this tab's edits while they are unsafe, one transaction at a time: what is edited meanwhile goes into the
 * next. Edits that become durable within a tenth of a second are never written. With everything durable it removes all.
 */
export class JournalWriter {
  readonly #options: JournalWriterOptions
  /** Rows of edits in the store, oldest first. */
  #rows: WrittenRow[] = []
  /** What is needed to read them: the rows of this tab's base, or of one that it took over. */
  #bases: RowKey[] = []
  /** Rows of others whose edits are among this tab's now: they go when those are written, or durable. */
  #adopted: { keys: readonly RowKey[]; upTo: number }[] = []
  #seq = 0
  #unsafeSince: number | null = null
  /** This document finds no room in this store. */
  #givesUpBase = false
  /** Edits were too many to be kept. */
  #isOverfull = false
  #isFailing = false
  #isClosed = false
  #writing: Promise<void> | null = null
  #stopTimer: (() => void) | null = null
  /** The timer is for what is to be written, and not for a base that may be wanted. */
  #isDue = false
  #wasConnected = false

  constructor(options: JournalWriterOptions) {
    this.#options = options
  }

  /** What is unsafe outlives the tab: it is in the store, or will be in a moment. */
  get keeps(): boolean {
    return !this.#isFailing && !this.#isClosed
  }

  /** All that this tab answers for in the store. */
  get keys(): RowKey[] {
    const own = this.#rows.map(({ seq }) => this.#key(seq))
    return [...own, ...this.#bases, ...this.#adopted.flatMap(({ keys }) => keys)]
  }

  /** Takes over what another writer left: its edits become this tab's, and its rows go. */
  adopt(keys: readonly RowKey[], batch: EditBatch): void {
    this.#options.pending.add(batch)
    // The text that they are part of need not be written once more.
    this.#bases.push(...keys.filter(([, , seq]) => seq === 0))
    this.#adopted.push({ keys: keys.filter(([, , seq]) => seq > 0), upTo: batch.upTo })
    this.update()
  }

  /** There are edits, or some are durable, or the connection is another. */
  update(): void {
    if (this.#isClosed) return
    const { pending, clock, view } = this.#options
    const { made, saved } = view()
    pending.saved(saved)
    if (made > saved) this.#unsafeSince ??= clock.now()
    else {
      this.#unsafeSince = null
      this.#givesUpBase = this.#isOverfull = false
    }
    if (pending.bytes > journalLimits.maxBytes) {
      // The document has them. What is written now would lack them, until all is durable.
      pending.take()
      this.#isOverfull = true
      this.#setFailing(true)
    }
    if (!this.#isFailing) this.#schedule()
    else if (!this.#isOverfull && !this.#stopTimer && !this.#writing) this.#write()
  }

  /** Writes at once what would be written soon: the page may go. */
  flush(): void {
    if (!this.#isClosed && this.#hasWork) this.#write()
  }

  /** Writes nothing more. Resolves when the last write has come to its end. Idempotent. */
  async close(): Promise<void> {
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#isClosed = true
    await this.#writing
  }

  /** The store is gone. */
  lost(): void {
    void this.close()
    this.#rows = []
    this.#adopted = []
    this.#bases = []
    this.#options.onChange()
  }

  get #hasWork(): boolean {
    return !this.#options.pending.isEmpty || this.#durable().length > 0 || this.#wantsBase(0)
  }

  /** The base would be wanted in so many milliseconds. */
  #wantsBase(inMs: number): boolean {
    if (this.#bases.length > 0 || this.#givesUpBase || this.#unsafeSince === null) return false
    const { clock, view } = this.#options
    return !view().isConnected || clock.now() + inMs - this.#unsafeSince >= journalLimits.baseAfterMs
  }

  #schedule(): void {
    if (this.#writing || this.#isClosed) return
    const { clock, view } = this.#options
    const { isConnected } = view()
    const isDue = this.#hasWork
    // Somebody who types on does not put it off.
    if (this.#stopTimer && this.#isDue && isConnected === this.#wasConnected) return
    this.#wasConnected = isConnected
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#isDue = isDue
    // Never within the keystroke itself.
    const delayMs = !isConnected ? 0 : isDue ? journalLimits.settleMs : journalLimits.baseAfterMs
    if (isDue || this.#wantsBase(delayMs)) this.#stopTimer = clock.after(delayMs, () => this.#write())
  }

  #write(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    if (this.#writing || this.#isClosed || this.#isOverfull) return
    const stopWatching = this.#options.clock.after(journalLimits.patienceMs, () => this.#setFailing(true))
    this.#writing = this.#writeNext().then((succeeded) => {
      stopWatching()
      this.#writing = null
      this.#setFailing(!succeeded)
      if (succeeded) this.#schedule()
      else if (!this.#isClosed) this.#stopTimer = this.#options.clock.after(journalLimits.retryMs, () => this.#write())
    })
  }

  /** False when the store did not take it. */
  async #writeNext(): Promise<boolean> {
    const { pending, store, journal, onChange, view } = this.#options
    const batch = pending.take()
    const added = batch ? [...this.#rows, { ...batch, seq: ++this.#seq }] : this.#rows
    if (bytesOf(added) > journalLimits.maxBytes) {
      if (batch) pending.putBack(batch)
      return false
    }
    const moved = batch ? this.#adopted.filter(({ upTo }) => upTo <= batch.upTo).flatMap(({ keys }) => keys) : []
    const remove = [...this.#durable(), ...moved]
    const { saved } = view()
    const rows = merge(added.filter(({ upTo }) => upTo > saved))
    const replaced = rows.length < added.length ? this.#rows.filter((row) => !rows.includes(row)) : []
    const put = rows.filter((row) => !this.#rows.includes(row)).map((row) => this.#rowOf(row, row.seq))
    const base = this.#wantsBase(0) ? this.#encodeBase() : null
    const wasEmpty = this.keys.length === 0
    const change = { put, remove: [...remove, ...replaced.map(({ seq }) => this.#key(seq))] }
    try {
      if (base) await store.write(journal, { ...change, put: [base, ...put] })
      else if (put.length + change.remove.length > 0) await store.write(journal, change)
      if (base) this.#bases.push(this.#key(0))
    } catch {
      // Full, broken or gone. The edits alone may find room.
      const isKept = base !== null && (await succeeds(store.write(journal, change)))
      if (!isKept) {
        // It is tried again, and nobody is told that the edits are kept.
        if (batch) pending.putBack(batch)
        return false
      }
      this.#givesUpBase = true
    }
    this.#rows = rows
    this.#forget(remove)
    if (wasEmpty !== (this.keys.length === 0)) onChange()
    return true
  }

  /** Rows that nobody needs any more. */
  #durable(): RowKey[] {
    const { made, saved } = this.#options.view()
    const own = this.#rows.filter(({ upTo }) => upTo <= saved).map(({ seq }) => this.#key(seq))
    if (made <= saved) own.push(...this.#bases)
    return [...own, ...this.#adopted.filter(({ upTo }) => upTo <= saved).flatMap(({ keys }) => keys)]
  }

  #forget(keys: readonly RowKey[]): void {
    const gone = new Set(keys)
    this.#adopted = this.#adopted.filter((adopted) => !adopted.keys.some((key) => gone.has(key)))
    this.#bases = this.#bases.filter((key) => !gone.has(key))
  }

  #encodeBase(): JournalRow | null {
    const { view } = this.#options
    const { doc, boundEpoch } = view()
    const update = encodeStateAsUpdate(doc)
    if (update.byteLength <= journalLimits.maxBaseBytes) return this.#rowOf({ update, edits: 0, epoch: boundEpoch }, 0)
    this.#givesUpBase = true
    return null
  }

  #rowOf({ update, edits, epoch }: Pick<EditBatch, 'update' | 'edits' | 'epoch'>, seq: number): JournalRow {
    const { journal, writer } = this.#options
    return { journal, writer, seq, epoch, edits, update }
  }

  #key(seq: number): RowKey {
    return [this.#options.journal, this.#options.writer, seq]
  }

  #setFailing(isFailing: boolean): void {
    if (isFailing === this.#isFailing) return
    this.#isFailing = isFailing
    this.#options.onChange()
  }
}

/** One row in place of many. */
function merge(rows: WrittenRow[]): WrittenRow[] {
  if (rows.length <= journalLimits.maxRows) return rows
  return [{ ...mergeBatches(rows), seq: rows.at(-1)!.seq }]
}

function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}

function bytesOf(rows: readonly WrittenRow[]): number {
  return rows.reduce((sum, { update }) => sum + update.byteLength, 0)
}
