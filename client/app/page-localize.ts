import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en as elementsEnglish } from '../elements/phrases/en.ts'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { ru as elementsRussian } from '../elements/phrases/ru.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

/** All that the pages say, keyed as in English. The elements have phrases of their own (`elements/localize.ts`). */
export type PagePhrases = PhrasesLike<typeof en>

let registered = false

/** What a page says, in the language of the page. */
export class PageLocalizeController extends LocalizeController<PagePhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    // With those of the elements, which would otherwise load a language after they were seen in another.
    if (!registered) registerTranslation(elementsEnglish, elementsRussian, en, ru)
    registered = true
    super(host)
  }
}
