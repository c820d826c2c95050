import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en as elementsEnglish } from '../elements/phrases/en.ts'
import type { Phrases } from '../elements/phrases/phrases.ts'
import { ru as elementsRussian } from '../elements/phrases/ru.ts'
import type { CompanyPhrases } from './phrases/company-phrases.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

type Words = Phrases & CompanyPhrases

let registered = false
let russian: Words | null = null
let english: Words | null = null

/** What an element says of people: the phrases of the elements and those of company. */
export class CompanyLocalizeController extends LocalizeController<Words> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(elementsEnglish, elementsRussian, en, ru)
    registered = true
    super(host)
  }
}

/** The same for text made outside an element. The language is BCP 47; English where there is none. */
export function companyPhrasesIn(language: string): Words {
  // Once each: it is asked for with every caret that is drawn.
  if (!language.toLowerCase().startsWith('ru')) {
    english ??= { ...elementsEnglish, ...en }
    return english
  }
  russian ??= { ...elementsRussian, ...ru }
  return russian
}
