import type { EnckeEditor } from '../elements/encke-editor.ts'
import { isModAlone, pageKey } from './page-key.ts'

/**
 * Whether a key asks for the help on keys: `?` outside of a text, and `Mod-/` anywhere but in code, where whoever writes
 * code expects it to make a comment of the line.
 */
export function isHelpKey(event: KeyboardEvent, editor: EnckeEditor | null): boolean {
  if (pageKey(event) === '?') return true
  // By the place of the key as well: a slash is elsewhere, or nowhere, in other alphabets.
  if (!isModAlone(event) || (event.key !== '/' && event.code !== 'Slash')) return false
  return !(editor && event.composedPath().includes(editor) && makesComments(editor))
}

/** Whether the editor has a command for comments in code that can be done now. */
export function makesComments(editor: EnckeEditor): boolean {
  const command = editor.commands?.find('line.comment')
  return command != null && command.isAvailable?.() !== false
}
