import type { ChangeDesc } from '@codemirror/state'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { parsePresenceState } from '../presence/presence-state.ts'
import { readCursor } from './cursor.ts'
import { makeCaret, mapCaret, type RemoteCaret } from './remote-caret.ts'

/** How long a label stays after its person did something. */
export const LABEL_MS = 2_000

export interface RemoteCaretsStateOptions {
  awareness: Awareness
  ytext: Y.Text
  clock: Clock
  /** Somebody moved, came or went: call `refresh` when it suits. */
  onStale: () => void
}

interface AwarenessChange {
  added: number[]
  updated: number[]
  removed: number[]
}

/**
 * Where the others' carets are, kept as offsets.
 *
 * A relative position is only resolved when its person moves, since Yjs walks the text for it; in between, offsets are
 * mapped through the changes of the text, as the own selection is. A caret in text that has not arrived yet stays where
 * it was, and is tried again after each change.
 */
export class RemoteCaretsState {
  readonly #awareness: Awareness
  readonly #ytext: Y.Text
  readonly #clock: Clock
  readonly #onStale: () => void
  readonly #carets = new Map<number, RemoteCaret>()
  /** The cursor that a caret was made from, as text. */
  readonly #cursors = new Map<number, string>()
  readonly #recentUntil = new Map<number, number>()
  readonly #stale: Set<number>
  readonly #unresolved = new Set<number>()
  /** Who wrote the transaction that is being applied. */
  #authors: ReadonlySet<number> = new Set()
  #closed = false

  constructor({ awareness, ytext, clock, onStale }: RemoteCaretsStateOptions) {
    this.#awareness = awareness
    this.#ytext = ytext
    this.#clock = clock
    this.#onStale = onStale
    this.#stale = new Set(awareness.getStates().keys())
    awareness.on('change', this.#onAwareness)
    ytext.doc?.on('beforeObserverCalls', this.#onTransaction)
    ytext.doc?.on('afterTransaction', this.#onTransactionEnd)
  }

  get carets(): Iterable<RemoteCaret> {
    return this.#carets.values()
  }

  /** True while the label of this tab's caret is due. */
  isRecent(clientId: number): boolean {
    return (this.#recentUntil.get(clientId) ?? 0) > this.#clock.now()
  }

  get hasRecent(): boolean {
    return [...this.#recentUntil.keys()].some((clientId) => this.isRecent(clientId))
  }

  /** Moves the carets along with a change of the text. Call it while the change is applied. */
  map(changes: ChangeDesc): void {
    for (const [clientId, caret] of this.#carets) {
      this.#carets.set(clientId, mapCaret(caret, changes, this.#authors.has(clientId)))
    }
    if (this.#unresolved.size === 0) return
    for (const clientId of this.#unresolved) this.#stale.add(clientId)
    this.#onStale()
  }

  /** Reads what the others have said since the last call. True when there is something new to draw. */
  refresh(): boolean {
    let changed = false
    for (const clientId of this.#stale) {
      if (clientId !== this.#awareness.clientID && this.#read(clientId)) changed = true
    }
    this.#stale.clear()
    return changed
  }

  /** Calls back when the first of the labels that are due now is over; nothing is scheduled without one. */
  afterNextLabel(callback: () => void): (() => void) | null {
    const now = this.#clock.now()
    let next = Number.POSITIVE_INFINITY
    for (const [clientId, until] of this.#recentUntil) {
      if (until > now) next = Math.min(next, until)
      else this.#recentUntil.delete(clientId)
    }
    return next === Number.POSITIVE_INFINITY ? null : this.#clock.after(next - now, callback)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#awareness.off('change', this.#onAwareness)
    this.#ytext.doc?.off('beforeObserverCalls', this.#onTransaction)
    this.#ytext.doc?.off('afterTransaction', this.#onTransactionEnd)
  }

  #read(clientId: number): boolean {
    this.#unresolved.delete(clientId)
    const before = this.#carets.get(clientId)
    const state = parsePresenceState(this.#awareness.getStates().get(clientId))
    if (state === null || state.cursor === null) return this.#forget(clientId)
    const cursor = JSON.stringify(state.cursor)
    const moved = cursor !== this.#cursors.get(clientId)
    const selection = moved || before === undefined ? readCursor(this.#ytext, state.cursor) : before
    if (selection === null) {
      // Presence is faster than text, which has to be durable first: the caret stays where it was, and does not blink.
      this.#unresolved.add(clientId)
      return false
    }
    const { anchor, head } = selection
    const caret = makeCaret(clientId, state, { anchor, head })
    this.#carets.set(clientId, caret)
    this.#cursors.set(clientId, cursor)
    const active = !caret.dimmed && (moved || state.activity === 'typing')
    // A label says why the caret looks different now.
    if (active || (caret.lost && before?.lost === false)) this.#recentUntil.set(clientId, this.#clock.now() + LABEL_MS)
    return active || before === undefined || !looksSame(before, caret)
  }

  #forget(clientId: number): boolean {
    this.#cursors.delete(clientId)
    this.#recentUntil.delete(clientId)
    return this.#carets.delete(clientId)
  }

  readonly #onAwareness = ({ added, updated, removed }: AwarenessChange): void => {
    const size = this.#stale.size
    for (const clientId of [...added, ...updated, ...removed]) {
      if (clientId !== this.#awareness.clientID) this.#stale.add(clientId)
    }
    if (this.#stale.size > size) this.#onStale()
  }

  readonly #onTransaction = ({ local, beforeState, afterState }: Y.Transaction): void => {
    if (local || this.#carets.size === 0) return
    const authors = new Set<number>()
    for (const clientId of this.#carets.keys()) {
      if (beforeState.get(clientId) !== afterState.get(clientId)) authors.add(clientId)
    }
    this.#authors = authors
  }

  readonly #onTransactionEnd = (): void => {
    this.#authors = new Set()
  }
}

function looksSame(a: RemoteCaret, b: RemoteCaret): boolean {
  return (
    a.anchor === b.anchor &&
    a.head === b.head &&
    a.name === b.name &&
    a.color === b.color &&
    a.dimmed === b.dimmed &&
    a.lost === b.lost
  )
}
