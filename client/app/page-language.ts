/** The languages that the pages are written in, the fallback first. */
export const pageLanguages = ['en', 'ru'] as const
export type PageLanguage = (typeof pageLanguages)[number]

const storageKey = 'encke:language'

export interface PageLanguageOptions {
  /** `location.search`: `?lang=ru` decides, and is remembered for the pages that follow. */
  search: string
  /** `navigator.languages` */
  languages: readonly string[]
  /** Null where storage is forbidden. */
  storage: Pick<Storage, 'getItem' | 'setItem'> | null
}

/** The language of the page: asked for by the address, else remembered, else the first of the browser's that we have. */
export function choosePageLanguage({ search, languages, storage }: PageLanguageOptions): PageLanguage {
  const asked = parseLanguage(new URLSearchParams(search).get('lang'))
  try {
    if (asked) storage?.setItem(storageKey, asked)
    const remembered = asked ?? parseLanguage(storage?.getItem(storageKey))
    if (remembered) return remembered
  } catch {
    // Storage may be full or forbidden: then only this page has the language that was asked for.
    if (asked) return asked
  }
  for (const language of languages) {
    const known = parseLanguage(language)
    if (known) return known
  }
  return pageLanguages[0]
}

function parseLanguage(tag: string | null | undefined): PageLanguage | null {
  const [language] = (tag ?? '').toLowerCase().split('-')
  return pageLanguages.find((known) => known === language) ?? null
}
