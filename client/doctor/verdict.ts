import type { TransportName } from '../../protocol/transport-name.ts'
import { type Measurement, percentile } from './measurement.ts'
import { MIN_CANARY_GAP_MS } from './sse-trial.ts'

/** good: as it should be · fair: it works, and could do better · bad: it does not come through */
export type Health = 'good' | 'fair' | 'bad'

/** What is said of a transport. */
export type Finding =
  | 'works'
  /** It works, and answers take long. */
  | 'slow'
  /** Event stream: it works, though something on the way compresses it. */
  | 'compressed'
  /** A held poll came back too early, or too late. */
  | 'hold-short'
  | 'hold-long'
  /** Another answer than Encke's, or the connection was cut at once. */
  | 'refused'
  /** The path of the transport does not lead to Encke. */
  | 'misrouted'
  | 'unanswered'
  /** It opens, and carries nothing. */
  | 'mute'
  /** Event stream: something on the way keeps the events back. */
  | 'held-back'
  /** It worked, and was cut. */
  | 'cut'
  /** Nothing of Encke comes through at all: no transport is to blame. */
  | 'unreachable'

/** What whoever runs the proxy can do about it, in the order in which it is shown. */
export const advices = ['route', 'upgrade', 'buffering', 'compression', 'timeouts'] as const
export type Advice = (typeof advices)[number]

export interface Verdict {
  transport: TransportName
  health: Health
  finding: Finding
  advice: readonly Advice[]
}

/** Everything that the trials say together. */
export interface Diagnosis {
  verdicts: readonly Verdict[]
  /** The one that documents use: the best that comes through; null when none does. */
  best: TransportName | null
  advice: readonly Advice[]
}

/** Above this, half of all round trips are felt while somebody writes. */
const SLOW_MS = 300
/** A poll that comes back this much too early was not brought back by the server, … */
const EARLY_MS = 250
/** … and one this much too late was held back on its way. */
const LATE_MS = 1_500

/** Judges what was measured. Pure: the same measurements, best transport first, make the same diagnosis. */
export function diagnose(measurements: readonly Measurement[]): Diagnosis {
  const reachable = measurements.some(comesThrough)
  const verdicts = measurements.map((measurement): Verdict => {
    const [health, finding, ...advice] = reachable ? judge(measurement) : (['bad', 'unreachable'] as const)
    return { transport: measurement.transport, health, finding, advice }
  })
  return {
    verdicts,
    best: verdicts.find(({ health }) => health !== 'bad')?.transport ?? null,
    advice: advices.filter((advice) => verdicts.some((verdict) => verdict.advice.includes(advice))),
  }
}

/** Encke itself has answered. */
function comesThrough({ opened, firstByteMs, reached }: Measurement): boolean {
  return opened || firstByteMs !== null || reached === true
}

type Judgement = readonly [Health, Finding, ...Advice[]]

function judge(measurement: Measurement): Judgement {
  switch (measurement.transport) {
    case 'websocket':
      return judgeWebSocket(measurement)
    case 'sse':
      return judgeSse(measurement)
    case 'long-poll':
      return judgeLongPoll(measurement)
    case 'poll':
      return judgePoll(measurement)
    default:
      return measurement.transport satisfies never
  }
}

function judgeWebSocket({ ending, reached, roundTripsMs }: Measurement): Judgement {
  switch (ending.kind) {
    case 'completed':
      return judgeSpeed(roundTripsMs)
    case 'cut':
      return ['bad', 'cut', 'timeouts']
    case 'refused':
    case 'unanswered':
    case 'mute':
      // Encke does not answer at this path: before anything is upgraded, it has to be led there.
      return reached === false ? ['bad', 'misrouted', 'route', 'upgrade'] : ['bad', ending.kind, 'upgrade']
    default:
      return ending satisfies never
  }
}

function judgeSse({ ending, opened, canaryGapMs, encoding, roundTripsMs }: Measurement): Judgement {
  const compression: Advice[] = encoding === null ? [] : ['compression']
  if (ending.kind === 'refused' || !opened) return ['bad', opened ? 'refused' : 'misrouted', 'route']
  if (canaryGapMs !== null && canaryGapMs < MIN_CANARY_GAP_MS) return ['bad', 'held-back', 'buffering', ...compression]
  switch (ending.kind) {
    case 'completed':
      return encoding === null ? judgeSpeed(roundTripsMs) : ['fair', 'compressed', 'compression']
    case 'unanswered':
      // POST is answered, the stream is not: it is written to, and what is written does not arrive. Without its headers
      // nobody can say whether it waits in a buffer or in a compressor.
      return ['bad', 'held-back', 'buffering', 'compression']
    case 'mute':
      return ['bad', 'held-back', 'buffering', ...compression]
    case 'cut':
      return ['bad', 'cut', 'timeouts']
    default:
      return ending satisfies never
  }
}

function judgeLongPoll({ ending, opened, hold, roundTripsMs }: Measurement): Judgement {
  switch (ending.kind) {
    case 'completed':
      if (hold && hold.heldMs < hold.askedMs - EARLY_MS) return ['fair', 'hold-short', 'timeouts']
      if (hold && hold.heldMs > hold.askedMs + LATE_MS) return ['fair', 'hold-long', 'buffering']
      return judgeSpeed(roundTripsMs)
    case 'refused':
      return ['bad', opened ? 'refused' : 'misrouted', 'route']
    case 'unanswered':
    case 'mute':
      return ['bad', opened ? ending.kind : 'misrouted', opened ? 'buffering' : 'route']
    case 'cut':
      return ['bad', 'cut', 'timeouts']
    default:
      return ending satisfies never
  }
}

function judgePoll({ ending, opened, roundTripsMs }: Measurement): Judgement {
  if (ending.kind === 'completed') return judgeSpeed(roundTripsMs)
  return ['bad', opened ? ending.kind : 'misrouted', 'route']
}

/** Distance and load are nobody's to configure away: no advice. */
function judgeSpeed(roundTripsMs: readonly number[]): Judgement {
  return (percentile(roundTripsMs, 0.5) ?? 0) > SLOW_MS ? ['fair', 'slow'] : ['good', 'works']
}
