import { LocalizeController, registerTranslation } from '@shoelace-style/localize'
import type { ReactiveControllerHost } from 'lit'
import type { PhrasesLike } from '../elements/phrases/phrases.ts'
import { relativeTime } from '../elements/relative-time.ts'
import type { RequestError } from '../elements/request.ts'
import type { PageLocalizeController } from './page-localize.ts'
import { en } from './phrases/home-en.ts'
import { ru } from './phrases/home-ru.ts'

/** All that the list of documents and the trash say. */
export type HomePhrases = PhrasesLike<typeof en>

let registered = false

/** What the list of documents and the trash say, in the language of the page. */
export class HomeLocalizeController extends LocalizeController<HomePhrases> {
  constructor(host: ReactiveControllerHost & HTMLElement) {
    if (!registered) registerTranslation(en, ru)
    registered = true
    super(host)
  }

  /** How long ago something was, in words; `justNow` below a minute. */
  ago(at: number, now: number, justNow: string): string {
    const time = relativeTime(at, now)
    return time ? this.relativeTime(time.value, time.unit, { numeric: 'auto' }) : justNow
  }

  /** A moment in full. */
  exact(at: number): string {
    return this.date(new Date(at), { dateStyle: 'long', timeStyle: 'short' })
  }
}

/** Why a request failed, in the words of the pages. */
export function reasonOf({ kind, status }: RequestError, pages: PageLocalizeController): string {
  return kind === 'offline' || kind === 'forbidden' || kind === 'busy'
    ? pages.term(`request.${kind}`)
    : pages.term('request.failed', status)
}
