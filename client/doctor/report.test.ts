import { expect, test } from 'vitest'
import { noStats } from '../socket/session-stats.ts'
import type { TrialStates } from './checkup.ts'
import { emptyMeasurement } from './measurement.ts'
import { measurementsOf, reportText } from './report.ts'
import { diagnose } from './verdict.ts'

const states: TrialStates = {
  websocket: {
    kind: 'done',
    measurement: {
      ...emptyMeasurement('websocket'),
      opened: true,
      ending: { kind: 'refused', detail: 'closed with 1006' },
      reached: true,
      via: 'nginx/1.27',
    },
  },
  sse: {
    kind: 'done',
    measurement: {
      ...emptyMeasurement('sse'),
      opened: true,
      firstByteMs: 12.34,
      roundTripsMs: [3, 4, 5],
      canaryGapMs: 401.2,
      watchedMs: 4_000,
    },
  },
  'long-poll': { kind: 'cancelled' },
  poll: { kind: 'waiting' },
}

test('a report says all that was found, in lines', () => {
  const text = reportText({
    at: Date.UTC(2026, 5, 1, 12),
    origin: 'https://encke.example',
    userAgent: 'A browser',
    protocol: 'h2',
    states,
    diagnosis: diagnose(measurementsOf(states)),
    stats: {
      ...noStats,
      transport: 'sse',
      canaryGapMs: [400.6],
      memory: { ...noStats.memory, webSocketBannedUntil: Date.UTC(2026, 5, 1, 12, 10), holdMs: 9_000 },
      history: [{ transport: 'websocket', at: 0, event: 'dropped', reason: 'no proof in time', durationMs: 5_000 }],
      traffic: { sse: { framesIn: 1, framesOut: 2, bytesIn: 3, bytesOut: 4 } },
    },
  })
  expect(text).toBe(`Encke connection report, 2026-06-01T12:00:00.000Z
server         https://encke.example, h2, via nginx/1.27
browser        A browser
documents use  sse
to change      upgrade

websocket  bad: refused; closed with 1006; a plain request for the path reaches Encke
sse        good: works; first byte 12 ms; round trip p50 4 ms, p95 5 ms of 3; canaries 401 ms apart (sent 400 ms apart); watched 4000 ms
long-poll  cancelled
poll       waiting

The session of this browser
now                   sse
round trip            newest –, p50 –
reconnects            0
sent again            0 frames
not acknowledged      0 bytes
canary gaps           401 ms
webSocketBannedUntil  2026-06-01T12:10:00.000Z
holdMs                9000
sse                   in 1 frames, 3 bytes; out 2 frames, 4 bytes
1970-01-01T00:00:00.000Z  websocket  dropped  after 5000 ms  no proof in time
`)
})
