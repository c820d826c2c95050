import type { TransportName } from '../../../protocol/transport-name.ts'
import type { SessionState } from '../session-state.ts'
import type { SessionStats } from '../session-stats.ts'
import type { SessionIdentity } from '../transports/transport.ts'

/** Says what a tab wants of the session that somebody else keeps for it. */
export type TabMessage =
  /** `memory` is what earlier visits have learned of the way to the server, as it is in the tab's storage. */
  | { type: 'hello'; baseUrl: string; transport: TransportName | null; tab: string; memory: string | null }
  | { type: 'open'; channel: number; path: string; protocols: string[] }
  | { type: 'send'; channel: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'close'; channel: number; code: number; reason: string }
  /** So many bytes of messages have been handed on: a tab that is frozen says nothing. */
  | { type: 'heard'; bytes: number }
  | { type: 'retry' }
  | { type: 'stats' }
  | { type: 'page'; hidden: boolean }
  /** `ended`: the tab was the only one, and has told the server that the session is over. */
  | { type: 'bye'; ended: boolean }

/** Says what happened on the session. */
export type HostMessage =
  /** `sole` is the session itself while this tab is the only one that uses it, and null while there are others. */
  | { type: 'state'; state: SessionState; sole: SessionIdentity | null }
  | { type: 'opened'; channel: number; protocol: string }
  | { type: 'message'; channel: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'closed'; channel: number; code: number; reason: string }
  /** So many more of the channel's messages, the oldest first, wait no longer. */
  | { type: 'taken'; channel: number; messages: number }
  | { type: 'stats'; stats: SessionStats }
  /** Something was learned of the way to the server: a worker has no storage, a tab may have. */
  | { type: 'memory'; memory: string }
