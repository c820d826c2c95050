import { browserStorage } from '../presence/identity.ts'
import { choosePageLanguage } from './page-language.ts'
import { languagePreference, themePreference } from './preferences.ts'

/**
 * Gives the page its language and its colours, before its element is defined, so that nothing is said twice; and others
 * as soon as they are chosen, here or in another tab.
 */
export function startPage(): void {
  const theme = themePreference()
  applyLanguage(location.search)
  applyTheme(theme.value)
  languagePreference().watch(() => applyLanguage(''))
  theme.watch(applyTheme)
}

function applyLanguage(search: string): void {
  const storage = browserStorage()
  document.documentElement.lang = choosePageLanguage({ search, languages: navigator.languages, storage })
}

function applyTheme(theme: 'auto' | 'light' | 'dark'): void {
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme
}
