import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Checkup, type TrialStates } from '../../client/doctor/checkup.ts'
import { measurementsOf } from '../../client/doctor/report.ts'
import { type Diagnosis, diagnose } from '../../client/doctor/verdict.ts'
import { Network, openNetwork } from '../../client/e2e/network.ts'
import { systemClock } from '../../protocol/clock.ts'
import { transportNames } from '../../protocol/transport-name.ts'
import { createApp } from '../app.ts'
import { type Listening, listen } from '../http/listen.ts'
import { Realtime } from '../http/realtime.ts'
import { Relay } from '../relay.ts'
import { silentLog } from '../telemetry/log.ts'
import { until } from './until.ts'

let relay: Relay
let realtime: Realtime
let listening: Listening

beforeAll(async () => {
  const world = { clock: systemClock, log: silentLog }
  relay = await Relay.open({ dataDir: null, ...world })
  realtime = new Realtime({ documents: relay.rooms, ...world })
  const config = { allowedOrigins: '*' as const }
  const app = createApp({ relay, realtime: realtime.app, config, clientRoot: '/nowhere', ...world })
  listening = await listen({ app, webSocketServer: realtime.webSocketServer, port: 0, host: '127.0.0.1' })
})

afterAll(async () => {
  realtime.close(0)
  listening.server.close()
  listening.server.closeAllConnections()
  await once(listening.server, 'close')
  await relay.close()
})

function checkup(baseUrl: string, onChange: (states: TrialStates) => void = () => {}): Checkup {
  const clock = { ...systemClock, now: () => performance.now() }
  return new Checkup({ baseUrl, clock, fetch, WebSocket, onChange })
}

/** What is said of each transport, the best first. */
const findings = ({ verdicts }: Diagnosis): string[] => verdicts.map(({ finding }) => finding)

const nobodyIsLeft = () => until(() => realtime.sessions.size === 0, { what: 'every session has ended' })

test('a server in good health is found to be, and no session and no document is left behind', async () => {
  const steps: string[] = []
  const doctor = checkup(listening.url, ({ sse }) => steps.push(sse.kind === 'running' ? sse.step : sse.kind))
  await doctor.run()
  const measurements = measurementsOf(doctor.states)
  expect(diagnose(measurements)).toMatchObject({ best: 'websocket', advice: [] })
  expect(findings(diagnose(measurements))).toEqual(['works', 'works', 'works', 'works'])
  const [webSocket, sse, longPoll, poll] = measurements
  expect(sse!.canaryGapMs).toBeGreaterThan(300)
  expect(webSocket!.watchedMs).toBeGreaterThanOrEqual(5_000)
  expect(longPoll!.hold!.heldMs).toBeGreaterThan(2_400)
  expect(poll!.roundTripsMs).toHaveLength(8)
  expect([...new Set(steps)]).toEqual(['waiting', 'opening', 'measuring', 'watching', 'done'])
  await nobodyIsLeft()
  expect((await relay.store.list({ limit: 10 })).length).toBe(0)
})

describe.concurrent('the connection doctor finds', () => {
  test('a proxy that refuses upgrades and holds streams back', async () => {
    await using network = await openNetwork(listening.url)
    network.webSockets = 'refused'
    network.holdsStreams = true
    const doctor = checkup(network.url)
    await doctor.run()
    const diagnosis = diagnose(measurementsOf(doctor.states))
    expect(findings(diagnosis)).toEqual(['refused', 'held-back', 'works', 'works'])
    expect(diagnosis).toMatchObject({ best: 'long-poll', advice: ['upgrade', 'buffering', 'compression'] })
  })

  test.each([
    ['unanswered', 'unanswered'],
    ['mute', 'mute'],
  ] as const)('WebSockets that are %s', async (fate, finding) => {
    await using network = await openNetwork(listening.url)
    network.webSockets = fate
    const doctor = checkup(network.url, ({ websocket }) => websocket.kind === 'done' && doctor.cancel())
    await doctor.run()
    const diagnosis = diagnose(measurementsOf(doctor.states))
    expect(findings(diagnosis)[0]).toBe(finding)
    expect(diagnosis.advice).toEqual(['upgrade'])
  })

  test('that nothing is there', async () => {
    const network = new Network(listening.url)
    await network.open()
    network.cut()
    const doctor = checkup(network.url)
    await doctor.run()
    const diagnosis = diagnose(measurementsOf(doctor.states))
    expect(findings(diagnosis)).toEqual(Array(4).fill('unreachable'))
    expect(diagnosis).toMatchObject({ best: null, advice: [] })
    await network.close()
  })
})

test('the connection doctor stops when it is told to, wherever it is, and leaves no session behind', async () => {
  await nobodyIsLeft()
  for (const step of ['opening', 'measuring'] as const) {
    const doctor = checkup(listening.url, ({ sse }) => {
      if (sse.kind === 'running' && sse.step === step) doctor.cancel()
    })
    await doctor.run()
    expect(transportNames.map((name) => doctor.states[name].kind)).toEqual(Array(4).fill('cancelled'))
    await nobodyIsLeft()
  }
})
