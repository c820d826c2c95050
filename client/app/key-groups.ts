import { inOrder } from '../writing/command-order.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'
import type { KeyGroup } from './keys-dialog.ts'
import type { KeysPhrases } from './keys-localize.ts'
import { keysPhrasesIn } from './keys-localize.ts'

type Line = [phrase: keyof KeysPhrases & `keys.${string}`, ...keys: string[]]

/** The keys of CodeMirror itself, which every editor has. */
const editing: readonly Line[] = [
  ['keys.undo', 'Mod-z'],
  ['keys.redo', 'Mod-y', 'Mod-Shift-z'],
  ['keys.select-all', 'Mod-a'],
  ['keys.indent', 'Mod-]', 'Mod-['],
  ['keys.delete-line', 'Shift-Mod-k'],
  ['keys.move-line', 'Alt-ArrowUp', 'Alt-ArrowDown'],
  ['keys.copy-line', 'Shift-Alt-ArrowUp', 'Shift-Alt-ArrowDown'],
  ['keys.caret-above', 'Mod-Alt-ArrowUp', 'Mod-Alt-ArrowDown'],
  ['keys.next-occurrence', 'Mod-d'],
  ['keys.simplify', 'Escape'],
]
const finding: readonly Line[] = [
  ['keys.find', 'Mod-f'],
  ['keys.find-next', 'Mod-g', 'Shift-Mod-g'],
  ['keys.go-to-line', 'Mod-Alt-g'],
]
const documentPage: readonly Line[] = [
  ['keys.help', '?', 'Mod-/'],
  ['keys.print', 'Mod-p'],
  ['keys.leave-text', 'Tab'],
  ['keys.leave-title', 'Enter'],
]
const homePage: readonly Line[] = [
  ['keys.new', 'n'],
  ['keys.search', '/'],
  ['keys.undo-trash', 'Mod-z'],
  ['keys.help', '?'],
]
const homeList: readonly Line[] = [
  ['keys.rows', 'ArrowUp', 'ArrowDown'],
  ['keys.open', 'Enter'],
  ['keys.rename', 'F2'],
  ['keys.trash', 'Delete'],
]

/** The keys of the list of documents, in a language (BCP 47). */
export function homeKeys(language: string): KeyGroup[] {
  const phrases = keysPhrasesIn(language)
  return [group(phrases, 'keys.group-page', homePage), group(phrases, 'keys.group-list', homeList)]
}

/** The keys of a document's page: of the page, of the commands that its editor has now, and of the text. */
export function documentKeys(commands: Pick<CommandRegistry, 'all'> | null, language: string): KeyGroup[] {
  const phrases = keysPhrasesIn(language)
  const pageKeys = new Set(documentPage.flatMap(([, ...keys]) => keys))
  const lines = inOrder(commands?.all ?? []).flatMap((command) => {
    const { id, label, key } = command
    // Told with all their keys below, where it says whose edits they take back.
    if (id === 'edit.undo' || id === 'edit.redo') return []
    // A key of the page that a command takes only now and then is the command's while it does.
    if (key === undefined || (pageKeys.has(key) && command.isAvailable?.() === false)) return []
    return [{ label: typeof label === 'string' ? label : label(language), keys: [key] }]
  })
  const taken = new Set(lines.flatMap(({ keys }) => keys))
  // A command that has the key of one of CodeMirror's comes before it.
  const free = (known: readonly Line[]): Line[] =>
    known.flatMap(([phrase, ...keys]) => {
      const left = keys.filter((key) => !taken.has(key))
      return left.length > 0 ? [[phrase, ...left]] : []
    })
  return [
    group(phrases, 'keys.group-page', free(documentPage)),
    ...(lines.length > 0 ? [{ title: phrases['keys.group-commands'], lines }] : []),
    group(phrases, 'keys.group-editing', free(editing)),
    group(phrases, 'keys.group-finding', free(finding)),
  ].filter(({ lines }) => lines.length > 0)
}

function group(phrases: KeysPhrases, title: Line[0], lines: readonly Line[]): KeyGroup {
  return { title: phrases[title], lines: lines.map(([phrase, ...keys]) => ({ label: phrases[phrase], keys })) }
}
