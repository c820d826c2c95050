import type { Clock } from '../../../protocol/clock.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import type { Page } from '../page.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import { Leadership } from './leadership.ts'
import { GatedLine, type Line, linePair, type Port, portLine } from './line.ts'
import { MovableSession } from './movable-session.ts'
import { NudgedClock } from './nudged-clock.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { type KeptSession, TabHost } from './tab-host.ts'
import { holdTabLock, tabLockName } from './tab-lock.ts'

export interface LedSessionOptions {
  baseUrl: string
  /** Only this transport, if given. */
  transport: TransportName | null
  clock: Clock
  page: Page
  locks: LockManager
  /** @throws where a page may not have one */
  createChannel: (name: string) => Port
  /** Makes the session, when it is this tab that keeps it. */
  createSession: (surroundings: { page: Page; clock: Clock }) => KeptSession
  /** Ends a session on the server whose keeper does not answer, and with it the presence of all its tabs. */
  endSession: (identity: SessionIdentity) => void
}

/**
 * A session that all tabs of one origin share, kept by one of them: where there is no worker to keep it. Each tab, also
 * the leader itself, speaks to the keeper over a line; when another tab leads, channels are closed with a code worth
 * another try, and opened again on its session. Where there are no locks, the tab keeps a session for itself.
 *
 * A leader that is hidden goes on leading: its timers, which the browser holds back, run when a tab that is looked at
 * asks. To hand the session over would close every channel, at each change of tabs.
 */
export class LedSession extends MovableSession {
  readonly #options: LedSessionOptions
  readonly #leadership: Leadership
  readonly #clock: NudgedClock
  readonly #stopPage: () => void
  #line: GatedLine<TabMessage, HostMessage>
  #port: PortSession
  /** While this tab keeps the session. */
  #host: TabHost<KeptSession> | null = null
  /** Leaves the leader that serves this tab. */
  #detach: () => void = () => {}
  #isAlone = false
  #suspended = false
  #left = false

  constructor(options: LedSessionOptions) {
    const line = new GatedLine<TabMessage, HostMessage>()
    const port = new PortSession({ line })
    super({ inner: port })
    this.#options = options
    this.#line = line
    this.#port = port
    this.#clock = new NudgedClock(options)
    const { baseUrl, transport, clock, page, locks, createChannel } = options
    this.#leadership = new Leadership({
      name: `encke:leader:${transport} ${baseUrl}`,
      clock,
      locks,
      createChannel,
      session: () => this.#host?.session.identity ?? null,
      elected: (unheard) => {
        // Before anything is opened anew: what speaks for a tab is believed until it ends.
        if (unheard?.session) options.endSession(unheard.session)
        this.#detach()
        this.#keep()
      },
      deposed: () => this.#dismiss(),
      followed: () => this.#follow(),
      asked: () => this.#clock.nudge(),
      joined: (tab) => this.#host?.admit(portLine(createChannel(tabLockName(tab))), tab),
      refused: () => this.#beAlone(),
    })
    this.#stopPage = page.subscribe({
      gone: () => this.close(),
      kept: () => this.#suspend(),
      frozen: () => this.#suspend(),
      back: () => this.#comeBack(),
      lost: () => {},
      turned: () => this.#report(),
    })
    this.#leadership.start()
  }

  override close(): void {
    if (this.#left) return
    this.#left = true
    this.#stopPage()
    super.close()
    this.#detach()
    this.#host?.close()
    this.#leadership.stop()
  }

  /** This tab keeps the session, and serves itself. */
  #keep(): void {
    const { page, locks, createSession } = this.#options
    this.#renew()
    this.#host = new TabHost({
      clock: this.#clock,
      page: pageFor(page, { isAlone: this.#isAlone }),
      locks,
      createSession: (page) => createSession({ page, clock: this.#clock }),
    })
    const [mine, desk] = linePair<TabMessage, HostMessage>()
    this.#host.admit(desk, null)
    this.#line.open(mine)
    this.#report()
  }

  /** Another tab keeps it from now on, or none for a while. */
  #dismiss(): void {
    this.#host?.close()
    this.#host = null
    this.#renew()
  }

  /** Another tab leads: it is asked for a line. */
  #follow(): void {
    this.#detach()
    this.#renew()
    const { locks, createChannel } = this.#options
    const own = this.#line
    const tab = crypto.randomUUID()
    let over = false
    let release = () => {}
    let line: Line<TabMessage, HostMessage> | null = null
    this.#detach = () => {
      over = true
      if (own.isOpen) {
        own.send({ type: 'bye', ended: false })
        own.close()
      } else line?.close()
      release()
    }
    // The lock first: a leader that asks for it before this tab has it would think the tab gone.
    holdTabLock(locks, tab).then(
      (releaseLock) => {
        release = releaseLock
        if (over) {
          release()
          return
        }
        const found = portLine<TabMessage, HostMessage>(createChannel(tabLockName(tab)))
        found.onmessage = (first) => {
          own.open(found)
          this.#report()
          own.onmessage(first)
        }
        line = found
        this.#leadership.join(tab)
      },
      () => over || this.#beAlone(),
    )
  }

  /** There are no locks to be had. */
  #beAlone(): void {
    this.#leadership.stop()
    this.#isAlone = true
    this.#detach()
    this.#keep()
  }

  /** The page stops, and may go on later. Others need not wait until they notice. */
  #suspend(): void {
    if (this.#suspended || this.#isAlone) return
    this.#suspended = true
    this.#detach()
    this.#dismiss()
    this.#leadership.stop()
  }

  #comeBack(): void {
    if (!this.#suspended) return
    this.#suspended = false
    this.#leadership.start()
  }

  /** What was open on a line that is over is closed; what is opened from now on waits for the next line. */
  #renew(): void {
    if (!this.#line.isOpen) return
    const former = this.#port
    this.#line = new GatedLine()
    this.#port = new PortSession({ line: this.#line })
    this.replace(this.#port)
    former.break()
  }

  #report(): void {
    if (this.#line.isOpen) this.#line.send({ type: 'page', hidden: this.#options.page.hidden })
  }
}

/** What the session may know of the page. Whether it goes on when the page is put aside is not its own decision. */
function pageFor(page: Page, { isAlone }: { isAlone: boolean }): Omit<Page, 'hidden'> {
  return {
    get storage() {
      return page.storage
    },
    get network() {
      return page.network ?? null
    },
    subscribe: (handlers) => page.subscribe({ ...handlers, gone: () => {}, ...(isAlone ? {} : { kept: () => {} }) }),
  }
}
