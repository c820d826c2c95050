import { defaultKeymap } from '@codemirror/commands'
import { searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { CommandRegistry } from '../writing/command-registry.ts'
import { writing } from '../writing/writing.ts'

export interface AmenitiesOptions {
  /** What can be asked for by name; features add to it. */
  commands?: CommandRegistry
  /** Where the bar with buttons is drawn; null for none. */
  toolbarPlace?: () => HTMLElement | null
  /** The server's address, for files in the text; null where there is none. */
  server?: () => string | null
}

/**
 * What makes writing comfortable and is not part of writing the first letter: all key bindings, search, Markdown, the
 * toolbar, the palette. A chunk of its own, which comes while the connection is being made.
 */
export function amenities({
  commands = new CommandRegistry(),
  toolbarPlace = () => null,
  server = () => null,
}: AmenitiesOptions = {}): Extension {
  return [writing({ commands, toolbarPlace, server }), keymap.of([...searchKeymap, ...defaultKeymap])]
}
