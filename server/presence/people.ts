import type { Role } from '../../protocol/message.ts'
import { type Activity, activities } from './presence-state.ts'
import type { PresenceEntry } from './presence-table.ts'

/** Somebody in a document. Several tabs of one person are one of these. */
export interface Person {
  /** The person's own id, or `client-<number>` for a client that names none. */
  id: string
  name: string | null
  /** `#rrggbb` */
  color: string | null
  role: Role
  state: Activity
  /** When this state began, by the server's clock, milliseconds since the epoch. */
  since: number
}

/**
 * The people behind a room's clients, in the order in which they came. A person in several tabs is as present
 * as the most present of them, and may what the most trusted of them may. `before` is the last such list.
 */
export function peopleOf(entries: readonly PresenceEntry[], before: readonly Person[], now: number): Person[] {
  const people = new Map<string, Person>()
  for (const { clientId, role, user, activity } of entries) {
    const id = user.id ?? `client-${clientId}`
    const person = people.get(id)
    if (!person) {
      people.set(id, { id, name: user.name, color: user.color, role, state: activity, since: now })
      continue
    }
    person.name = user.name ?? person.name
    person.color = user.color ?? person.color
    if (role === 'editor') person.role = role
    if (activities.indexOf(activity) < activities.indexOf(person.state)) person.state = activity
  }
  for (const known of before) {
    const person = people.get(known.id)
    if (person?.state === known.state) person.since = known.since
  }
  return [...people.values()]
}
