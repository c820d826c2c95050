import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en as elementsEnglish } from '../elements/phrases/en.ts'
import type { Phrases } from '../elements/phrases/phrases.ts'
import { ru as elementsRussian } from '../elements/phrases/ru.ts'
import type { CompanyPhrases } from './phrases/company-phrases.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

let registered = false

/** What an element says of people: the phrases of the elements and those of company. */
export class CompanyLocalizeController extends LocalizeController<Phrases & CompanyPhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(elementsEnglish, elementsRussian, en, ru)
    registered = true
    super(host)
  }
}

/** The same for text made outside an element. The language is BCP 47; English where there is none. */
export function companyPhrasesIn(language: string): Phrases & CompanyPhrases {
  return language.toLowerCase().startsWith('ru') ? { ...elementsRussian, ...ru } : { ...elementsEnglish, ...en }
}
