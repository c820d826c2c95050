import type { ChannelHandlers } from '../channel-table.ts'
import type { SessionChannel, SessionHandle } from '../session-handle.ts'
import { idleState, type SessionState } from '../session-state.ts'
import type { SessionStats } from '../session-stats.ts'

/**
 * A session whose keeper may change: whoever uses it holds on to this. Channels do not move with it: who replaces a
 * keeper closes those that it had, and their owners open new ones.
 */
export class MovableSession implements SessionHandle {
  readonly #listeners = new Set<(state: SessionState) => void>()
  #inner: SessionHandle
  #stopInner: () => void
  #closed = false

  constructor({ inner }: { inner: SessionHandle }) {
    this.#inner = inner
    this.#stopInner = inner.subscribe(() => this.#tell())
  }

  get state(): SessionState {
    return this.#closed ? idleState : this.#inner.state
  }

  /** From now on `inner` is meant. The one before is not closed by this. */
  replace(inner: SessionHandle): void {
    this.#stopInner()
    this.#inner = inner
    this.#stopInner = inner.subscribe(() => this.#tell())
    this.#tell()
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    return this.#inner.open(path, protocols, handlers)
  }

  retryNow(): void {
    this.#inner.retryNow()
  }

  getStats(): Promise<SessionStats> {
    return this.#inner.getStats()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopInner()
    this.#inner.close()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.state)
  }
}
