import { describe, expect, test } from 'vitest'
import { MIN_WINDOW_BYTES, SendWindow } from './send-window.ts'

const KIBIBYTE = 1024

/**
 * Sends megabytes over a line: so many bytes a millisecond, and so long until the first of them is acknowledged.
 * Returns how long the last window had to wait, milliseconds.
 */
function load(
  window: SendWindow,
  { bytesPerMs, roundTripMs, now = 0 }: { bytesPerMs: number; roundTripMs: number; now?: number },
): number {
  let through = now
  let tookMs = 0
  for (let round = 0; round < 50; round++) {
    tookMs = roundTripMs + window.bytes / bytesPerMs
    through += 1
    window.sent(through, now)
    now += tookMs
    window.acknowledged(through, now, { isBusy: true })
  }
  return tookMs - roundTripMs
}

describe('a send window', () => {
  test('is as large as it may be on a fast line, however long that is', () => {
    for (const roundTripMs of [1, 50, 300]) {
      const window = new SendWindow()
      load(window, { bytesPerMs: 50_000, roundTripMs })
      expect(window.bytes).toBe(2 * KIBIBYTE * KIBIBYTE)
    }
  })

  test('[P25] makes nobody wait for more than half a second on a line of a megabyte a second', () => {
    for (const roundTripMs of [1, 50, 300]) {
      const window = new SendWindow()
      expect(load(window, { bytesPerMs: 1_000, roundTripMs })).toBeLessThan(500)
      expect(window.bytes).toBeGreaterThan(MIN_WINDOW_BYTES)
    }
  })

  test('is not above two batches on a line of 30 KB a second', () => {
    const window = new SendWindow()
    load(window, { bytesPerMs: 30, roundTripMs: 100 })
    expect(window.bytes).toBeLessThanOrEqual(2 * MIN_WINDOW_BYTES)
  })

  test('finds its way when the line becomes another', () => {
    const window = new SendWindow()
    load(window, { bytesPerMs: 50_000, roundTripMs: 10 })
    expect(load(window, { bytesPerMs: 1_000, roundTripMs: 10 })).toBeLessThan(600)
    expect(window.bytes).toBeLessThan(KIBIBYTE * KIBIBYTE)
    // Farther away now, which looks as if everything had to wait; but not for ever.
    load(window, { bytesPerMs: 50_000, roundTripMs: 600, now: 200_000 })
    expect(window.bytes).toBe(MIN_WINDOW_BYTES)
    load(window, { bytesPerMs: 50_000, roundTripMs: 600, now: 400_000 })
    expect(window.bytes).toBe(2 * KIBIBYTE * KIBIBYTE)
  })

  test('learns nothing from a client that had nothing to wait for', () => {
    const window = new SendWindow()
    window.sent(1, 0)
    window.acknowledged(1, 1_000, { isBusy: false })
    window.sent(2, 1_000)
    window.acknowledged(1, 1_010, { isBusy: true })
    expect(window.bytes).toBe(MIN_WINDOW_BYTES)
  })
})
