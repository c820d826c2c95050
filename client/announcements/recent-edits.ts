import type { ChangeDesc } from '@codemirror/state'

/** How many edits of others are remembered. */
export const MAX_RECENT_EDITS = 20
/** An edit that goes on where the person's last one ended, within this time, is the same one. */
const SAME_WITHIN_MS = 30_000

/** A place that somebody else changed, as offsets in the present text. Empty when they only deleted there. */
export interface RecentEdit {
  readonly personId: string
  readonly name: string
  from: number
  to: number
  /** Milliseconds since the epoch. */
  at: number
}

/** What the others changed last, newest first; at most 20, kept in place while the text goes on changing. */
export class RecentEdits {
  #edits: RecentEdit[] = []

  /** A frozen moment of it: the offsets change with the next edit. */
  get all(): readonly Readonly<RecentEdit>[] {
    return this.#edits
  }

  /** The newest of a person. */
  of(personId: string): Readonly<RecentEdit> | null {
    return this.#edits.find((edit) => edit.personId === personId) ?? null
  }

  /** Moves along with a change of the text. Before the edits of that change are added. */
  map(changes: ChangeDesc): void {
    for (const edit of this.#edits) {
      edit.from = changes.mapPos(edit.from, 1)
      edit.to = Math.max(edit.from, changes.mapPos(edit.to, -1))
    }
  }

  add({ personId, name, from, to, at }: RecentEdit): void {
    const last = this.of(personId)
    if (last !== null && at - last.at < SAME_WITHIN_MS && from <= last.to + 1 && to >= last.from - 1) {
      const merged = { personId, name, from: Math.min(from, last.from), to: Math.max(to, last.to), at }
      this.#edits = [merged, ...this.#edits.filter((edit) => edit !== last)]
      return
    }
    this.#edits = [{ personId, name, from, to, at }, ...this.#edits].slice(0, MAX_RECENT_EDITS)
  }
}
