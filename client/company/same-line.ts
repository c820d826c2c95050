import type { EditorState } from '@codemirror/state'
import type { Clock } from '../../protocol/clock.ts'
import type { RecentEdits } from '../announcements/recent-edits.ts'

/** How long somebody counts as editing where their last edit was. */
export const EDITING_MS = 5_000

export interface SameLineOptions {
  recent: RecentEdits
  clock: Clock
  /** Somebody may have ended: call `look` when it suits. */
  onDue: () => void
}

/**
 * Who edits the line that the reader edits, so that both can be told before they undo each other's work. Without two
 * who do there is nobody, and no timer.
 */
export class SameLine {
  readonly #options: SameLineOptions
  #ownEditAt = Number.NEGATIVE_INFINITY
  #people: ReadonlySet<string> = new Set()
  #stopTimer: (() => void) | null = null
  #closed = false

  constructor(options: SameLineOptions) {
    this.#options = options
  }

  /** The ids of those who do; the one who edited last comes first. */
  get people(): ReadonlySet<string> {
    return this.#people
  }

  /** The reader changed the text. */
  typed(): void {
    this.#ownEditAt = this.#options.clock.now()
  }

  /** Looks again; true when it is somebody else than before. */
  look({ doc, selection }: EditorState): boolean {
    if (this.#closed) return false
    this.#stopTimer?.()
    this.#stopTimer = null
    const { recent, clock, onDue } = this.#options
    const now = clock.now()
    const line = doc.lineAt(selection.main.head)
    const isHere = ({ to, at }: { to: number; at: number }) => now - at < EDITING_MS && to >= line.from && to <= line.to
    const edits = now - this.#ownEditAt < EDITING_MS ? recent.all.filter(isHere) : []
    const before = this.#people
    this.#people = new Set(edits.map(({ personId }) => personId))
    if (edits.length > 0) {
      const end = Math.min(this.#ownEditAt, ...edits.map(({ at }) => at)) + EDITING_MS
      this.#stopTimer = clock.after(Math.max(1, end - now), onDue)
    }
    return [...before].join('\n') !== [...this.#people].join('\n')
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopTimer?.()
    this.#people = new Set()
  }
}
