import { findNext, openSearchPanel, SearchQuery, setSearchQuery } from '@codemirror/search'
import type { EditorView } from '@codemirror/view'

/** Opens the search with these words, at the first place that has them. */
export function findText(view: EditorView, words: string): void {
  view.dispatch({ selection: { anchor: 0 } })
  openSearchPanel(view)
  view.dispatch({ effects: setSearchQuery.of(new SearchQuery({ search: words, literal: true })) })
  findNext(view)
}
