import type { Extension } from '@codemirror/state'
import { markdown } from '../editor/markdown.ts'
import { commandKeys } from './command-keys.ts'
import type { CommandRegistry } from './command-registry.ts'

export interface WritingOptions {
  commands: CommandRegistry
  /** Where the toolbar is drawn; null for nowhere. */
  toolbarPlace: () => HTMLElement | null
}

/** All that helps to write, besides the letters: see the files of this folder. */
export function writing({ commands }: WritingOptions): Extension {
  return [commandKeys(commands), markdown()]
}
