import { Header } from '../../protocol/header.ts'
import type { Refusal } from './measurement.ts'
import { ANSWER_MS, type Trial, TrialEnd } from './trial.ts'

/** How long the server may hold a poll while answers are measured. */
const HOLD_MS = 10_000
/** A poll without an answer is to come back empty after this time, neither sooner nor later. */
const ASKED_MS = 2_500
const LONG_ROUND_TRIPS = 6
const ROUND_TRIPS = 8
const EVERY_MS = 50

/** Sends frames by POST whose answers come down held polls, then looks whether a poll is held as long as it should. */
export async function tryLongPoll(trial: Trial): Promise<void> {
  const { clock, measurement } = trial
  measurement.firstByteMs = await trial.open()
  trial.step('measuring')
  const over = new AbortController()
  const held = holdPolls(trial, over.signal)
  try {
    for (let count = 0; count < LONG_ROUND_TRIPS; count++) {
      await trial.roundTrip(() => trial.post())
      await trial.pause(EVERY_MS)
    }
  } finally {
    over.abort()
  }
  await held
  trial.step('watching')
  const from = clock.now()
  const late = { kind: 'mute', afterMs: ASKED_MS + ANSWER_MS } as const
  const ending = await trial.within(ASKED_MS + ANSWER_MS, poll(trial, ASKED_MS, trial.signal), late)
  const heldMs = clock.now() - from
  if (ending) throw new TrialEnd({ kind: 'cut', afterMs: heldMs, detail: ending.detail })
  measurement.hold = { askedMs: ASKED_MS, heldMs }
  measurement.watchedMs = heldMs
}

/** Asks again and again for what there is, without holding. */
export async function tryPoll(trial: Trial): Promise<void> {
  const { clock, measurement } = trial
  measurement.firstByteMs = await trial.open()
  trial.step('measuring')
  for (let count = 0; count < ROUND_TRIPS; count++) {
    const from = clock.now()
    const late = { kind: 'unanswered', afterMs: ANSWER_MS } as const
    const ending = await trial.within(ANSWER_MS, poll(trial, 0, trial.signal), late)
    if (ending) throw new TrialEnd(ending)
    measurement.roundTripsMs.push(clock.now() - from)
    await trial.pause(EVERY_MS)
  }
}

/** One held poll after the other, until `over`. Never rejects. */
async function holdPolls(trial: Trial, over: AbortSignal): Promise<void> {
  const from = trial.clock.now()
  while (!over.aborted) {
    const ending = await poll(trial, HOLD_MS, AbortSignal.any([trial.signal, over]))
    if (!ending || over.aborted) continue
    const worked = trial.measurement.roundTripsMs.length > 0
    trial.end(worked ? { kind: 'cut', afterMs: trial.clock.now() - from, detail: ending.detail } : ending)
    return
  }
}

/** One request. Null when its answer was the server's own, else why not. Never rejects. */
async function poll({ baseUrl, fetch, session }: Trial, holdMs: number, signal: AbortSignal): Promise<Refusal | null> {
  try {
    const headers = { ...session.headers(), [Header.Hold]: String(holdMs) }
    const response = await fetch(`${baseUrl}/session/poll`, { headers, signal, cache: 'no-store' })
    return await session.take(response)
  } catch (error) {
    return { kind: 'refused', detail: String(error) }
  }
}
