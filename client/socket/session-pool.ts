import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { currentPage, type Page } from './page.ts'
import { Session } from './session.ts'
import type { SessionHandle } from './session-handle.ts'
import { SharedSession } from './shared/shared-session.ts'

export interface SessionPoolOptions {
  /** Only this transport; by default the best that works. */
  transport?: TransportName | null
  /** All tabs of the browser share one session, where the browser and the page allow it. */
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
      session = this.#options.shared && canShare(baseUrl) ? this.#share(baseUrl) : this.#own(baseUrl)
      this.#sessions.set(baseUrl, session)
    }
    return session
  }

  /** Leaves every server. Idempotent. */
  close(): void {
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }

  #own(baseUrl: string): Session {
    const { transport = null, clock = systemClock, page = currentPage(), fetch, WebSocket } = this.#options
    return new Session({
      baseUrl,
      transport,
      clock,
      page,
      fetch: fetch ?? globalThis.fetch,
      WebSocket: WebSocket ?? globalThis.WebSocket,
    })
  }

  #share(baseUrl: string): SharedSession {
    return new SharedSession({
      baseUrl,
      transport: this.#options.transport ?? null,
      clock: this.#options.clock ?? systemClock,
      locks: navigator.locks,
      storage: (this.#options.page ?? currentPage()).storage,
      createWorker: () =>
        new SharedWorker(new URL('./shared/session-worker.ts', import.meta.url), { type: 'module', name: 'encke' }),
      createOwn: () => this.#own(baseUrl),
    })
  }
}

/** A worker of this page can only come from its own origin; a page of another one keeps a session for each tab. */
function canShare(baseUrl: string): boolean {
  return (
    typeof SharedWorker === 'function' &&
    typeof navigator === 'object' &&
    'locks' in navigator &&
    typeof location === 'object' &&
    new URL(baseUrl).origin === location.origin
  )
}
