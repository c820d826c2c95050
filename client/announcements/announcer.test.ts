import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import { en } from '../company/phrases/en.ts'
import type { AnnouncementLevel } from './announcement-level.ts'
import { Announcer, EDIT_IS_NEWS_MS, EVERY_MS, QUIET_AFTER_KEY_MS, REPEAT_AFTER_MS } from './announcer.ts'

/** What is said to a reader on line 10, of people whose edits are on the lines that the test says. */
function setUp(level: AnnouncementLevel = 'near') {
  const said: string[] = []
  const lines = new Map<string, number>()
  const announcer = new Announcer({
    clock: systemClock,
    level: () => level,
    phrases: () => en,
    language: () => 'en',
    count: () => 3,
    placeOf: (id) => {
      const line = lines.get(id)
      return line === undefined ? null : { name: id, line, distance: line - 10 }
    },
    say: (text) => said.push(text),
  })
  const edits = (id: string, line: number) => {
    lines.set(id, line)
    announcer.edited(id)
  }
  return { announcer, said, edits }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a burst of comings and two hundred edits is one line in five seconds', () => {
  const { announcer, said, edits } = setUp()
  announcer.joined('b', 'Bob')
  announcer.joined('c', 'Carol')
  for (let index = 0; index < 200; index++) {
    edits('Bob', 8 + (index % 5))
    vi.advanceTimersByTime(50)
  }
  expect(said.length).toBeLessThanOrEqual(1 + 10_000 / EVERY_MS)
  expect(said[0]).toMatch(/^Bob and Carol joined\. 3 people\. Bob is editing /)
  announcer.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('who reloads neither leaves nor comes', () => {
  const { announcer, said } = setUp()
  announcer.left('b', 'Bob')
  announcer.joined('b', 'Bob')
  vi.runAllTimers()
  expect(said).toEqual([])
})

test('nothing is said while the reader types, and what is old by then never', () => {
  const { announcer, said, edits } = setUp()
  edits('Bob', 10)
  for (let key = 0; key < EDIT_IS_NEWS_MS / 500 + 1; key++) {
    announcer.typed()
    vi.advanceTimersByTime(500)
  }
  announcer.joined('c', 'Carol')
  expect(said).toEqual([])
  vi.advanceTimersByTime(QUIET_AFTER_KEY_MS)
  expect(said).toEqual(['Carol joined. 3 people.'])
})

test('an edit is told of by how near it is, and the same words not twice', () => {
  const { said, edits } = setUp()
  const editsAndWaits = (line: number) => {
    edits('Bob', line)
    vi.advanceTimersByTime(EVERY_MS)
  }
  for (const line of [10, 8, 11, 14, 11]) editsAndWaits(line)
  expect(said).toEqual([
    'Bob is editing your line.',
    'Bob is editing 2 lines above you.',
    'Bob is editing 1 line below you.',
  ])
  vi.advanceTimersByTime(REPEAT_AFTER_MS)
  editsAndWaits(11)
  expect(said).toHaveLength(4)
})

test.each([
  ['off', []],
  ['joins', ['Carol joined. 3 people.']],
  ['near', ['Carol joined. 3 people.']],
  ['all', ['Carol joined. 3 people. Bob is editing line 90.']],
] as const)('the reader chooses how much is said: %s', (level, expected) => {
  const { announcer, said, edits } = setUp(level)
  announcer.joined('c', 'Carol')
  edits('Bob', 90)
  vi.runAllTimers()
  expect(said).toEqual(expected)
})

test('who loses the line and has it back is told of; who has it back before that was never away', () => {
  const { announcer, said } = setUp('joins')
  announcer.lost('b', 'Bob')
  vi.advanceTimersByTime(EVERY_MS)
  announcer.lost('c', 'Carol')
  announcer.back('c', 'Carol')
  announcer.back('b', 'Bob')
  vi.runAllTimers()
  announcer.lost('b', 'Bob')
  announcer.left('b', 'Bob')
  vi.runAllTimers()
  expect(said).toEqual(['Bob is reconnecting.', 'Bob is connected again.', 'Bob left. 3 people.'])
})
