import { EditorState } from '@codemirror/state'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import { RecentEdits } from '../announcements/recent-edits.ts'
import { EDITING_MS, SameLine } from './same-line.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Three lines of ten characters; the reader's caret is in the second. */
function setUp() {
  const recent = new RecentEdits()
  let due = 0
  const sameLine = new SameLine({ recent, clock: systemClock, onDue: () => due++ })
  const state = EditorState.create({ doc: '012345678\n012345678\n012345678', selection: { anchor: 15 } })
  const edits = (personId: string, at: number) => {
    recent.add({ personId, name: personId, from: at, to: at, at: systemClock.now() })
  }
  return { sameLine, state, edits, look: () => sameLine.look(state), due: () => due }
}

test('who edits the line that the reader edits is told of, and no longer when either stops', () => {
  const { sameLine, edits, look, due } = setUp()
  edits('bob', 12)
  expect(look()).toBe(false)
  sameLine.typed()
  expect(look()).toBe(true)
  expect([...sameLine.people]).toEqual(['bob'])
  expect(look()).toBe(false)
  vi.advanceTimersByTime(EDITING_MS)
  expect(due()).toBe(1)
  expect(look()).toBe(true)
  expect([...sameLine.people]).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('who edits another line is not, nor who edited this one a while ago', () => {
  const { sameLine, edits, look } = setUp()
  edits('carol', 12)
  vi.advanceTimersByTime(EDITING_MS)
  sameLine.typed()
  edits('bob', 9)
  expect(look()).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})
