import { expect, test } from 'vitest'
import type { LogEntry } from './log-entry.ts'
import { LogHistory } from './log-history.ts'

const MEBIBYTE = 1024 * 1024

/** Entries at these positions. */
function entries(from: number, to: number, byteLength = 10): LogEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    return { bytes: new Uint8Array(byteLength), position: from + index, seq: from + index }
  })
}

const positions = (history: LogHistory): number[] => history.entries.map(({ position }) => position)

test('nothing is kept for nobody', () => {
  const history = new LogHistory()
  history.keep(entries(1, 5), 100)
  expect(history).toMatchObject({ from: 5, bytes: 0, isUnused: true })
})

test('kept is what the one who is farthest behind still lacks', () => {
  const history = new LogHistory()
  const [near, far] = [history.mark(8), history.mark(3)]
  history.keep(entries(1, 6), 100)
  expect(positions(history)).toEqual([4, 5, 6])
  expect(history.from).toBe(3)
  far.position = 5
  history.keep(entries(7, 9), 100)
  expect(positions(history)).toEqual([6, 7, 8, 9])
  expect(history.from).toBe(5)
  history.release(far)
  expect(history.isUnused).toBe(false)
  history.keep(entries(10, 10), 100)
  expect(positions(history)).toEqual([9, 10])
  history.release(near)
  history.release(near)
  expect(history).toMatchObject({ from: 10, bytes: 0, isUnused: true })
})

test('[S10] no more is kept than 4 MiB, or than the base has, however far behind somebody is', () => {
  const history = new LogHistory()
  history.mark(0)
  history.keep(entries(1, 100, MEBIBYTE / 4), 100)
  expect(positions(history)).toEqual(Array.from({ length: 16 }, (_, index) => 85 + index))
  expect(history).toMatchObject({ from: 84, bytes: 4 * MEBIBYTE })
  history.keep(entries(101, 200, MEBIBYTE / 4), 8 * MEBIBYTE)
  expect(history).toMatchObject({ from: 168, bytes: 8 * MEBIBYTE })
})
