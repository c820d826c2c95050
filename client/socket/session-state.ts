import type { TransportName } from '../../protocol/transport-name.ts'

/** What a session tells of itself; a new frozen object for each change. Times in milliseconds since the epoch. */
export interface SessionState {
  /**
   * idle: nobody needs it · connecting: no answer yet, for the first time · live: a transport carries it ·
   * reconnecting: it lost its transport and looks for another · waiting: every way failed, the next try is at `retryAt`
   */
  phase: 'idle' | 'connecting' | 'live' | 'reconnecting' | 'waiting'
  transport: TransportName | null
  /** The newest round trip, milliseconds. */
  rttMs: number | null
  retryAt: number | null
  /** Somebody else answers in the server's place, as a captive portal does: as good as no network. */
  offline: boolean
}

export const idleState: SessionState = Object.freeze({
  phase: 'idle',
  transport: null,
  rttMs: null,
  retryAt: null,
  offline: false,
})
