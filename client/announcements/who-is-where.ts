import type { companyPhrasesIn } from '../company/company-localize.ts'
import type { Person } from '../presence/people.ts'
import type { RecentEdit } from './recent-edits.ts'

type Words = ReturnType<typeof companyPhrasesIn>

/** How many people are read out one by one, and how many edits. */
const MAX_PEOPLE = 12
const MAX_EDITS = 5
/** How much of an edit is read out, in UTF-16 units. */
const MAX_EXCERPT = 80

/** `3 people. Bob: typing, line 12. Vera: away.` */
export function whoIsWhere(
  people: readonly Person[],
  { phrases, lineOf }: { phrases: Words; lineOf: (person: Person) => number | null },
): string {
  const others = people.filter(({ self }) => !self)
  if (others.length === 0) return phrases['say.alone']
  const each = others.slice(0, MAX_PEOPLE).map((person) => {
    const line = lineOf(person)
    const words = [
      phrases[`activity.${person.activity}`],
      line === null ? '' : phrases['people.line'](line),
      person.stale ? phrases['people.stale'] : '',
    ]
    return phrases['say.person'](person.name || phrases['presence.anonymous'], words.filter(Boolean).join(', '))
  })
  return [`${phrases['say.people'](people.length)}.`, ...each].join(' ')
}

/** What others changed last, newest first, as it reads now: `Bob, line 12: so we start early.` */
export function whatChanged(
  edits: readonly RecentEdit[],
  {
    phrases,
    doc,
  }: {
    phrases: Words
    doc: { length: number; lineAt(position: number): { number: number }; sliceString(from: number, to: number): string }
  },
): string {
  if (edits.length === 0) return phrases['say.no-edits']
  const each = edits.slice(0, MAX_EDITS).map(({ name, from, to }) => {
    const start = Math.min(from, doc.length)
    const excerpt = doc
      .sliceString(start, Math.min(to, start + MAX_EXCERPT))
      .replace(/\s+/g, ' ')
      .trim()
    const text = to - from > MAX_EXCERPT ? `${excerpt}…` : excerpt
    return phrases['say.edit'](name || phrases['presence.anonymous'], doc.lineAt(start).number, text)
  })
  return each.join(' ')
}
