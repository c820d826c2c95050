import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import { type ConnectionState, initialConnectionState } from '../provider/connection-state.ts'
import { type Chip, isWorthSaying, StatusModel, statusTimes } from './status-model.ts'

let model: StatusModel
let chips: Chip[]
let said: Chip['kind'][]
let connection: ConnectionState

beforeEach(() => {
  vi.useFakeTimers()
  chips = []
  said = []
  connection = initialConnectionState
  model = new StatusModel({
    clock: systemClock,
    onChange: (chip, previous) => {
      chips.push(chip)
      if (isWorthSaying(chip, previous)) said.push(chip.kind)
    },
  })
})

afterEach(() => {
  model.close()
  vi.useRealTimers()
})

function becomes(change: Partial<ConnectionState>): void {
  connection = { ...connection, ...change }
  model.take(connection)
}

/** A document that has been open and quiet for a minute. */
function isOpen(): void {
  becomes({ state: 'connected', transport: 'websocket' })
  vi.advanceTimersByTime(60_000)
  chips = []
}

const kinds = (): Chip['kind'][] => chips.map(({ kind }) => kind)

test('says connecting until it is connected, then saved', () => {
  becomes({})
  vi.advanceTimersByTime(60_000)
  expect(model.chip).toEqual({ kind: 'connecting' })
  becomes({ state: 'connected' })
  expect(model.chip).toEqual({ kind: 'saved' })
  expect(said).toEqual([])
})

test('never says saved while an edit is not durable, and says one word while somebody types', () => {
  isOpen()
  for (let key = 0; key < 20; key++) {
    becomes({ unsentEdits: 1 })
    expect(model.chip.kind).toBe('saving')
    vi.advanceTimersByTime(20)
    becomes({ unsentEdits: 0, lastSavedAt: Date.now() })
    vi.advanceTimersByTime(200)
  }
  expect(kinds()).toEqual(['saving'])
  vi.advanceTimersByTime(statusTimes.settleMs)
  expect(kinds()).toEqual(['saving', 'saved'])
  expect(said).toEqual([])
})

test('counts edits aloud once they make no progress', () => {
  isOpen()
  becomes({ unsentEdits: 3 })
  vi.advanceTimersByTime(statusTimes.unsafeAfterMs)
  expect(model.chip).toEqual({ kind: 'unsafe', edits: 3 })
  becomes({ unsentEdits: 4 })
  expect(model.chip).toEqual({ kind: 'unsafe', edits: 4 })
  expect(said).toEqual(['unsafe'])
  becomes({ unsentEdits: 0, lastSavedAt: Date.now() })
  expect(said).toEqual(['unsafe', 'saving'])
})

test('a writer who is never idle is not told that edits wait, as long as some of them become safe', () => {
  isOpen()
  for (let second = 0; second < 10; second++) {
    becomes({ unsentEdits: 5, lastSavedAt: Date.now() })
    vi.advanceTimersByTime(1_000)
  }
  expect(kinds()).toEqual(['saving'])
})

test('a hiccup shorter than the grace is not mentioned', () => {
  isOpen()
  becomes({ state: 'reconnecting', transport: null, retryAt: Date.now() + 500 })
  vi.advanceTimersByTime(statusTimes.graceMs - 1)
  becomes({ state: 'connected', transport: 'sse', retryAt: null })
  vi.advanceTimersByTime(60_000)
  expect(chips).toEqual([])
})

test('counts down to the next attempt, and reads out the loss and the return alone', () => {
  isOpen()
  becomes({ state: 'reconnecting', retryAt: null })
  vi.advanceTimersByTime(statusTimes.graceMs)
  becomes({ retryAt: Date.now() + 2_500 })
  vi.advanceTimersByTime(2_500)
  becomes({ state: 'connected', retryAt: null })
  expect(chips).toEqual([
    { kind: 'reconnecting', edits: 0, seconds: null },
    { kind: 'reconnecting', edits: 0, seconds: 3 },
    { kind: 'reconnecting', edits: 0, seconds: 2 },
    { kind: 'reconnecting', edits: 0, seconds: 1 },
    { kind: 'reconnecting', edits: 0, seconds: null },
    { kind: 'saved' },
  ])
  expect(said).toEqual(['reconnecting', 'saved'])
})

test('offline and reconnecting in turn are one loss', () => {
  isOpen()
  becomes({ state: 'offline', unsentEdits: 2 })
  vi.advanceTimersByTime(statusTimes.graceMs)
  becomes({ state: 'reconnecting' })
  becomes({ state: 'offline' })
  expect(kinds().slice(-3)).toEqual(['offline', 'reconnecting', 'offline'])
  expect(said).toEqual(['offline'])
})

test('a server that was never reached is told of as well', () => {
  becomes({ state: 'reconnecting', retryAt: Date.now() + 10_000 })
  vi.advanceTimersByTime(statusTimes.graceMs)
  expect(model.chip).toEqual({ kind: 'reconnecting', edits: 0, seconds: 8 })
})

test('the end is told at once, with its code', () => {
  isOpen()
  becomes({ state: 'closed', error: { code: 4404, reason: 'DOCUMENT_UNKNOWN' } })
  expect(model.chip).toEqual({ kind: 'closed', edits: 0, code: 4404 })
  expect(said).toEqual(['closed'])
})

test('no timer runs while nothing can change by itself', () => {
  isOpen()
  expect(vi.getTimerCount()).toBe(0)
  becomes({ state: 'reconnecting', retryAt: Date.now() + 60_000 })
  expect(vi.getTimerCount()).toBe(1)
  model.close()
  model.close()
  expect(vi.getTimerCount()).toBe(0)
})
