import type { Clock } from '../../protocol/clock.ts'
import type { CompanyPhrases } from '../company/phrases/company-phrases.ts'
import type { AnnouncementLevel } from './announcement-level.ts'
import { listNames } from './list-names.ts'

/** The least time between two lines that nobody asked for. */
export const EVERY_MS = 5_000
/** Nothing is said within this time after the reader's own key. */
export const QUIET_AFTER_KEY_MS = 2_000
/** An edit that could not be told of within this time is no news any more. */
export const EDIT_IS_NEWS_MS = 10_000
/** The same words about the same person are not repeated within this time. */
export const REPEAT_AFTER_MS = 30_000
/** How many lines away an edit is still near. */
export const NEAR_LINES = 2

/** Where somebody edits, as the reader sees it. */
export interface EditPlace {
  name: string
  /** From 1. */
  line: number
  /** From the line of the reader's caret to it, negative above. */
  distance: number
}

export interface AnnouncerOptions {
  clock: Clock
  level: () => AnnouncementLevel
  phrases: () => CompanyPhrases
  /** BCP 47, for lists of names. */
  language: () => string
  /** How many people are here, the reader among them. */
  count: () => number
  /** Where somebody's newest edit is by now; null when it cannot be told any more. */
  placeOf: (personId: string) => EditPlace | null
  /** Has a line read out. */
  say: (text: string) => void
}

/**
 * What others do, in words, for who does not see it: who came and left, whose line is cut, and who
 * edits near the own caret. At most one
 * line in 5 s, none while the reader types, none twice. What waits is gathered by person, so it is bounded by them;
 * without news no timer runs.
 */
export class Announcer {
  readonly #options: AnnouncerOptions
  readonly #joined = new Map<string, string>()
  readonly #left = new Map<string, string>()
  readonly #lost = new Map<string, string>()
  readonly #back = new Map<string, string>()
  /** By person, when they edited. */
  readonly #edits = new Map<string, number>()
  /** By person, what was last said of their edits, and when. */
  readonly #said = new Map<string, { text: string; at: number }>()
  #note = ''
  #quietUntil = Number.NEGATIVE_INFINITY
  #stopTimer: (() => void) | null = null
  #closed = false

  constructor(options: AnnouncerOptions) {
    this.#options = options
  }

  /** Somebody came. Who leaves before it was told did not come, as a reload does. */
  joined(id: string, name: string): void {
    if (!this.#left.delete(id)) this.#joined.set(id, name)
    this.#schedule()
  }

  left(id: string, name: string): void {
    this.#edits.delete(id)
    this.#said.delete(id)
    this.#lost.delete(id)
    this.#back.delete(id)
    if (!this.#joined.delete(id)) this.#left.set(id, name)
    this.#schedule()
  }

  /** Somebody's line is cut. */
  lost(id: string, name: string): void {
    if (!this.#back.delete(id)) this.#lost.set(id, name)
    this.#schedule()
  }

  /** It is mended. Whose was before it was told was never away. */
  back(id: string, name: string): void {
    if (!this.#lost.delete(id)) this.#back.set(id, name)
    this.#schedule()
  }

  /** Something that concerns the reader, as a sentence; of many that wait the last is told. */
  noted(text: string): void {
    this.#note = text
    this.#schedule()
  }

  /** Somebody else changed the text. */
  edited(id: string): void {
    const level = this.#options.level()
    if (level !== 'near' && level !== 'all') return
    this.#edits.set(id, this.#options.clock.now())
    this.#schedule()
  }

  /** The reader changed the text. */
  typed(): void {
    this.#quietUntil = Math.max(this.#quietUntil, this.#options.clock.now() + QUIET_AFTER_KEY_MS)
  }

  /** Something else was said, at the reader's wish: what waits comes after it. */
  spoke(): void {
    this.#quietUntil = Math.max(this.#quietUntil, this.#options.clock.now() + EVERY_MS)
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #schedule(): void {
    if (this.#closed || this.#stopTimer !== null) return
    const waiting = [this.#joined, this.#left, this.#lost, this.#back, this.#edits]
    if (this.#note === '' && waiting.every(({ size }) => size === 0)) return
    // Not at once: who reloads, and who brings several tabs, is one piece of news.
    const delayMs = Math.max(1_000, this.#quietUntil - this.#options.clock.now())
    this.#stopTimer = this.#options.clock.after(delayMs, () => {
      this.#stopTimer = null
      this.#tell()
    })
  }

  #tell(): void {
    const { clock, say } = this.#options
    const now = clock.now()
    if (now < this.#quietUntil) {
      this.#schedule()
      return
    }
    const note = this.#options.level() === 'off' ? '' : this.#note
    this.#note = ''
    const text = [note, this.#takeComings(), this.#takeEdits(now)].filter(Boolean).join(' ')
    if (text === '') return
    this.#quietUntil = now + EVERY_MS
    say(text)
  }

  #takeComings(): string {
    const { phrases, count } = this.#options
    const words = phrases()
    const comings = [this.#take(this.#joined, words['say.joined']), this.#take(this.#left, words['say.left'])]
    if (comings.some(Boolean)) comings.push(`${words['say.people'](count())}.`)
    const lines = [this.#take(this.#lost, words['say.lost']), this.#take(this.#back, words['say.back'])]
    return this.#options.level() === 'off' ? '' : [...comings, ...lines].filter(Boolean).join(' ')
  }

  /** A sentence about all of them, who are forgotten; empty when there is nobody. */
  #take(people: Map<string, string>, sentence: (names: string, count: number) => string): string {
    const names = [...people.values()]
    people.clear()
    return names.length === 0 ? '' : sentence(listNames(names, this.#options.language()), names.length)
  }

  /** The nearest edit that is news, and no other: a line is short. */
  #takeEdits(now: number): string {
    const { level, placeOf } = this.#options
    const reach = level() === 'all' ? Number.POSITIVE_INFINITY : level() === 'near' ? NEAR_LINES : -1
    let nearest: { id: string; place: EditPlace; text: string } | null = null
    for (const [id, at] of this.#edits) {
      if (now - at > EDIT_IS_NEWS_MS) continue
      const place = placeOf(id)
      if (place === null || Math.abs(place.distance) > reach) continue
      const text = this.#words(place)
      const said = this.#said.get(id)
      if (said?.text === text && now - said.at < REPEAT_AFTER_MS) continue
      if (nearest === null || Math.abs(place.distance) < Math.abs(nearest.place.distance)) nearest = { id, place, text }
    }
    this.#edits.clear()
    if (nearest === null) return ''
    this.#said.set(nearest.id, { text: nearest.text, at: now })
    return nearest.text
  }

  #words({ name, line, distance }: EditPlace): string {
    const words = this.#options.phrases()
    if (distance === 0) return words['say.same-line'](name)
    if (Math.abs(distance) > NEAR_LINES) return words['say.line'](name, line)
    return distance < 0 ? words['say.above'](name, -distance) : words['say.below'](name, distance)
  }
}
