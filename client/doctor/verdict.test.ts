import { describe, expect, test } from 'vitest'
import { type TransportName, transportNames } from '../../protocol/transport-name.ts'
import { emptyMeasurement, type Measurement, percentile } from './measurement.ts'
import { type Advice, diagnose, type Finding, type Health, type Verdict } from './verdict.ts'

/** What a healthy path makes of a transport. */
const healthy: Record<TransportName, Partial<Measurement>> = {
  websocket: { watchedMs: 5_000 },
  sse: { canaryGapMs: 401, watchedMs: 4_000 },
  'long-poll': { hold: { askedMs: 2_500, heldMs: 2_503 } },
  poll: {},
}

function measured(transport: TransportName, what: Partial<Measurement> = {}): Measurement {
  const fast = { opened: true, firstByteMs: 12, roundTripsMs: [5, 6, 7] }
  return { ...emptyMeasurement(transport), ...fast, ...healthy[transport], ...what }
}

/** All four, with one of them as it was measured. */
function among(measurement: Measurement): Measurement[] {
  return transportNames.map((name) => (name === measurement.transport ? measurement : measured(name)))
}

function verdictOn(measurement: Measurement): Verdict {
  return diagnose(among(measurement)).verdicts.find(({ transport }) => transport === measurement.transport)!
}

test('where everything comes through, four work, the best is used, and nothing is to be changed', () => {
  const { verdicts, best, advice } = diagnose(transportNames.map((name) => measured(name)))
  expect(verdicts.map(({ health, finding }) => [health, finding])).toEqual(Array(4).fill(['good', 'works']))
  expect([best, advice]).toEqual(['websocket', []])
})

const refused = { kind: 'refused', detail: 'closed with 1006' } as const
const unanswered = { kind: 'unanswered', afterMs: 5_000 } as const
const mute = { kind: 'mute', afterMs: 5_000 } as const
const cut = { kind: 'cut', afterMs: 3_000, detail: 'closed with 1006' } as const
const nothing = { firstByteMs: null, roundTripsMs: [] }

const cases: [string, TransportName, Partial<Measurement>, Health, Finding, Advice[]][] = [
  [
    'an upgrade that is refused',
    'websocket',
    { ...nothing, ending: refused, reached: true },
    'bad',
    'refused',
    ['upgrade'],
  ],
  [
    'an upgrade that is never answered',
    'websocket',
    { ...nothing, ending: unanswered, reached: true },
    'bad',
    'unanswered',
    ['upgrade'],
  ],
  [
    'a socket that carries nothing',
    'websocket',
    { ...nothing, ending: mute, reached: true },
    'bad',
    'mute',
    ['upgrade'],
  ],
  [
    'a path that leads elsewhere',
    'websocket',
    { ...nothing, ending: refused, reached: false },
    'bad',
    'misrouted',
    ['route', 'upgrade'],
  ],
  ['a socket that is cut', 'websocket', { ending: cut }, 'bad', 'cut', ['timeouts']],
  ['a slow socket', 'websocket', { roundTripsMs: [20, 400, 500] }, 'fair', 'slow', []],
  ['canaries that arrive together', 'sse', { canaryGapMs: 3, roundTripsMs: [] }, 'bad', 'held-back', ['buffering']],
  [
    'canaries that arrive together, compressed',
    'sse',
    { canaryGapMs: 3, encoding: 'gzip' },
    'bad',
    'held-back',
    ['buffering', 'compression'],
  ],
  [
    'a stream without events',
    'sse',
    { ...nothing, canaryGapMs: null, ending: mute },
    'bad',
    'held-back',
    ['buffering'],
  ],
  [
    'a stream that never begins',
    'sse',
    { ...nothing, canaryGapMs: null, ending: unanswered },
    'bad',
    'held-back',
    ['buffering', 'compression'],
  ],
  ['a stream that is compressed and arrives', 'sse', { encoding: 'gzip' }, 'fair', 'compressed', ['compression']],
  ['a stream that is cut', 'sse', { ending: cut }, 'bad', 'cut', ['timeouts']],
  [
    'a stream that is no stream',
    'sse',
    { ...nothing, canaryGapMs: null, ending: refused },
    'bad',
    'refused',
    ['route'],
  ],
  [
    'a poll that is brought back too early',
    'long-poll',
    { hold: { askedMs: 2_500, heldMs: 1_000 } },
    'fair',
    'hold-short',
    ['timeouts'],
  ],
  [
    'a poll that comes back too late',
    'long-poll',
    { hold: { askedMs: 2_500, heldMs: 4_500 } },
    'fair',
    'hold-long',
    ['buffering'],
  ],
  ['a held poll that is cut', 'long-poll', { ending: cut }, 'bad', 'cut', ['timeouts']],
  ['polls that bring nothing', 'long-poll', { ...nothing, ending: mute }, 'bad', 'mute', ['buffering']],
  ['polls that somebody else answers', 'long-poll', { ...nothing, ending: refused }, 'bad', 'refused', ['route']],
  [
    'a POST that somebody else answers',
    'poll',
    { ...nothing, opened: false, ending: refused },
    'bad',
    'misrouted',
    ['route'],
  ],
  ['polls that somebody else answers', 'poll', { ending: refused }, 'bad', 'refused', ['route']],
  ['slow polls', 'poll', { roundTripsMs: [500, 600, 700] }, 'fair', 'slow', []],
]

describe('one transport among three that work:', () => {
  test.each(cases)('%s (%s)', (_, transport, what, health, finding, advice) => {
    expect(verdictOn(measured(transport, what))).toEqual({ transport, health, finding, advice })
  })
})

test('the best is the first that comes through, and the advice is of all, each once', () => {
  const { best, advice } = diagnose([
    measured('websocket', { ...nothing, ending: cut }),
    measured('sse', { canaryGapMs: 1, encoding: 'br' }),
    measured('long-poll', { hold: { askedMs: 2_500, heldMs: 200 } }),
    measured('poll'),
  ])
  expect(best).toBe('long-poll')
  expect(advice).toEqual(['buffering', 'compression', 'timeouts'])
})

test('where nothing of the server comes through, no transport is to blame and no proxy either', () => {
  const silent = transportNames.map((name) =>
    measured(name, { ...nothing, opened: false, canaryGapMs: null, hold: null, ending: refused }),
  )
  const { verdicts, best, advice } = diagnose(silent)
  expect(verdicts.map(({ finding }) => finding)).toEqual(Array(4).fill('unreachable'))
  expect([best, advice]).toEqual([null, []])
})

test('a diagnosis of some trials is one of those alone', () => {
  expect(diagnose([]).best).toBeNull()
  expect(diagnose([measured('poll')]).best).toBe('poll')
})

test('percentiles', () => {
  expect(percentile([], 0.5)).toBeNull()
  expect(percentile([3, 1, 2], 0.5)).toBe(2)
  expect(percentile([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.95)).toBe(10)
})
