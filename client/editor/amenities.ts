import { defaultKeymap } from '@codemirror/commands'
import { searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { CommandRegistry } from '../writing/command-registry.ts'
import type { ModeSwitch } from '../writing/mode-commands.ts'
import { writing } from '../writing/writing.ts'

export interface AmenitiesOptions {
  /** What can be asked for by name; features add to it. */
  commands?: CommandRegistry
  /** Where the bar with buttons is drawn; null for none. */
  toolbarPlace?: () => HTMLElement | null
  /** The server's address, for files in the text; null where there is none. */
  server?: () => string | null
  /** Nobody has a choice by default. */
  modes?: ModeSwitch
}

/**
 * What makes writing comfortable and is not part of writing the first letter: all key bindings, search, Markdown, the
 * toolbar, the palette. A chunk of its own, which comes while the connection is being made.
 */
export function amenities({
  commands = new CommandRegistry(),
  toolbarPlace = () => null,
  server = () => null,
  modes = { isFixed: () => true, choose: () => {} },
}: AmenitiesOptions = {}): Extension {
  return [writing({ commands, toolbarPlace, server, modes }), keymap.of([...searchKeymap, ...defaultKeymap])]
}
