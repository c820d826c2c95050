import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { sendFarewell, sendLetter } from './farewell.ts'
import { currentPage, type Page } from './page.ts'
import { Session } from './session.ts'
import type { SessionHandle } from './session-handle.ts'
import { LedSession } from './shared/led-session.ts'
import { SharedSession } from './shared/shared-session.ts'
import type { SessionIdentity } from './transports/transport.ts'

export interface SessionPoolOptions {
  /** Only this transport; by default the best that works. */
  transport?: TransportName | null
  /** All tabs of the page's origin share one session, where the browser and the page allow it. */
  shared?: boolean
  clock?: Clock
  page?: Page
  fetch?: typeof fetch
  WebSocket?: typeof WebSocket
}

/** One session for each server, shared by everybody who asks. */
export class SessionPool {
  readonly #options: SessionPoolOptions
  readonly #sessions = new Map<string, SessionHandle>()

  constructor(options: SessionPoolOptions = {}) {
    this.#options = options
  }

  /** The session with the server at `baseUrl` (`https://host`, no slash at the end). */
  session(baseUrl: string): SessionHandle {
    let session = this.#sessions.get(baseUrl)
    if (!session) {
      session = this.#create(baseUrl)
      this.#sessions.set(baseUrl, session)
    }
    return session
  }

  /** Leaves every server. Idempotent. */
  close(): void {
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }

  #create(baseUrl: string): SessionHandle {
    if (this.#options.shared && canShare(baseUrl)) return this.#share(baseUrl)
    if (this.#options.shared && canLead()) return this.#lead(baseUrl)
    return this.#own(baseUrl)
  }

  /** For this tab alone, or for those that it serves. */
  #own(baseUrl: string, surroundings: { page?: Page; clock?: Clock } = {}): Session {
    const { transport = null, clock = systemClock, page = currentPage(), fetch, WebSocket } = this.#options
    return new Session({
      baseUrl,
      transport,
      clock,
      page,
      fetch: fetch ?? globalThis.fetch,
      WebSocket: WebSocket ?? globalThis.WebSocket,
      ...surroundings,
    })
  }

  /** Kept by a worker. */
  #share(baseUrl: string): SharedSession {
    const { transport = null, clock = systemClock, page = currentPage() } = this.#options
    return new SharedSession({
      baseUrl,
      transport,
      clock,
      page,
      locks: navigator.locks,
      createWorker: () =>
        new SharedWorker(new URL('./shared/session-worker.ts', import.meta.url), { type: 'module', name: 'encke' }),
      createOther: () => (canLead() ? this.#lead(baseUrl) : this.#own(baseUrl)),
      endSession: (identity, letter) => {
        const fetch = this.#options.fetch ?? globalThis.fetch
        if (letter.byteLength > 0) sendLetter({ fetch, baseUrl, nonce: crypto.randomUUID(), batch: letter })
        this.#end(baseUrl, identity)
      },
    })
  }

  /** Kept by one of the tabs. */
  #lead(baseUrl: string): LedSession {
    const { transport = null, clock = systemClock, page = currentPage() } = this.#options
    return new LedSession({
      baseUrl,
      transport,
      clock,
      page,
      locks: navigator.locks,
      createChannel: (name) => new BroadcastChannel(name),
      createSession: (surroundings) => this.#own(baseUrl, surroundings),
      endSession: (identity) => this.#end(baseUrl, identity),
    })
  }

  /** Tells the server that a session is over which somebody else keeps. */
  #end(baseUrl: string, identity: SessionIdentity): void {
    sendFarewell({ fetch: this.#options.fetch ?? globalThis.fetch, baseUrl, identity, outbox: null, forGood: true })
  }
}

/** A worker can only come from the page's own origin. */
function canShare(baseUrl: string): boolean {
  return isPageWithLocks() && typeof SharedWorker === 'function' && new URL(baseUrl).origin === location.origin
}

function canLead(): boolean {
  return isPageWithLocks() && typeof BroadcastChannel === 'function'
}

/** Over plain HTTP browsers give no locks. Node has them; but it is no page. */
function isPageWithLocks(): boolean {
  return typeof location === 'object' && typeof navigator === 'object' && 'locks' in navigator
}
