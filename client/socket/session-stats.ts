import type { TransportName } from '../../protocol/transport-name.ts'

/** Something that happened to a transport. */
export interface TransportEvent {
  transport: TransportName
  /** Milliseconds since the epoch. */
  at: number
  /** tried: it was begun · proven: bytes came back through it · dropped: it is over */
  event: 'tried' | 'proven' | 'dropped'
  /** Why it was dropped, in English, for whoever runs the server; null for the other two. */
  reason: string | null
  /** Since it was tried, milliseconds. */
  durationMs: number
}

/** What went through one kind of transport, in the life of a session. */
export interface TransportTraffic {
  /** Frames in sequence that arrived here over it for the first time. */
  framesIn: number
  /** Frames in sequence of ours whose arrival the server confirmed over it. */
  framesOut: number
  /** Batches as they are, without headers and base64. */
  bytesIn: number
  bytesOut: number
}

/** How a session has fared: a plain object that can be copied, posted and written down as JSON. */
export interface SessionStats {
  /** What carries the session now; null while nothing does. */
  transport: TransportName | null
  /** Round trips, milliseconds: the newest, and the middle one of the last 64. Null before the first. */
  rttMs: { newest: number | null; p50: number | null }
  /** The last 50 events, oldest first. */
  history: TransportEvent[]
  /**
   * How far apart the two canaries of each event stream that was tried arrived, milliseconds, the last 10, oldest
   * first. The server sends them 400 ms apart; much less means that something on the way held the first one back.
   */
  canaryGapMs: number[]
  /** Frames that were sent more than once. */
  retransmittedFrames: number
  /** Frames that the server has not acknowledged, bytes. */
  bufferedBytes: number
  /** Only transports that carried something. */
  traffic: Partial<Record<TransportName, TransportTraffic>>
  /** How often another transport took over when there was none left. */
  reconnects: number
  /** What was learned of the way to the server; null where nothing was. */
  memory: {
    /** Not tried before, milliseconds since the epoch. */
    webSocketBannedUntil: number | null
    sseBannedUntil: number | null
    /** Longer silence on a stream was cut, so that it is filled after this. */
    keepAliveMs: number | null
    /** Requests that were held longer were cut; 0 when none may be held. */
    holdMs: number | null
    /** More than this in one POST was refused. */
    batchBytes: number | null
  }
}

/** Of a session that nobody has. */
export const noStats: SessionStats = Object.freeze({
  transport: null,
  rttMs: { newest: null, p50: null },
  history: [],
  canaryGapMs: [],
  retransmittedFrames: 0,
  bufferedBytes: 0,
  traffic: {},
  reconnects: 0,
  memory: { webSocketBannedUntil: null, sseBannedUntil: null, keepAliveMs: null, holdMs: null, batchBytes: null },
})
