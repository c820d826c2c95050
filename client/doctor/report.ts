import { transportNames } from '../../protocol/transport-name.ts'
import type { SessionStats } from '../socket/session-stats.ts'
import type { TrialStates } from './checkup.ts'
import { type Ending, type Measurement, percentile } from './measurement.ts'
import type { Diagnosis } from './verdict.ts'

export interface ReportOptions {
  /** Milliseconds since the epoch. */
  at: number
  /** Of the server, `https://host`. */
  origin: string
  userAgent: string
  /** What the browser says it speaks with the server: `h2`, `http/1.1`; empty when it does not say. */
  protocol: string
  states: TrialStates
  diagnosis: Diagnosis
  /** Of the session that this browser has with the server, if it is known. */
  stats: SessionStats | null
}

/** Everything that was found, as text for whoever runs the server or mends it: in English, whatever the page says. */
export function reportText({ at, origin, userAgent, protocol, states, diagnosis, stats }: ReportOptions): string {
  const via = measurementsOf(states).find((measurement) => measurement.via !== null)?.via
  const lines = [
    `Encke connection report, ${new Date(at).toISOString()}`,
    ...table([
      ['server', [origin, protocol, via && `via ${via}`].filter(Boolean).join(', ')],
      ['browser', userAgent],
      ['documents use', diagnosis.best ?? 'nothing'],
      ['to change', diagnosis.advice.join(', ') || 'nothing'],
    ]),
    '',
    ...table(transportNames.map((name) => [name, trialText(states, diagnosis, name)])),
  ]
  if (stats) lines.push('', ...statsText(stats))
  return `${lines.join('\n')}\n`
}

/** Of the trials that are done, the best transport first. */
export function measurementsOf(states: TrialStates): Measurement[] {
  return transportNames.flatMap((name) => {
    const state = states[name]
    return state.kind === 'done' ? [state.measurement] : []
  })
}

function trialText(states: TrialStates, { verdicts }: Diagnosis, name: keyof TrialStates): string {
  const state = states[name]
  if (state.kind !== 'done') return state.kind
  const { measurement } = state
  const verdict = verdicts.find(({ transport }) => transport === name)
  const { roundTripsMs, canaryGapMs, hold, watchedMs, encoding, reached, opened, firstByteMs } = measurement
  const facts = [
    `${verdict?.health}: ${verdict?.finding}`,
    endingText(measurement.ending),
    opened ? null : 'no session by POST',
    firstByteMs === null ? null : `first byte ${milliseconds(firstByteMs)}`,
    roundTripsMs.length === 0
      ? null
      : `round trip p50 ${milliseconds(percentile(roundTripsMs, 0.5))}, p95 ${milliseconds(percentile(roundTripsMs, 0.95))} of ${roundTripsMs.length}`,
    canaryGapMs === null ? null : `canaries ${milliseconds(canaryGapMs)} apart (sent 400 ms apart)`,
    encoding === null ? null : `content-encoding ${encoding}`,
    hold === null ? null : `held ${milliseconds(hold.heldMs)} of ${milliseconds(hold.askedMs)}`,
    hold !== null || watchedMs === null ? null : `watched ${milliseconds(watchedMs)}`,
    reached === null ? null : `a plain request for the path ${reached ? 'reaches' : 'does not reach'} Encke`,
  ]
  return facts.filter((fact) => fact !== null).join('; ')
}

function endingText(ending: Ending): string | null {
  switch (ending.kind) {
    case 'completed':
      return null
    case 'refused':
      return ending.detail
    case 'unanswered':
      return `no answer within ${milliseconds(ending.afterMs)}`
    case 'mute':
      return `opened, then nothing within ${milliseconds(ending.afterMs)}`
    case 'cut':
      return `cut after ${milliseconds(ending.afterMs)}: ${ending.detail}`
    default:
      return ending satisfies never
  }
}

function statsText(stats: SessionStats): string[] {
  const { transport, rttMs, reconnects, retransmittedFrames, bufferedBytes, canaryGapMs, memory, traffic } = stats
  return [
    'The session of this browser',
    ...table([
      ['now', transport ?? 'no transport'],
      ['round trip', `newest ${milliseconds(rttMs.newest)}, p50 ${milliseconds(rttMs.p50)}`],
      ['reconnects', String(reconnects)],
      ['sent again', `${retransmittedFrames} frames`],
      ['not acknowledged', `${bufferedBytes} bytes`],
      ['canary gaps', canaryGapMs.map(milliseconds).join(', ') || 'no event stream was tried'],
      ...Object.entries(memory).flatMap(([name, value]) =>
        value === null ? [] : [[name, name.endsWith('Until') ? new Date(value).toISOString() : String(value)]],
      ),
      ...Object.entries(traffic).map(([name, { framesIn, framesOut, bytesIn, bytesOut }]) => [
        name,
        `in ${framesIn} frames, ${bytesIn} bytes; out ${framesOut} frames, ${bytesOut} bytes`,
      ]),
    ]),
    ...stats.history.map(({ at, transport, event, reason, durationMs }) =>
      [
        new Date(at).toISOString(),
        transport,
        event,
        event === 'tried' ? '' : `after ${milliseconds(durationMs)}`,
        reason ?? '',
      ]
        .join('  ')
        .trimEnd(),
    ),
  ]
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ms`
}

/** Rows of a name and a text, the texts below each other. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name = '']) => name.length)) + 2
  return rows.map(([name = '', text = '']) => `${name.padEnd(width)}${text}`)
}
