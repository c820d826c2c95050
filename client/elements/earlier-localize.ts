import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en } from './phrases/earlier-en.ts'
import { ru } from './phrases/earlier-ru.ts'
import type { PhrasesLike } from './phrases/phrases.ts'

let registered = false

/** What is said of texts of earlier histories, in the language of an element; they come with their chunk. */
export class EarlierLocalizeController extends LocalizeController<PhrasesLike<typeof en>> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }
}
