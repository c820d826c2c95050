import { setTimeout as delay } from 'node:timers/promises'

/** How often a condition is looked at. */
const LOOK_EVERY_MS = 5

export interface UntilOptions {
  /** Said when it does not come true: what was waited for, or how things stand by then. */
  what: string | (() => string)
  /** Default 30 s, which is no promise of anything: give one where time is what is tested. */
  deadlineMs?: number
}

/** Resolves when the condition is true; rejects at the deadline, with how things stand. An error in the condition is passed on. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { what, deadlineMs = 30_000 }: UntilOptions,
): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`not within ${deadlineMs} ms: ${typeof what === 'string' ? what : what()}`)
    }
    await delay(LOOK_EVERY_MS)
  }
}
