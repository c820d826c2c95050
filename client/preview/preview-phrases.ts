import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

/** What the preview says in a language (BCP 47); English where there is none. */
export function previewPhrases(language: string): Record<keyof typeof en, string> {
  return language.toLowerCase().startsWith('ru') ? ru : en
}
