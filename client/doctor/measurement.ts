import type { TransportName } from '../../protocol/transport-name.ts'

/** How the trial of a transport ended. `detail` is for a report: in English, and from the browser. */
export type Ending =
  /** It did all that was asked of it. */
  | { kind: 'completed' }
  /** An answer that is not Encke's, or none because the connection was cut at once. */
  | { kind: 'refused'; detail: string }
  /** Nothing came back within this time, milliseconds. */
  | { kind: 'unanswered'; afterMs: number }
  /** It opened, and carried nothing within this time, milliseconds. */
  | { kind: 'mute'; afterMs: number }
  /** It worked, and ended after this time, milliseconds. */
  | { kind: 'cut'; afterMs: number; detail: string }

/** An answer that is not Encke's. */
export type Refusal = Extract<Ending, { kind: 'refused' }>

/** What one trial of one transport found. Times in milliseconds; null where it did not come to that. */
export interface Measurement {
  transport: TransportName
  ending: Ending
  /** A POST opened the session of the trial. */
  opened: boolean
  /** From the request for the transport until bytes of the session came; with polls, until the session was open. */
  firstByteMs: number | null
  /** From a frame sent to its answer, in the order of sending. */
  roundTripsMs: number[]
  /** For how long the transport was seen to stay. */
  watchedMs: number | null
  /** Event stream: how far apart the two canaries arrived that are sent 400 ms apart. */
  canaryGapMs: number | null
  /** Event stream: the encoding that something on the way has put on it, such as `gzip`. */
  encoding: string | null
  /** Long polling: how long a request without an answer was to be held, and was. */
  hold: { askedMs: number; heldMs: number } | null
  /** WebSocket: whether a plain request for its path was answered by Encke. Asked only when the socket failed. */
  reached: boolean | null
  /** Who says in the answers' headers that it is on the way, such as `nginx/1.27`. */
  via: string | null
}

/** A trial of which nothing is known yet. */
export function emptyMeasurement(transport: TransportName): Measurement {
  return {
    transport,
    ending: { kind: 'completed' },
    opened: false,
    firstByteMs: null,
    roundTripsMs: [],
    watchedMs: null,
    canaryGapMs: null,
    encoding: null,
    hold: null,
    reached: null,
    via: null,
  }
}

/** The value below which this share of all values lies (0.5: the middle one); null when there are none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
}
