import type { EarlierText, JournalChange, JournalContent, JournalRow, JournalStore } from './journal-store.ts'

/** For tests: the journals of a browser, with as many tabs as a test opens. */
export class TestJournalStore implements JournalStore {
  readonly rows = new Map<string, JournalRow>()
  readonly earlier = new Map<string, EarlierText>()
  /** How many changes were asked for. */
  writes = 0
  /** What the next changes are answered with; null takes them. */
  fault: ((change: JournalChange) => DOMException | null) | null = null
  /** Changes wait for it. */
  gate: Promise<void> = Promise.resolve()
  isClosed = false
  readonly #lost = Promise.withResolvers<void>()

  get lost(): Promise<void> {
    return this.#lost.promise
  }

  /** As when somebody clears the data of the site. */
  lose(): void {
    this.rows.clear()
    this.#lost.resolve()
  }

  /** The rows of edits, as `writer:edits`, in order. */
  get edits(): string[] {
    return [...this.rows.values()].filter(({ seq }) => seq > 0).map(({ writer, edits }) => `${writer}:${edits}`)
  }

  async read(journal: string): Promise<JournalContent> {
    const rows = [...this.rows.values()].filter((row) => row.journal === journal)
    rows.sort((one, other) => one.writer.localeCompare(other.writer) || one.seq - other.seq)
    return { rows, earlier: [...this.earlier.values()] }
  }

  async write(_journal: string, change: JournalChange): Promise<void> {
    this.writes += 1
    await this.gate
    const fault = this.fault?.(change) ?? null
    if (fault) throw fault
    for (const key of change.remove ?? []) this.rows.delete(String(key))
    for (const row of change.put ?? []) this.rows.set(String([row.journal, row.writer, row.seq]), row)
    for (const id of change.letGo ?? []) this.earlier.delete(id)
    for (const text of change.setAside ?? []) this.earlier.set(text.id, text)
  }

  async discard(): Promise<void> {
    this.rows.clear()
    this.earlier.clear()
  }

  close(): void {
    this.isClosed = true
  }
}
