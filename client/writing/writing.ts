import type { Extension } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import { builtInCommands, commandsOf } from './built-in-commands.ts'
import { commandKeys } from './command-keys.ts'
import type { CommandRegistry } from './command-registry.ts'
import { textDirection } from './text-direction.ts'
import { textMode } from './text-mode.ts'

export interface WritingOptions {
  commands: CommandRegistry
  /** Where the toolbar is drawn; null for nowhere. */
  toolbarPlace: () => HTMLElement | null
}

/** All that helps to write, besides the letters: see the files of this folder. */
export function writing({ commands }: WritingOptions): Extension {
  return [
    commandKeys(commands),
    ViewPlugin.define((view) => ({ destroy: commands.add(...commandsOf(view, builtInCommands)) })),
    textMode(),
    textDirection(),
  ]
}
