import type { Clock } from '../../protocol/clock.ts'
import type { AnnouncementLevel } from '../announcements/announcement-level.ts'
import { EVERY_MS } from '../announcements/announcer.ts'

export interface ChatReaderOptions {
  clock: Clock
  level: () => AnnouncementLevel
  /** Has a line read out. */
  say: (text: string) => void
}

/**
 * Reads the chat out to who does not see it: at most one line in 5 s, of those that came meanwhile the newest, and none
 * to a reader who wants to hear nothing. Without a line that waits no timer runs for longer than that.
 */
export class ChatReader {
  readonly #options: ChatReaderOptions
  #waiting = ''
  #stopTimer: (() => void) | null = null

  constructor(options: ChatReaderOptions) {
    this.#options = options
  }

  read(line: string): void {
    if (this.#options.level() === 'off') return
    this.#waiting = line
    if (this.#stopTimer === null) this.#say()
  }

  /** Idempotent; it can be read to again. */
  close(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#waiting = ''
  }

  #say(): void {
    this.#stopTimer = null
    if (this.#waiting === '') return
    this.#options.say(this.#waiting)
    this.#waiting = ''
    this.#stopTimer = this.#options.clock.after(EVERY_MS, () => this.#say())
  }
}
