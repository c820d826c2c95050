import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { en } from './phrases/notes-en.ts'
import { ru } from './phrases/notes-ru.ts'

/** What is said about footnotes in a language (BCP 47); English where there is none. */
export function noteWords(language: string): PhrasesLike<typeof en> {
  return language.toLowerCase().startsWith('ru') ? ru : en
}
