import type { Clock } from '../../protocol/clock.ts'
import type { LinkRecord } from '../stores/link-store.ts'
import type { GrantEnd } from './grant.ts'

/** Timers take no more than this; a link that lasts longer is looked at again then. */
const MAX_DELAY_MS = 2 ** 31 - 1

interface Watched {
  readonly watchers: Set<(reason: GrantEnd) => void>
  stopTimer: () => void
}

/**
 * What has been opened through links on this node, by link: one timer for each that will expire.
 * Closes the race of a link that is revoked while somebody enters by it: the store may have answered before.
 */
export class OpenGrants {
  readonly #clock: Clock
  readonly #links = new Map<string, Watched>()
  /** Revoked while somebody was entering; forgotten when nobody is. */
  readonly #revoked = new Set<string>()
  #entering = 0

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Runs a look-up, so that what is revoked meanwhile is known until the turn after it. */
  async whileEntering<Result>(look: () => Promise<Result>): Promise<Result> {
    this.#entering += 1
    try {
      return await look()
    } finally {
      // Whoever waits for the result goes first, and its `watch` has come by then.
      setImmediate(() => {
        this.#entering -= 1
        if (this.#entering === 0) this.#revoked.clear()
      })
    }
  }

  wasRevoked(linkId: string): boolean {
    return this.#revoked.has(linkId)
  }

  /** Calls back once when the link ends; the result stops it. Idempotent. */
  watch({ id, expiresAt }: Pick<LinkRecord, 'id' | 'expiresAt'>, ended: (reason: GrantEnd) => void): () => void {
    // Revoked or expired between its entry and now.
    if (this.#revoked.has(id)) {
      ended('LINK_REVOKED')
      return () => {}
    }
    const watched = this.#links.get(id) ?? { watchers: new Set(), stopTimer: () => {} }
    watched.watchers.add(ended)
    if (!this.#links.has(id)) {
      this.#links.set(id, watched)
      if (expiresAt !== null) this.#expire(id, expiresAt)
    }
    return () => {
      if (!watched.watchers.delete(ended) || watched.watchers.size > 0) return
      watched.stopTimer()
      if (this.#links.get(id) === watched) this.#links.delete(id)
    }
  }

  /** Ends all that was opened through the link. */
  end(linkId: string, reason: GrantEnd): void {
    if (reason === 'LINK_REVOKED' && this.#entering > 0) this.#revoked.add(linkId)
    const watched = this.#links.get(linkId)
    if (!watched) return
    this.#links.delete(linkId)
    watched.stopTimer()
    const watchers = [...watched.watchers]
    watched.watchers.clear()
    for (const ended of watchers) ended(reason)
  }

  /** Idempotent. */
  close(): void {
    for (const { stopTimer, watchers } of this.#links.values()) {
      stopTimer()
      watchers.clear()
    }
    this.#links.clear()
  }

  #expire(linkId: string, expiresAt: number): void {
    const watched = this.#links.get(linkId)
    if (!watched) return
    const leftMs = expiresAt - this.#clock.now()
    if (leftMs <= 0) this.end(linkId, 'LINK_EXPIRED')
    else watched.stopTimer = this.#clock.after(Math.min(leftMs, MAX_DELAY_MS), () => this.#expire(linkId, expiresAt))
  }
}
