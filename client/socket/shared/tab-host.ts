import type { Clock } from '../../../protocol/clock.ts'
import type { Page } from '../page.ts'
import type { SessionHandle } from '../session-handle.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { TabDesk } from './tab-desk.ts'
import { whenTabEnds } from './tab-lock.ts'

/** A tab's lock is let go on another way than its messages come: the last of them may be this much later, in milliseconds. */
const LAST_MESSAGES_MS = 1_000

/** A session that a worker or a tab keeps for others. */
export interface KeptSession extends SessionHandle {
  /** Null until the server has named it. Whoever has it can end the session. */
  readonly identity: SessionIdentity | null
  /** `ended` when the server knows already that it is over. Idempotent. */
  close(how?: { ended: boolean }): void
}

export interface TabHostOptions<Kept extends KeptSession> {
  clock: Clock
  /** Where the session lives. Whether somebody looks is asked of the tabs. */
  page: Omit<Page, 'hidden'>
  createSession: (page: Page) => Kept
  /** The session is over: the last tab has ended it. Whoever comes next needs another host. */
  ended?: () => void
  /** Tell of tabs that are gone; null when this page's own is the only one. */
  locks: LockManager | null
}

/** Keeps one session for several tabs: in a worker, or in one of them. */
export class TabHost<Kept extends KeptSession> {
  readonly session: Kept
  /** Each tab, and whether it is hidden. */
  readonly #tabs = new Map<TabDesk, boolean>()
  /** Tell the session that somebody looks again. */
  readonly #back = new Set<() => void>()
  readonly #clock: Clock
  readonly #locks: LockManager | null
  readonly #ended: () => void

  constructor({ clock, page, createSession, locks, ended = () => {} }: TabHostOptions<Kept>) {
    this.#clock = clock
    this.#locks = locks
    this.#ended = ended
    this.session = createSession(this.#pageIn(page))
  }

  /**
   * Serves one more tab, until it says goodbye or lets go of its lock: a tab that crashed says nothing.
   * `tab` is null for the page's own.
   */
  admit(line: Line<HostMessage, TabMessage>, tab: string | null): void {
    let stopWaiting = () => {}
    let isIn = false
    const desk = new TabDesk({
      line,
      session: this.session,
      left: ({ ended }) => {
        this.#tabs.delete(desk)
        stopWaiting()
        this.#tellOthers(desk)
        if (!ended || this.#tabs.size > 0) return
        this.#ended()
        this.session.close({ ended })
      },
      sole: () => (this.#tabs.size > (isIn ? 1 : 0) ? null : this.session.identity),
      hidden: (hidden) => {
        this.#tabs.set(desk, hidden)
        if (!hidden) for (const back of this.#back) back()
      },
    })
    this.#tabs.set(desk, false)
    isIn = true
    this.#tellOthers(desk)
    if (this.#locks === null || tab === null) return
    let stopTimer = () => {}
    const stopLock = whenTabEnds(this.#locks, tab, () => {
      stopTimer = this.#clock.after(LAST_MESSAGES_MS, () => desk.close())
    })
    stopWaiting = () => {
      stopLock()
      stopTimer()
    }
  }

  /** Lets every tab keep what was learned of the way to the server. */
  remember(memory: string): void {
    for (const desk of this.#tabs.keys()) desk.remember(memory)
  }

  /** Leaves the server, and serves nobody any more. Idempotent. */
  close(): void {
    for (const desk of [...this.#tabs.keys()]) desk.close()
    this.session.close()
  }

  /** Somebody came or went: who was alone may not be any more. */
  #tellOthers(one: TabDesk): void {
    for (const desk of this.#tabs.keys()) if (desk !== one) desk.tellState()
  }

  /** Hidden when nobody looks at any of the tabs. */
  #pageIn(page: Omit<Page, 'hidden'>): Page {
    const tabs = this.#tabs
    return {
      get hidden() {
        return tabs.size > 0 && [...tabs.values()].every((hidden) => hidden)
      },
      get storage() {
        return page.storage
      },
      get network() {
        return page.network ?? null
      },
      subscribe: (handlers) => {
        this.#back.add(handlers.back)
        const stop = page.subscribe(handlers)
        return () => {
          this.#back.delete(handlers.back)
          stop()
        }
      },
    }
  }
}
