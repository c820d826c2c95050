import type { Clock } from '../../protocol/clock.ts'

/** A signal that aborts with `signal`, or after `delayMs` on the session's own clock; `stop` lets go of the timer. */
export function deadline(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController()
  const stop = clock.after(delayMs, () => controller.abort(new DOMException('no answer in time', 'TimeoutError')))
  return { signal: AbortSignal.any([signal, controller.signal]), stop }
}
