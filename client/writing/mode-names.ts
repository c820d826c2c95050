import { languages } from '@codemirror/language-data'
import { parseDocumentMode } from '../../protocol/document-mode.ts'
import { findLanguage } from '../editor/code-language.ts'
import { isCodeMode } from '../editor/editor-mode.ts'
import { usualEnding } from './file-mode.ts'

/** A mode that a text may have. */
export interface NamedMode {
  /** What is kept. */
  mode: string
  /** What it is called. */
  name: string
  /** Other names of it, and endings of its files, by which it is found. */
  keywords: string
}

/** Every language that there are colours for, by name. A chunk of its own: it is large, and seldom asked for. */
export function codeModes(): NamedMode[] {
  return languages
    .filter(({ name }) => name !== 'Markdown')
    .map(({ name, alias, extensions }) => ({
      // One of the names may have a sign that no mode has.
      mode: [name, ...extensions].map(parseDocumentMode).find((mode) => mode !== '') ?? 'plain',
      name,
      keywords: [...alias, ...extensions.map((extension) => `.${extension}`)].join(' '),
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** What a language is called; null for one that nobody knows. */
export function nameOfCode(mode: string): string | null {
  return findLanguage(languages, mode)?.name ?? null
}

/** How names of files of a mode end, without the dot. */
export function endingOf(mode: string): string {
  if (!isCodeMode(mode)) return mode === 'plain' ? 'txt' : 'md'
  // Some languages begin with names that few use.
  return (
    usualEnding(mode) ??
    findLanguage(languages, mode)?.extensions.find((ending) => ending === ending.toLowerCase()) ??
    'txt'
  )
}
