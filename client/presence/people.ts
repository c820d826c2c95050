import type { Awareness } from 'y-protocols/awareness'
import { type Activity, activities, type Cursor, type PresenceState, parsePresenceState } from './presence-state.ts'

/** Somebody who has the document open. Several tabs of one browser are one person. A new object whenever it changes. */
export interface Person {
  readonly id: string
  /** Empty for a client that names nobody. */
  readonly name: string
  /** `#rrggbb`, or empty. */
  readonly color: string
  /** True for the person at this browser. */
  readonly self: boolean
  /** Of the tab that is most engaged. */
  readonly activity: Activity
  /** When the activity began, in milliseconds since the epoch; 0 if unknown. */
  readonly since: number
  /** The id of the person whom one of their tabs follows; null when none does. */
  readonly following: string | null
  /** True while our own connection is away: the rest is as it was when it was lost, and nobody is seen typing. */
  readonly stale: boolean
  /** The awareness ids of the tabs, most engaged first. */
  readonly clientIds: readonly number[]
}

export interface PeopleChange {
  readonly joined: readonly Person[]
  readonly left: readonly Person[]
  readonly changed: readonly Person[]
}

export interface PeopleOptions {
  awareness: Awareness
}

interface AwarenessChange {
  added: number[]
  updated: number[]
  removed: number[]
}

/**
 * Who is in a document, made from awareness. Ourselves first, then in the order of coming.
 * A caret that moves changes nobody: carets are read when asked for, and the editor draws them by itself.
 */
export class People {
  readonly #awareness: Awareness
  readonly #states = new Map<number, PresenceState>()
  readonly #listeners = new Set<(change: PeopleChange) => void>()
  #people: ReadonlyMap<string, Person> = new Map()
  #list: readonly Person[] = Object.freeze([])
  #stale = false
  #closed = false

  constructor({ awareness }: PeopleOptions) {
    this.#awareness = awareness
    this.#take([...awareness.getStates().keys()])
    this.#rebuild(this.#people)
    awareness.on('change', this.#onChange)
  }

  /** A frozen array; the same one until somebody changes. */
  get all(): readonly Person[] {
    return this.#list
  }

  find(id: string): Person | undefined {
    return this.#people.get(id)
  }

  /** Where a person's caret is: of the most engaged tab that has one. Null without one. */
  cursorOf(id: string): Cursor | null {
    for (const clientId of this.#people.get(id)?.clientIds ?? []) {
      const cursor = this.#states.get(clientId)?.cursor
      if (cursor) return cursor
    }
    return null
  }

  /** Our own connection is away, or back: nobody can be seen to type through one that carries nothing. */
  setStale(stale: boolean): void {
    if (stale === this.#stale || this.#closed) return
    this.#stale = stale
    this.#tell(this.#rebuild(this.#people))
  }

  /** Calls back after each change; the result ends it. */
  subscribe(listener: (change: PeopleChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#awareness.off('change', this.#onChange)
    this.#listeners.clear()
  }

  readonly #onChange = ({ added, updated, removed }: AwarenessChange): void => {
    if (!this.#take([...added, ...updated, ...removed])) return
    this.#tell(this.#rebuild(this.#people))
  }

  #tell(change: PeopleChange): void {
    if (change.joined.length + change.left.length + change.changed.length === 0) return
    for (const listener of [...this.#listeners]) listener(change)
  }

  /** Reads the states of these clients; false when nothing but a caret has changed. */
  #take(clientIds: readonly number[]): boolean {
    let visible = false
    for (const clientId of clientIds) {
      const before = this.#states.get(clientId)
      const after = parsePresenceState(this.#awareness.getStates().get(clientId))
      if (after === null) this.#states.delete(clientId)
      else this.#states.set(clientId, after)
      visible ||= !looksSame(before, after)
    }
    return visible
  }

  #rebuild(before: ReadonlyMap<string, Person>): PeopleChange {
    const tabs = new Map<string, [number, PresenceState][]>()
    const ownId = this.#ownId
    // Those who were here keep their place: a list that reorders itself cannot be read or clicked.
    tabs.set(ownId, [])
    for (const id of before.keys()) tabs.set(id, [])
    for (const [clientId, state] of this.#states) {
      const id = personId(clientId, state)
      const list = tabs.get(id)
      if (list) list.push([clientId, state])
      else tabs.set(id, [[clientId, state]])
    }
    const after = new Map<string, Person>()
    for (const [id, list] of tabs) {
      if (list.length > 0)
        after.set(
          id,
          reuse(before.get(id), makePerson(list, { id, self: id === ownId, stale: this.#stale && id !== ownId })),
        )
    }
    this.#people = after
    this.#list = Object.freeze([...after.values()])
    return {
      joined: this.#list.filter(({ id }) => !before.has(id)),
      left: [...before.values()].filter(({ id }) => !after.has(id)),
      changed: this.#list.filter((person) => before.has(person.id) && before.get(person.id) !== person),
    }
  }

  get #ownId(): string {
    const clientId = this.#awareness.clientID
    return personId(clientId, this.#states.get(clientId))
  }
}

function personId(clientId: number, state: PresenceState | undefined): string {
  return state?.user.id ?? `client:${clientId}`
}

/** The most engaged tab speaks for the person; among equals the one whose activity began last. */
function makePerson(
  tabs: [number, PresenceState][],
  { id, self, stale }: Pick<Person, 'id' | 'self' | 'stale'>,
): Person {
  tabs.sort(([, a], [, b]) => activities.indexOf(a.activity) - activities.indexOf(b.activity) || b.since - a.since)
  const [, { user, activity: said, since }] = tabs[0]!
  const activity = stale && said === 'typing' ? 'active' : said
  const following = tabs.find(([, state]) => state.following !== null)?.[1].following ?? null
  const clientIds = Object.freeze(tabs.map(([clientId]) => clientId))
  return Object.freeze({ id, name: user.name, color: user.color, self, activity, since, following, stale, clientIds })
}

function reuse(before: Person | undefined, after: Person): Person {
  if (before === undefined) return after
  const same =
    before.name === after.name &&
    before.color === after.color &&
    before.self === after.self &&
    before.activity === after.activity &&
    before.since === after.since &&
    before.following === after.following &&
    before.stale === after.stale &&
    before.clientIds.length === after.clientIds.length &&
    before.clientIds.every((clientId, index) => clientId === after.clientIds[index])
  return same ? before : after
}

function looksSame(before: PresenceState | undefined, after: PresenceState | null): boolean {
  if (before === undefined || after === null) return before === undefined && after === null
  return (
    before.user.id === after.user.id &&
    before.user.name === after.user.name &&
    before.user.color === after.user.color &&
    before.activity === after.activity &&
    before.since === after.since &&
    before.following === after.following
  )
}
