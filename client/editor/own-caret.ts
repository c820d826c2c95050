import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { ySyncAnnotation } from 'y-codemirror.next'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { writeCursor } from './cursor.ts'

/** The least time between two positions of the own caret on the wire. */
export const CARET_INTERVAL_MS = 100

export interface OwnCaretOptions {
  awareness: Awareness
  ytext: Y.Text
  clock: Clock
}

/**
 * Tells the others where the own caret is: while the editor has the focus, when it has moved, at most every 100 ms.
 * A caret stays where it was when the focus goes; whether its person is there at all is for presence to say.
 */
export function ownCaret(options: OwnCaretOptions): Extension {
  return ViewPlugin.define((view) => new OwnCaret(view, options))
}

class OwnCaret {
  readonly #view: EditorView
  readonly #awareness: Awareness
  readonly #ytext: Y.Text
  readonly #clock: Clock
  #stopTimer: (() => void) | null = null
  #publishedAt = Number.NEGATIVE_INFINITY
  #published = ''

  constructor(view: EditorView, { awareness, ytext, clock }: OwnCaretOptions) {
    this.#view = view
    this.#awareness = awareness
    this.#ytext = ytext
    this.#clock = clock
  }

  update(update: ViewUpdate): void {
    // Another person's edit does not move the caret: it is tied to the characters around it.
    const byUs = update.transactions.some((transaction) => transaction.annotation(ySyncAnnotation) === undefined)
    const mayHaveMoved = update.selectionSet || update.focusChanged || (update.docChanged && byUs)
    if (!mayHaveMoved || !this.#view.hasFocus || this.#stopTimer !== null) return
    const delayMs = this.#publishedAt + CARET_INTERVAL_MS - this.#clock.now()
    this.#stopTimer = delayMs > 0 ? this.#clock.after(delayMs, () => this.#publish()) : this.#publishThisTurn()
  }

  destroy(): void {
    this.#stopTimer?.()
  }

  /** Not at once: the sync plugin may not have brought this change to the shared text yet. But in the same request. */
  #publishThisTurn(): () => void {
    let stopped = false
    queueMicrotask(() => {
      if (!stopped) this.#publish()
    })
    return () => {
      stopped = true
    }
  }

  #publish(): void {
    this.#stopTimer = null
    const { anchor, head } = this.#view.state.selection.main
    const cursor = writeCursor(this.#ytext, { anchor, head })
    const text = JSON.stringify(cursor)
    if (text === this.#published) return
    this.#published = text
    this.#publishedAt = this.#clock.now()
    this.#awareness.setLocalStateField('cursor', cursor)
  }
}
