import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

/** All that is said about files, keyed as in English. */
export type FilePhrases = PhrasesLike<typeof en>

/** What is said about files in a language (BCP 47); English where there is none. */
export function filePhrases(language: string): FilePhrases {
  return language.toLowerCase().startsWith('ru') ? ru : en
}
