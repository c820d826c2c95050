import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import type { AnnouncementLevel } from '../announcements/announcement-level.ts'
import { ChatReader } from './chat-reader.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function listen(level: AnnouncementLevel = 'near') {
  const heard: string[] = []
  return { heard, reader: new ChatReader({ clock: systemClock, level: () => level, say: (line) => heard.push(line) }) }
}

test('the first line is read at once, and of those that follow the newest in 5 s', () => {
  const { heard, reader } = listen()
  for (const line of ['one', 'two', 'three']) reader.read(line)
  expect(heard).toEqual(['one'])
  vi.advanceTimersByTime(4_999)
  expect(heard).toEqual(['one'])
  vi.advanceTimersByTime(1)
  expect(heard).toEqual(['one', 'three'])
  vi.advanceTimersByTime(5_000)
  expect(vi.getTimerCount()).toBe(0)
})

test('who wants to hear nothing hears nothing, and what is closed says nothing more', () => {
  const silent = listen('off')
  silent.reader.read('one')
  expect(silent.heard).toEqual([])
  const { heard, reader } = listen()
  reader.read('one')
  reader.read('two')
  reader.close()
  reader.close()
  vi.advanceTimersByTime(10_000)
  expect(heard).toEqual(['one'])
})
