import { LocalizeController as BaseController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en } from './phrases/en.ts'
import type { Phrases } from './phrases/phrases.ts'

let registered = false
let asked = false

/**
 * What an element says, in the language of its own `lang` attribute, else of the page, else of the browser; English
 * where there is no translation, and until it has come: only English is part of the first load. Follows changes of
 * `lang` on the page and re-renders its host.
 *
 * ```ts
 * readonly #localize = new LocalizeController(this)
 * this.#localize.term('status.unsent', 3)
 * ```
 */
export class LocalizeController extends BaseController<Phrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    // Registered with the first element rather than at import, which must do nothing. English first: it is the fallback.
    if (!registered) registerTranslation(en)
    registered = true
    super(host)
  }

  /** Before each update of its host. */
  hostUpdate(): void {
    if (!asked && this.lang().toLowerCase().startsWith('ru')) void registerRussian()
  }
}

/** Every element that speaks Russian is rendered again when it is there. */
async function registerRussian(): Promise<void> {
  asked = true
  try {
    registerTranslation((await import('./phrases/ru.ts')).ru)
  } catch {
    // The network is away: asked for again with a later update, and English until then.
    asked = false
  }
}
