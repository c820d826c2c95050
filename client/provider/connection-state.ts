import type { Role } from '../../protocol/message.ts'
import type { TransportName } from '../../protocol/transport-name.ts'

/** Why a connection ended for good. */
export interface ConnectionError {
  /** A close code of docs/protocol.md, 4400–4499. */
  code: number
  /** A stable code such as `DOCUMENT_UNKNOWN`. */
  reason: string
}

/** How a provider stands with its server; a new frozen object for each change. */
export interface ConnectionState {
  /**
   * connecting: for the first time · connected: a transport carries it · reconnecting: looking for another ·
   * offline: the browser says that there is no network, or a captive portal answers in the server's place ·
   * closed: for good, see `error`, or by `disconnect()`
   */
  state: 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'closed'
  transport: TransportName | null
  /** The newest round trip, milliseconds. */
  rttMs: number | null
  /** Local edits that the server has not yet confirmed as durable. */
  unsentEdits: number
  /** They are kept in this browser as well: a tab that is closed, or crashes, loses none. */
  keepsEdits: boolean
  /** When the server last confirmed an edit as durable, milliseconds since the epoch. */
  lastSavedAt: number | null
  /** When the next attempt is due, milliseconds since the epoch. */
  retryAt: number | null
  /** Id of the document's history, once the server has told it. */
  epoch: string | null
  role: Role
  error: ConnectionError | null
}

export const initialConnectionState: ConnectionState = Object.freeze({
  state: 'connecting',
  transport: null,
  rttMs: null,
  unsentEdits: 0,
  keepsEdits: false,
  lastSavedAt: null,
  retryAt: null,
  epoch: null,
  role: 'editor',
  error: null,
})
