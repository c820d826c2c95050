import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { en } from './phrases/keys-en.ts'
import { ru } from './phrases/keys-ru.ts'

/** All that the help on keys says; loaded with it. */
export type KeysPhrases = PhrasesLike<typeof en>

let registered = false

/** What the help on keys says, in the language of the page. */
export class KeysLocalizeController extends LocalizeController<KeysPhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }
}

/** The same phrases for what is made outside of an element. The language is BCP 47. */
export function keysPhrasesIn(language: string): KeysPhrases {
  return language.toLowerCase().startsWith('ru') ? ru : en
}
