import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { en } from './phrases/settings-en.ts'
import { ru } from './phrases/settings-ru.ts'

/** All that the settings say; loaded with them. */
export type SettingsPhrases = PhrasesLike<typeof en>

let registered = false

/** What the settings say, in the language of the page. */
export class SettingsLocalizeController extends LocalizeController<SettingsPhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }
}
