import { EventParser } from '../socket/event-parser.ts'
import { ANSWER_MS, type Trial, TrialEnd } from './trial.ts'

/** The server sends two canaries 400 ms apart; nearer than this, something on the way held the first one back. */
export const MIN_CANARY_GAP_MS = 200

const WATCH_MS = 4_000
const ROUND_TRIPS = 10
const EVERY_MS = 50

/**
 * Opens an event stream, measures how far apart its two canaries arrive, sends frames by POST whose answers come
 * down the stream, and looks whether it stays for 4 s.
 */
export async function trySse(trial: Trial): Promise<void> {
  const { clock, measurement, session } = trial
  await trial.open()
  const over = new AbortController()
  try {
    const startedAt = clock.now()
    const request = trial.fetch(`${trial.baseUrl}/session/sse`, {
      headers: { ...session.headers(), accept: 'text/event-stream' },
      signal: AbortSignal.any([trial.signal, over.signal]),
      cache: 'no-store',
    })
    const response = await trial.within(ANSWER_MS, request, { kind: 'unanswered', afterMs: ANSWER_MS })
    const refused = session.check(response, 'text/event-stream')
    if (refused || !response.body) throw new TrialEnd(refused ?? { kind: 'refused', detail: 'no body' })
    measurement.encoding = response.headers.get('content-encoding')
    const canaries = [Promise.withResolvers<number>(), Promise.withResolvers<number>()] as const
    let events = 0
    void read(trial, response.body, () => canaries[events++]?.resolve(clock.now()))
    const mute = { kind: 'mute', afterMs: ANSWER_MS } as const
    const firstAt = await trial.within(ANSWER_MS, canaries[0].promise, mute)
    measurement.firstByteMs = firstAt - startedAt
    measurement.canaryGapMs = (await trial.within(ANSWER_MS, canaries[1].promise, mute)) - firstAt
    // Held back: what is sent now would only wait for what comes after it.
    if (measurement.canaryGapMs < MIN_CANARY_GAP_MS) return
    trial.step('measuring')
    for (let count = 0; count < ROUND_TRIPS; count++) {
      await trial.roundTrip(() => trial.post())
      await trial.pause(EVERY_MS)
    }
    trial.step('watching')
    await trial.pause(Math.max(0, firstAt + WATCH_MS - clock.now()))
    measurement.watchedMs = clock.now() - firstAt
  } finally {
    over.abort()
  }
}

async function read(trial: Trial, body: ReadableStream<Uint8Array>, onEvent: () => void): Promise<void> {
  const parser = new EventParser()
  const reader = body.getReader()
  const from = trial.clock.now()
  let worked = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) throw new Error('the stream ended')
      for (const { data } of parser.push(value)) {
        const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
        if (!trial.deliver(bytes)) return
        worked = true
        onEvent()
      }
    }
  } catch (error) {
    const detail = String(error)
    trial.end(worked ? { kind: 'cut', afterMs: trial.clock.now() - from, detail } : { kind: 'refused', detail })
  }
}
