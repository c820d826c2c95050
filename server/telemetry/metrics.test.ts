import { expect, test } from 'vitest'
import { silentLog } from './log.ts'
import { meteringLog } from './metering-log.ts'
import { Metrics, type Readings } from './metrics.ts'

const nothing: Readings = {
  rooms: 0,
  members: 0,
  plainSockets: 0,
  sessions: new Map(),
  queuedBytes: 0,
  documentBytes: 0,
  unsavedBytes: 0,
}

test('what was counted and what is true now are in the text', async () => {
  let readings = nothing
  const metrics = new Metrics({ read: () => readings })
  metrics.flushed({ updates: 3, bytes: 90, members: 4, waitedMs: 7 })
  metrics.committed({ tookMs: 2, failed: false })
  metrics.committed({ tookMs: 20, failed: true })
  metrics.fellBehind()
  readings = { ...nothing, rooms: 2, members: 5, sessions: new Map([['sse', 3]]) }
  const lines = (await metrics.text()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'encke_updates_total 3',
      'encke_deliveries_total 12',
      'encke_flush_seconds_sum 0.007',
      'encke_commit_seconds_count 2',
      'encke_commit_failures_total 1',
      'encke_resyncs_total 1',
      'encke_rooms 2',
      'encke_members 5',
      'encke_sessions{transport="sse"} 3',
    ]),
  )
  readings = { ...nothing, sessions: new Map([['websocket', 1]]) }
  const later = await metrics.text()
  expect(later).toContain('encke_sessions{transport="websocket"} 1')
  expect(later).not.toContain('transport="sse"')
})

test('every refusal that is logged is counted, whether the line is shown or not', async () => {
  const metrics = new Metrics({ read: () => nothing })
  const log = meteringLog(silentLog, metrics)
  log.debug({ code: 'UPDATE_MALFORMED' }, 'an update ends too soon')
  log.debug({ code: 'UPDATE_MALFORMED' }, 'an update ends too soon')
  log.error({ code: 'STORE_UNAVAILABLE', err: new Error('full') }, 'a request failed')
  log.info({ url: 'http://127.0.0.1' }, 'listening')
  const text = await metrics.text()
  expect(text).toContain('encke_refusals_total{code="UPDATE_MALFORMED"} 2')
  expect(text).toContain('encke_refusals_total{code="STORE_UNAVAILABLE"} 1')
})
