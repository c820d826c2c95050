import { browserStorage } from '../presence/identity.ts'
import { choosePageLanguage } from './page-language.ts'

/** Gives the page its language, before its element is defined, so that nothing is said twice. */
export function startPage(): void {
  document.documentElement.lang = choosePageLanguage({
    search: location.search,
    languages: navigator.languages,
    storage: browserStorage(),
  })
}
