import type { ChannelHandlers } from './channel-table.ts'
import type { SessionState } from './session-state.ts'
import type { SessionStats } from './session-stats.ts'

/** One document on a session. */
export interface SessionChannel {
  /** Copies `bytes`, so that the caller may go on using them. */
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  /** What waits on this channel and no transport has taken as a whole, bytes. */
  readonly bufferedAmount: number
  /** True while more waits than should (S10): from 256 KiB on, until it is below 64 KiB; `drained` tells. */
  readonly isBehind: boolean
}

/** A session as sockets and providers use it: here, in another tab, or in a worker. */
export interface SessionHandle {
  readonly state: SessionState
  /** Calls back after each change of `state`. The result ends that. */
  subscribe(listener: (state: SessionState) => void): () => void
  /** Opens a channel; connects if need be. */
  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel
  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void
  /** How it has fared so far; `noStats` when whoever kept it is gone. Never rejects. */
  getStats(): Promise<SessionStats>
  /** Closes every channel; the last user of a session leaves the server. Idempotent. */
  close(): void
}
