import type { TransportName } from '../../protocol/transport-name.ts'

/** Whether somebody is at the other end: as far as one knows · not for a moment · not for longer than that. */
export type Absence = 'here' | 'interrupted' | 'gone'

/** What is known of a session's line, in milliseconds. */
export interface LineSilence {
  /** What carries the downlink, or did last; null before the first. */
  transport: TransportName | null
  /** Since when nothing carries it; 0 while something does. */
  detachedMs: number
  /** Since when nothing came from the client. */
  silentMs: number
  /** Since when the client owes an answer; 0 when it owes none. */
  unansweredMs: number
  /** More is on its way than takes a moment: the answer to a poll may still be read. */
  isBusy: boolean
}

/**
 * How long nothing may carry the downlink before it is shown (A6). Another WebSocket is there within a second, and a
 * long poll within a round trip; between two polls of a hidden page 20 s pass, and that is nothing to speak of.
 */
const MOMENT_MS = { websocket: 2_000, sse: 2_000, 'long-poll': 4_000, poll: 22_000 } as const

/** And before nobody is shown any more: a change of network takes a moment. */
const GRACE_MS = { websocket: 8_000, sse: 8_000, 'long-poll': 8_000, poll: 30_000 } as const

/** A WebSocket answers every PING (10 s); an event stream's client POSTs an answer to every second one. */
const SILENCE_MS = {
  websocket: 25_000,
  sse: 30_000,
  'long-poll': Number.POSITIVE_INFINITY,
  poll: Number.POSITIVE_INFINITY,
} as const

/** What was sent should have been answered by then, on any line on which people write. */
const ANSWER_MS = 5_000

/** Judges from what is known of the line. */
export function absenceOf({ transport, detachedMs, silentMs, unansweredMs, isBusy }: LineSilence): Absence {
  const kind = transport ?? 'websocket'
  if (detachedMs > GRACE_MS[kind]) return 'gone'
  if (detachedMs > 0) {
    const isReading = isBusy && (kind === 'long-poll' || kind === 'poll')
    return detachedMs > MOMENT_MS[kind] && !isReading ? 'interrupted' : 'here'
  }
  // Silent for longer than any grace: nobody is there.
  if (silentMs > SILENCE_MS[kind]) return 'gone'
  return unansweredMs > ANSWER_MS ? 'interrupted' : 'here'
}
