import type { Activity } from '../presence/presence-state.ts'
import type { Face } from './editor-port.ts'

/** One or two letters for a face: of the first and the last word; an emoji or any other grapheme counts as a letter. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s_-]+/u)
    .filter(Boolean)
  const first = firstGrapheme(words[0] ?? '?')
  const last = words.length > 1 ? firstGrapheme(words.at(-1)!) : ''
  return (first + last).toLocaleUpperCase()
}

/**
 * Which faces fit and who is left over. People keep the order in which they came, so that no face jumps when somebody
 * types; only when some are left over do those who went away give up their place first. Oneself comes first.
 * When `max` is passed, the last place goes to the button for the rest.
 */
export function arrange(people: readonly Face[], max: number): { shown: Face[]; rest: Face[] } {
  const ordered = [...people.filter((person) => person.self), ...people.filter((person) => !person.self)]
  if (ordered.length <= max) return { shown: ordered, rest: [] }
  const places = Math.max(1, max - 1)
  const chosen = new Set([...ordered].sort((one, other) => rank(one) - rank(other)).slice(0, places))
  return {
    shown: ordered.filter((person) => chosen.has(person)),
    rest: ordered.filter((person) => !chosen.has(person)),
  }
}

function rank(person: Face): number {
  if (person.self) return -1
  const ranks: Record<Activity, number> = { typing: 0, active: 0, idle: 1, away: 2, reconnecting: 1 }
  return ranks[person.activity]
}

function firstGrapheme(word: string): string {
  const [segment] = new Intl.Segmenter().segment(word)
  return segment?.segment ?? ''
}
