import type { Clock } from '../../protocol/clock.ts'

/** A timer that is this late has slept, with the machine or in a hidden page. */
const OVERDUE_MS = 1_000
/** What arrived during the sleep is heard within this time. */
const GRACE_MS = 1_000

/**
 * Calls back after `delayMs`, for what would judge a connection by its silence: a timer that slept waits for 1 s more,
 * because it runs before the data that came meanwhile. The result stops it.
 */
export function afterPatiently(clock: Clock, delayMs: number, callback: () => void): () => void {
  const due = clock.now() + delayMs
  let stop = clock.after(delayMs, () => {
    if (clock.now() - due <= OVERDUE_MS) callback()
    else stop = clock.after(GRACE_MS, callback)
  })
  return () => stop()
}
