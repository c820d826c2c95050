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

  /** A time in words, as short as it may be: 4.2 ms, 120 ms, 5 s. */
  duration(ms: number): string {
    const [value, unit] = ms < 1_000 ? [ms, 'millisecond'] : [ms / 1_000, 'second']
    const maximumFractionDigits = value < 10 && (unit === 'second' || value >= 0.05) ? 1 : 0
    return this.number(value, { style: 'unit', unit, maximumFractionDigits })
  }

  /** An amount of bytes in words: 12 byte, 3.4 kB. */
  bytes(count: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
    const value = count / 1_000 ** step
    const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0
    return this.number(value, { style: 'unit', unit: units[step], maximumFractionDigits })
  }
}
