import { openSearchPanel, search } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap, ViewPlugin } from '@codemirror/view'
import { Command, Replace, Search } from 'lucide-static'
import { type BuiltInCommand, builtInCommands, commandsOf } from './built-in-commands.ts'
import { commandKeys } from './command-keys.ts'
import type { CommandRegistry } from './command-registry.ts'
import { fileCommands } from './file-commands.ts'
import { isApplePlatform } from './key-words.ts'
import { type ModeSwitch, modeCommand } from './mode-commands.ts'
import { Palette } from './palette.ts'
import { pasteLimit } from './paste-limit.ts'
import { openReplace, SearchPanel } from './search-panel.ts'
import { textDirection } from './text-direction.ts'
import { textMode } from './text-mode.ts'
import { Toolbar } from './toolbar.ts'

export interface WritingOptions {
  commands: CommandRegistry
  /** Where the toolbar is drawn; null for nowhere. */
  toolbarPlace: () => HTMLElement | null
  /** The server's address, for files in the text; null where there is none. */
  server: () => string | null
  modes: ModeSwitch
}

/** All that helps to write, besides the letters: see the files of this folder. */
export function writing({ commands, toolbarPlace, server, modes }: WritingOptions): Extension {
  const toolbar = ViewPlugin.define((view) => new Toolbar(view, { commands, place: toolbarPlace }))
  const openPalette = (view: EditorView) => {
    new Palette({ view, commands, footer: () => view.plugin(toolbar)?.count.details ?? null }).open()
    return true
  }
  const builtIn = [...builtInCommands, ...searching(), ...fileCommands(server), paletteCommand(openPalette)]
  return [
    commandKeys(commands),
    keymap.of([
      { key: 'F1', run: openPalette },
      { key: replaceKey(), run: openReplace, scope: 'search-panel' },
      { key: 'Alt-F10', run: (view) => view.plugin(toolbar)?.focus() ?? false },
    ]),
    ViewPlugin.define((view) => ({ destroy: commands.add(...commandsOf(view, builtIn), modeCommand(view, modes)) })),
    toolbar,
    EditorView.scrollMargins.of((view) => view.plugin(toolbar)?.scrollMargins ?? null),
    search({ top: true, createPanel: (view) => new SearchPanel(view) }),
    pasteLimit(),
    textMode(),
    textDirection(),
  ]
}

/** Command-H hides the window. */
function replaceKey(): string {
  return isApplePlatform() ? 'Mod-Alt-f' : 'Mod-h'
}

function paletteCommand(run: (view: EditorView) => boolean): BuiltInCommand {
  return {
    id: 'palette.open',
    label: (phrases) => phrases['palette.open'],
    key: 'Mod-Shift-p',
    icon: Command,
    run,
    needs: 'nothing',
  }
}

function searching(): BuiltInCommand[] {
  return [
    {
      id: 'search.open',
      label: (phrases) => phrases['search.open'],
      key: 'Mod-f',
      icon: Search,
      run: openSearchPanel,
      needs: 'nothing',
    },
    {
      id: 'search.replace',
      label: (phrases) => phrases['search.open-replace'],
      key: replaceKey(),
      icon: Replace,
      run: openReplace,
      needs: 'writing',
    },
  ]
}
