import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { relativeTime } from '../elements/relative-time.ts'
import { en } from './phrases/en.ts'
import { ru } from './phrases/ru.ts'

/** All that comments and chat say, keyed as in English; they come with their chunk, not with the editor. */
export type CommentPhrases = PhrasesLike<typeof en>

let registered = false

/** What comments and chat say, in the language of their element. */
export class CommentsLocalizeController extends LocalizeController<CommentPhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }

  /** How long ago a moment was, in words; empty for one that is unknown. */
  ago(at: number, now: number): string {
    if (at === 0) return ''
    const time = relativeTime(at, now)
    if (time === null) return this.term('comments.just-now')
    return this.relativeTime(time.value, time.unit, { numeric: 'auto', style: 'short' })
  }

  /** Where days are told: how long ago a moment of today was, and the time of an earlier day. */
  time(at: number, now: number): string {
    const isEarlier = at > 0 && at < new Date(now).setHours(0, 0, 0, 0)
    return isEarlier ? this.date(new Date(at), { timeStyle: 'short' }) : this.ago(at, now)
  }

  /** The day of a moment: today, yesterday, or its date; begun with a capital letter, as a heading is. */
  day(at: number, now: number): string {
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 86_400_000)
    const words = days === 0 || days === -1 ? this.relativeTime(days, 'day', { numeric: 'auto' }) : this.#date(at, now)
    return words.charAt(0).toLocaleUpperCase(this.lang()) + words.slice(1)
  }

  #date(at: number, now: number): string {
    const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
    const year = isThisYear ? {} : { year: 'numeric' as const }
    return this.date(new Date(at), { weekday: 'long', day: 'numeric', month: 'long', ...year })
  }

  /** The moment in full, for a tip. */
  moment(at: number): string {
    return at === 0 ? '' : this.date(new Date(at), { dateStyle: 'long', timeStyle: 'short' })
  }
}
