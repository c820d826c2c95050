import type { Doc } from 'yjs'
import type { Clock } from '../../../protocol/clock.ts'
import type { Journal } from './journal.ts'
import type { FoundEdits } from './journal-reader.ts'
import type { EarlierText } from './journal-store.ts'
import type { JournalTarget } from './journal-target.ts'
import type { JournalView } from './journal-view.ts'
import { type EditBatch, PendingEdits } from './pending-edits.ts'

export interface JournalLinkOptions {
  target: JournalTarget
  clock: Clock
  view: () => JournalView
  textOf: (doc: Doc) => string
  restore: (found: FoundEdits) => number
  onChange: () => void
}

const none: readonly EarlierText[] = Object.freeze([])

/**
 * A provider's way to its journal, which is a chunk of its own and is loaded while the connection is being made. Nobody
 * waits for it: what is edited meanwhile is put in afterwards. Without a journal everything goes on, and keeps nothing.
 */
export class JournalLink {
  readonly #options: JournalLinkOptions
  readonly #pending = new PendingEdits()
  #journal: Journal | null = null
  #isClosed = false
  #isOver = false
  readonly #opening: Promise<void>

  constructor(options: JournalLinkOptions) {
    this.#options = options
    this.#opening = this.#open()
    globalThis.addEventListener?.('pagehide', this.#hide)
    globalThis.addEventListener?.('pageshow', this.#show)
    globalThis.document?.addEventListener('visibilitychange', this.#flush)
  }

  /** Edits that are unsafe outlive this tab. */
  get keeps(): boolean {
    return this.#journal?.keeps ?? false
  }

  /** Edits of earlier pages that are not in the document yet. */
  get waiting(): number {
    return this.#journal?.waiting ?? 0
  }

  /** Texts of earlier histories of the document; the same array until there are others. */
  get earlier(): readonly EarlierText[] {
    return this.#journal?.earlier ?? none
  }

  /** Takes an edit of this tab. `update` is to be called afterwards. */
  add(edit: EditBatch): void {
    if (!this.#isOver) this.#pending.add(edit)
  }

  /** The document or its connection changed. */
  update(): void {
    this.#journal?.update()
  }

  /** Once more: another page may have gone meanwhile. */
  look(): void {
    this.#journal?.look().catch(notNow)
  }

  /** Keeps a text of an earlier history in the place of this tab's edits. Resolves with false when it is not kept. */
  async setAside(earlier: { text: string; edits: number }): Promise<boolean> {
    this.#end()
    await this.#opening
    if (!this.#journal) return false
    return this.#journal.setAside(earlier).then(
      () => true,
      () => false,
    )
  }

  letGo(id: string): void {
    this.#journal?.letGo(id).catch(notNow)
  }

  /** Keeps nothing of this document any more. */
  async discard(): Promise<void> {
    this.#end()
    await this.#opening
    await this.#journal?.discard().catch(notNow)
  }

  /** What is kept stays. Idempotent. */
  close(): void {
    globalThis.removeEventListener?.('pagehide', this.#hide)
    globalThis.removeEventListener?.('pageshow', this.#show)
    globalThis.document?.removeEventListener('visibilitychange', this.#flush)
    this.#isClosed = true
    void this.#journal?.close()
    this.#journal = null
    this.#end()
  }

  #end(): void {
    this.#isOver = true
    this.#pending.take()
  }

  async #open(): Promise<void> {
    try {
      const { openJournal } = await import('./open-journal.ts')
      if (this.#isClosed) return
      const journal = await openJournal({ ...this.#options, pending: this.#pending })
      if (this.#isClosed) void journal.close()
      else this.#journal = journal
      await this.#journal?.look()
    } catch {
      // Forbidden, broken, or not to be loaded: nothing is kept, and the chip says where the edits are.
      await this.#journal?.close()
      this.#journal = null
      this.#end()
    }
    this.#options.onChange()
    this.#journal?.update()
  }

  readonly #flush = (): void => this.#journal?.flush()
  readonly #hide = (): void => this.#journal?.hide()
  readonly #show = (): void => this.#journal?.show()
}

/** The store does not answer. What was to be done there is not needed here. */
function notNow(_error: unknown): void {}
