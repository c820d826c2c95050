import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import { type ConnectionState, initialConnectionState } from '../provider/connection-state.ts'
import { type Trouble, TroubleModel, troubleTimes } from './trouble-model.ts'

let troubles: Trouble[]
let model: TroubleModel

beforeEach(() => {
  vi.useFakeTimers()
  troubles = []
  model = new TroubleModel({ clock: systemClock, onChange: (trouble) => troubles.push(trouble) })
})
afterEach(() => {
  model.close()
  vi.useRealTimers()
})

const take = (change: Partial<ConnectionState>) =>
  model.take({ ...initialConnectionState, state: 'connected', epoch: 'e', ...change })

test('a connection that is back within five seconds was no trouble', () => {
  take({})
  take({ state: 'reconnecting' })
  vi.advanceTimersByTime(troubleTimes.awayMs - 1)
  take({})
  vi.runAllTimers()
  expect(troubles).toEqual([])
})

test('after five seconds it is said, with the seconds to the next attempt, and gone when it is back', () => {
  take({ state: 'reconnecting' })
  vi.advanceTimersByTime(troubleTimes.awayMs - 1_500)
  take({ state: 'reconnecting', unsentEdits: 3, retryAt: Date.now() + 3_500 })
  vi.advanceTimersByTime(1_500)
  expect(troubles).toEqual([{ kind: 'away', offline: false, edits: 3, seconds: 2 }])
  vi.advanceTimersByTime(2_000)
  expect(troubles.slice(1)).toEqual([
    { kind: 'away', offline: false, edits: 3, seconds: 1 },
    { kind: 'away', offline: false, edits: 3, seconds: null },
  ])
  take({ unsentEdits: 3 })
  expect(model.trouble).toBeNull()
})

test('without a network there is nothing to count down', () => {
  take({ state: 'offline', retryAt: Date.now() + 60_000 })
  vi.advanceTimersByTime(troubleTimes.awayMs)
  expect(model.trouble).toEqual({ kind: 'away', offline: true, edits: 0, seconds: null })
  expect(vi.getTimerCount()).toBe(0)
})

test('edits that make no progress for ten seconds are said to wait; those that do are not', () => {
  take({ unsentEdits: 5 })
  vi.advanceTimersByTime(troubleTimes.stuckMs - 1)
  take({ unsentEdits: 4 })
  vi.advanceTimersByTime(troubleTimes.stuckMs - 1)
  expect(troubles).toEqual([])
  vi.advanceTimersByTime(1)
  expect(troubles).toEqual([{ kind: 'stuck', edits: 4 }])
  take({ unsentEdits: 0 })
  expect(troubles.at(-1)).toBeNull()
})

test('an end for good is not waited out', () => {
  take({ state: 'reconnecting', unsentEdits: 1 })
  take({ state: 'closed', unsentEdits: 1 })
  vi.runAllTimers()
  expect(troubles).toEqual([])
})
