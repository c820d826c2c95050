import type { ChangeDesc, Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { ySyncAnnotation } from 'y-codemirror.next'
import type * as Y from 'yjs'
import { remoteCaretsIn } from './remote-carets.ts'

/** What somebody else changed in one place: offsets in the text after it. */
export interface RemoteEdit {
  /** The awareness id of the tab that wrote it. */
  clientId: number
  from: number
  to: number
}

export interface RemoteEditsOptions {
  ydoc: Y.Doc
  /** The text has changed. Called during the update: look, and do nothing to the view. */
  onChange: (change: { changes: ChangeDesc; byReader: boolean; edits: readonly RemoteEdit[] }) => void
}

/** More places than this in one change are a merge, not somebody at work. */
const MAX_PLACES = 8

/**
 * Tells who changed what. A change comes without its author when several wrote at once, or deleted: then it is by
 * whose caret stands in it. What cannot be told is left out.
 */
export function remoteEdits(options: RemoteEditsOptions): Extension {
  return ViewPlugin.define((view) => new RemoteEdits(view, options))
}

class RemoteEdits {
  readonly #view: EditorView
  readonly #options: RemoteEditsOptions
  /** Who wrote the transaction that is being applied; null when it is by the reader. */
  #authors: ReadonlySet<number> | null = null

  constructor(view: EditorView, options: RemoteEditsOptions) {
    this.#view = view
    this.#options = options
    options.ydoc.on('beforeObserverCalls', this.#onTransaction)
  }

  update(update: ViewUpdate): void {
    if (!update.docChanged) return
    const isSynced = update.transactions.some((transaction) => transaction.annotation(ySyncAnnotation) !== undefined)
    // Undo goes through the shared text as well.
    const authors = isSynced ? this.#authors : null
    const edits: RemoteEdit[] = []
    if (authors !== null) {
      update.changes.iterChangedRanges((_fromA, _toA, from, to) => {
        if (edits.length > MAX_PLACES) return
        const clientId = this.#authorOf({ from, to }, authors)
        if (clientId !== null) edits.push({ clientId, from, to })
      })
    }
    const { changes } = update
    this.#options.onChange({ changes, byReader: authors === null, edits: edits.length > MAX_PLACES ? [] : edits })
  }

  destroy(): void {
    this.#options.ydoc.off('beforeObserverCalls', this.#onTransaction)
  }

  /** Without authors somebody only deleted: Yjs does not say who. */
  #authorOf({ from, to }: { from: number; to: number }, authors: ReadonlySet<number>): number | null {
    const [only] = authors
    if (authors.size === 1 && only !== undefined) return only
    for (const { clientId, head } of remoteCaretsIn(this.#view)) {
      if (head >= from - 1 && head <= to + 1 && (authors.size === 0 || authors.has(clientId))) return clientId
    }
    return null
  }

  readonly #onTransaction = ({ local, beforeState, afterState }: Y.Transaction): void => {
    if (local) {
      this.#authors = null
      return
    }
    const authors = new Set<number>()
    for (const [clientId, clock] of afterState) {
      if (beforeState.get(clientId) !== clock) authors.add(clientId)
    }
    this.#authors = authors
  }
}
