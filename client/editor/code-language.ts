import type { LanguageDescription, LanguageSupport } from '@codemirror/language'
import type { Parser } from '@lezer/common'

/**
 * A language of code by one of its names, or the ending of its files; its parser is loaded when it is asked for. Null
 * where nobody knows it, or it does not load: code can be read without colours as well, and the next asks again.
 */
export async function loadCodeLanguage(name: string): Promise<LanguageSupport | null> {
  try {
    const { languages } = await import('@codemirror/language-data')
    return (await findLanguage(languages, name.toLowerCase())?.load()) ?? null
  } catch {
    // Offline, for instance.
    return null
  }
}

/** The parser of such a language alone, for code that nobody writes in. */
export async function codeParser(name: string): Promise<Parser | null> {
  return (await loadCodeLanguage(name))?.language.parser ?? null
}

/** Which of the languages is called so, or has files that end so; `name` in small letters. */
export function findLanguage(languages: readonly LanguageDescription[], name: string): LanguageDescription | undefined {
  return (
    languages.find((language) => language.alias.includes(name)) ??
    languages.find((language) => language.extensions.includes(name.replace(/^\./, '')))
  )
}
