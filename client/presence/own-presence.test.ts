import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { systemClock } from '../../protocol/clock.ts'
import { IDLE_AFTER_MS, OwnPresence, TYPING_MS } from './own-presence.ts'

const user = { id: 'a', name: 'Alice', color: '#0073c7' }
let document: Y.Doc
let awareness: Awareness
let presence: OwnPresence
let sent: string[]

beforeEach(() => {
  vi.useFakeTimers()
  document = new Y.Doc()
  awareness = new Awareness(document)
  // Its own interval would count among the timers below.
  clearInterval(awareness._checkInterval)
  sent = []
  awareness.on('update', () => sent.push(awareness.getLocalState()?.['activity']))
  presence = new OwnPresence({ awareness, user, clock: systemClock })
})

afterEach(() => {
  presence.close()
  document.destroy()
  vi.useRealTimers()
})

test('says who we are at once', () => {
  expect(awareness.getLocalState()).toMatchObject({ user, cursor: null, activity: 'active' })
})

test('typing lasts 1.5 s after the last edit and is sent once', () => {
  for (let key = 0; key < 20; key++) {
    presence.edited()
    vi.advanceTimersByTime(100)
  }
  expect(sent).toEqual(['active', 'typing'])
  vi.advanceTimersByTime(TYPING_MS - 101)
  expect(sent).toEqual(['active', 'typing'])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual(['active', 'typing', 'active'])
})

test('who does nothing for 60 s is idle, and then no timer runs', () => {
  vi.advanceTimersByTime(IDLE_AFTER_MS / 2)
  presence.touched()
  vi.advanceTimersByTime(IDLE_AFTER_MS - 1)
  expect(sent).toEqual(['active'])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual(['active', 'idle'])
  expect(vi.getTimerCount()).toBe(0)
  presence.touched()
  expect(sent).toEqual(['active', 'idle', 'active'])
})

test('a hidden page is away, without a timer, and active when it comes back', () => {
  presence.edited()
  presence.setHidden(true)
  presence.setHidden(true)
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(10 * IDLE_AFTER_MS)
  presence.setHidden(false)
  expect(sent).toEqual(['active', 'typing', 'away', 'active'])
})

test('keeps the caret that the editor published', () => {
  awareness.setLocalStateField('cursor', { anchor: {}, head: {} })
  presence.setUser({ ...user, name: 'Ann' })
  expect(awareness.getLocalState()).toMatchObject({ user: { name: 'Ann' }, cursor: { anchor: {}, head: {} } })
})

test('says nothing once closed', () => {
  presence.edited()
  presence.close()
  presence.close()
  presence.edited()
  presence.setHidden(true)
  expect(sent).toEqual(['active', 'typing'])
  expect(vi.getTimerCount()).toBe(0)
})
