import type { EditorView } from '@codemirror/view'
import { Download, Printer } from 'lucide-static'
import { isCodeMode } from '../editor/editor-mode.ts'
import { editorSettings, interfaceLanguage } from '../editor/editor-settings.ts'
import { download } from '../elements/download.ts'
import type { BuiltInCommand } from './built-in-commands.ts'
import { type ExportFormat, exportText, fileNameOf } from './export-text.ts'
import type { ExportedText } from './exported-text.ts'
import { loading, notify } from './notice.ts'
import { phrasesOf } from './writing-phrases.ts'

/** Nothing is said of what takes less, in milliseconds. */
const PATIENCE_MS = 1_000

/** Printing and downloading the text. `server` is the address of the files in it. */
export function fileCommands(server: () => string | null): BuiltInCommand[] {
  const saving = (name: ExportFormat | 'source', fits: (mode: string) => boolean): BuiltInCommand => ({
    id: `file.${name}`,
    label: (phrases) => phrases[`file.${name}`],
    icon: Download,
    run: (view) => {
      loading(view, save(view, name, server()))
      return true
    },
    needs: 'nothing',
    fits,
  })
  return [
    {
      id: 'file.print',
      label: (phrases) => phrases['file.print'],
      icon: Printer,
      run: (view) => {
        loading(view, print(view, server()))
        return true
      },
      needs: 'nothing',
    },
    saving('md', (mode) => mode === 'markdown'),
    saving('txt', (mode) => !isCodeMode(mode)),
    saving('source', isCodeMode),
    saving('html', () => true),
  ]
}

/** The text of a view, with what a file of it needs to know. */
export function exportedText(view: EditorView, server: string | null): ExportedText {
  const { state } = view
  const language = state.facet(interfaceLanguage)
  const untitled = phrasesOf(state)['file.untitled']
  const { mode } = state.facet(editorSettings)
  return { text: state.sliceDoc(), mode, language, server, untitled, progress: progressOf(view) }
}

/** What takes long says how far it is. */
function progressOf(view: EditorView): (part: number) => void {
  const start = performance.now()
  let said = -1
  return (part) => {
    const percent = Math.floor(part * 10) * 10
    if (percent === said || performance.now() - start < PATIENCE_MS) return
    said = percent
    notify(view, percent < 100 ? phrasesOf(view.state)['file.preparing'](percent) : '')
  }
}

async function print(view: EditorView, server: string | null): Promise<void> {
  const { printText } = await import('./print-text.ts')
  await printText(exportedText(view, server))
}

async function save(view: EditorView, name: ExportFormat | 'source', server: string | null): Promise<void> {
  const exported = exportedText(view, server)
  const ending = name === 'source' ? (await import('./mode-names.ts')).endingOf(exported.mode) : name
  const file = await exportText(name === 'source' ? 'txt' : name, exported)
  download(fileNameOf(exported.text, { format: ending, untitled: exported.untitled }), ending, file)
}
