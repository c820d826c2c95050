import { defaultKeymap } from '@codemirror/commands'
import { search, searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { markdown } from './markdown.ts'

/**
 * What makes writing comfortable and is not part of writing the first letter: all key bindings, search, Markdown.
 * A chunk of its own, a third of the editor's size, which comes while the connection is being made.
 */
export function amenities(): Extension {
  return [keymap.of([...searchKeymap, ...defaultKeymap]), search({ top: true }), markdown()]
}
