import type { EditorView } from '@codemirror/view'
import { FileType } from 'lucide-static'
import { isCodeMode } from '../editor/editor-mode.ts'
import { editorSettings, interfaceLanguage } from '../editor/editor-settings.ts'
import { CommandRegistry, type EditorCommand } from './command-registry.ts'
import { loading } from './notice.ts'
import { Palette } from './palette.ts'
import type { WritingPhrases } from './phrases/phrases.ts'
import { phrasesOf, writingPhrases } from './writing-phrases.ts'

/** How the mode of the text is changed. */
export interface ModeSwitch {
  /** The host says what the text is: nobody else has a choice. */
  isFixed: () => boolean
  /** For everybody who has the document. */
  choose: (mode: string) => void
}

/** What people know it by, in English too. */
const keywords = 'mode markdown plain text code language syntax highlighting режим язык код подсветка'

/** The command that asks what the text is. */
export function modeCommand(view: EditorView, modes: ModeSwitch): EditorCommand {
  return {
    id: 'mode.choose',
    label: (language) => writingPhrases(language)['mode.choose'],
    keywords,
    icon: FileType,
    isAvailable: () => !view.state.readOnly && !modes.isFixed(),
    run: () => loading(view, openModes(view, modes)),
  }
}

/** What a mode is called, as well as it is known without the names of all languages. */
export function modeName(mode: string, phrases: WritingPhrases): string {
  if (mode === 'plain') return phrases['mode.plain']
  return mode.charAt(0).toUpperCase() + mode.slice(1)
}

async function openModes(view: EditorView, modeSwitch: ModeSwitch): Promise<void> {
  const phrases = phrasesOf(view.state)
  const { codeModes, nameOfCode } = await import('./mode-names.ts')
  const now = view.state.facet(editorSettings).mode
  const nameNow = isCodeMode(now) ? nameOfCode(now)?.toLowerCase() : now
  const modes = [
    { mode: 'markdown', name: 'Markdown', keywords: '.md' },
    { mode: 'plain', name: phrases['mode.plain'], keywords: 'plain text .txt' },
    ...codeModes(),
  ]
  const commands = new CommandRegistry()
  commands.add(
    ...modes.map(({ mode, name, keywords }) => ({
      id: `mode.${mode}`,
      label: name,
      keywords,
      isOn: () => mode === nameNow,
      run: () => modeSwitch.choose(mode),
    })),
  )
  new Palette({
    view,
    commands,
    footer: () => phrases['mode.everybody'],
    words: {
      label: phrases['mode.label'],
      filter: phrases['mode.filter'],
      nothing: (query) => writingPhrases(view.state.facet(interfaceLanguage))['mode.nothing'](query),
    },
  }).open()
}
