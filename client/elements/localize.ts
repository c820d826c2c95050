import { LocalizeController as BaseController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en } from './phrases/en.ts'
import type { Phrases } from './phrases/phrases.ts'
import { ru } from './phrases/ru.ts'

let registered = false

/**
 * What an element says, in the language of its own `lang` attribute, else of the page, else of the browser; English
 * where there is no translation. Follows changes of `lang` on the page and re-renders its host.
 *
 * ```ts
 * readonly #localize = new LocalizeController(this)
 * this.#localize.term('status.unsent', 3)
 * ```
 */
export class LocalizeController extends BaseController<Phrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    // Registered with the first element rather than at import, which must do nothing. English first: it is the fallback.
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }
}

/** The phrase in a language, for text made outside an element. The language is BCP 47; English where there is none. */
export function phrasesIn(language: string): Phrases {
  return language.toLowerCase().startsWith('ru') ? ru : en
}
