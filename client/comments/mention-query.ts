import { MAX_MENTIONS, type Mention } from './message.ts'

/** Somebody's name that is being written: where its `@` stands, and what follows it. */
export interface MentionQuery {
  readonly from: number
  readonly query: string
}

const MAX_QUERY_LENGTH = 40
const MAX_MATCHES = 6

/** The name that is being written at the caret; null when none is. An `@` inside a word, as in an address, is none. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - MAX_QUERY_LENGTH), caret)
  const found = /(?:^|[\s([{«“"'])@([^\n@]*)$/u.exec(before)
  if (found === null) return null
  const query = found[1]!
  return { from: caret - query.length - 1, query }
}

/** Who may be meant: those of whose name a word begins so, the whole name first. At most six; none once a name is whole. */
export function matchPeople<Someone extends Mention>(people: readonly Someone[], query: string): Someone[] {
  const wanted = query.toLocaleLowerCase()
  const rank = ({ name }: Someone): number => {
    const lower = name.toLocaleLowerCase()
    if (lower.startsWith(wanted)) return 0
    return lower.split(/\s+/).some((word) => word.startsWith(wanted)) ? 1 : 2
  }
  const isWhole = wanted !== '' && people.some(({ name }) => name.toLocaleLowerCase() === wanted.trimEnd())
  if (isWhole) return []
  return people
    .filter((person) => person.id !== '' && person.name !== '' && rank(person) < 2)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MAX_MATCHES)
}

/** Those of these people whose name stands in a text behind an `@`. */
export function mentionedIn(text: string, people: readonly Mention[]): Mention[] {
  const mentioned = new Map<string, Mention>()
  for (const { id, name } of people) {
    if (id !== '' && name !== '' && text.includes(`@${name}`)) mentioned.set(id, { id, name })
  }
  return [...mentioned.values()].slice(0, MAX_MENTIONS)
}
