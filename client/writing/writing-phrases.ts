import type { EditorState } from '@codemirror/state'
import { interfaceLanguage } from '../editor/editor-settings.ts'
import { en } from './phrases/en.ts'
import type { WritingPhrases } from './phrases/phrases.ts'
import { ru } from './phrases/ru.ts'

/** What the writing tools say in a language (BCP 47); English where there is none. */
export function writingPhrases(language: string): WritingPhrases {
  return language.toLowerCase().startsWith('ru') ? ru : en
}

/** What the writing tools say in the language of an editor. */
export function phrasesOf(state: EditorState): WritingPhrases {
  return writingPhrases(state.facet(interfaceLanguage))
}
