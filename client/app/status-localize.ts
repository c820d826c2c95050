import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { en } from './phrases/status-en.ts'
import { ru } from './phrases/status-ru.ts'

/** All that the page `/status` says; no other page has to load it. */
export type StatusPhrases = PhrasesLike<typeof en>

let registered = false

/** What the page `/status` says, in the language of the page. */
export class StatusLocalizeController extends LocalizeController<StatusPhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }

  /** A time in words, as short as it may be: 4.2 ms, 120 ms, 2.5 s, 12 s. */
  duration(ms: number): string {
    if (ms < 999.5) return this.term('unit.milliseconds', this.#short(ms, 10))
    return this.term('unit.seconds', this.#short(ms / 1_000, 5))
  }

  /** An amount of bytes in words: 12 B, 3.4 kB, 5 MB. */
  bytes(count: number): string {
    if (count < 1_000) return this.term('unit.bytes', this.#short(count, 0))
    if (count < 999_500) return this.term('unit.kilobytes', this.#short(count / 1_000, 10))
    return this.term('unit.megabytes', this.#short(count / 1_000_000, 10))
  }

  /** With one digit after the point below `whole`. */
  #short(value: number, whole: number): string {
    return this.number(value, { maximumFractionDigits: value < whole ? 1 : 0 })
  }
}
