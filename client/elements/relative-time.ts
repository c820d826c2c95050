/** How long ago something was, in the unit a person would use; null for just now. */
export type RelativeTime = { value: number; unit: 'minute' | 'hour' | 'day' | 'month' | 'year' } | null

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/**
 * How long before `now` a moment was, for `Intl.RelativeTimeFormat` (so the values are negative). Less than a minute,
 * and a moment in the future, which only a clock that is wrong makes, is just now. Days are counted by midnights of
 * this machine: what happened at 23:00 was yesterday at 1:00.
 */
export function relativeTime(at: number, now: number): RelativeTime {
  const agoMs = now - at
  if (agoMs < minuteMs) return null
  if (agoMs < hourMs) return { value: -Math.floor(agoMs / minuteMs), unit: 'minute' }
  const days = Math.round((midnight(now) - midnight(at)) / dayMs)
  if (days === 0 || agoMs < 6 * hourMs) return { value: -Math.floor(agoMs / hourMs), unit: 'hour' }
  if (days < 31) return { value: -days, unit: 'day' }
  if (days < 365) return { value: -Math.floor(days / 30.44), unit: 'month' }
  return { value: -Math.floor(days / 365.25) || -1, unit: 'year' }
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
