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

  /** The moment in full, for a tip. */
  moment(at: number): string {
    return at === 0 ? '' : this.date(new Date(at), { dateStyle: 'long', timeStyle: 'short' })
  }
}
