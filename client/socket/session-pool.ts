import { type Clock, systemClock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { currentPage, type Page } from './page.ts'
import { Session } from './session.ts'

export interface SessionPoolOptions {
  /** Only this transport; by default the best that works. */
  transport?: TransportName | null
  clock?: Clock
  page?: Page
  fetch?: typeof fetch
  WebSocket?: typeof WebSocket
}

/** One session for each server, shared by everybody who asks. */
export class SessionPool {
  readonly #options: SessionPoolOptions
  readonly #sessions = new Map<string, Session>()

  constructor(options: SessionPoolOptions = {}) {
    this.#options = options
  }

  /** The session with the server at `baseUrl` (`https://host`, no slash at the end). */
  session(baseUrl: string): Session {
    let session = this.#sessions.get(baseUrl)
    if (!session) {
      session = new Session({
        baseUrl,
        transport: this.#options.transport ?? null,
        clock: this.#options.clock ?? systemClock,
        page: this.#options.page ?? currentPage(),
        fetch: this.#options.fetch ?? globalThis.fetch,
        WebSocket: this.#options.WebSocket ?? globalThis.WebSocket,
      })
      this.#sessions.set(baseUrl, session)
    }
    return session
  }

  /** Leaves every server. Idempotent. */
  close(): void {
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }
}
