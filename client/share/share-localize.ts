import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'
import type { SharePhrases } from './phrases/share-phrases.ts'

let registered = false

/** What sharing says, in the language of its host. Loaded with the button, not with the editor. */
export class ShareLocalizeController extends LocalizeController<SharePhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }
}
