import type { Clock } from '../../protocol/clock.ts'
import type { Announcer } from '../announcements/announcer.ts'
import { listNames } from '../announcements/list-names.ts'
import type { People, PeopleChange, Person } from '../presence/people.ts'
import type { CompanyPhrases } from './phrases/company-phrases.ts'

/** Who is told of within this time of the first text was here already. */
const SETTLE_MS = 1_500

export interface PeopleNewsOptions {
  people: People
  announcer: Announcer
  clock: Clock
  phrases: () => CompanyPhrases
  /** BCP 47, for lists of names. */
  language: () => string
  nameOf: (person: Person) => string
}

/** What is worth telling of who is here: who came and left, follows the reader, or has lost the line. */
export class PeopleNews {
  readonly #options: PeopleNewsOptions
  #followers: ReadonlySet<string> = new Set()
  /** Those whose line is cut. */
  #lost: ReadonlySet<string> = new Set()
  #settled = false
  #stopSettling: (() => void) | null = null

  constructor(options: PeopleNewsOptions) {
    this.#options = options
  }

  /** True since the text is the server's: what changes from now on is somebody's edit. */
  get hasText(): boolean {
    return this.#stopSettling !== null
  }

  /** The text is the server's: who has been told of by now was here before. */
  settle(): void {
    if (this.#stopSettling !== null) return
    const { clock, announcer, phrases, language, nameOf } = this.#options
    this.#stopSettling = clock.after(SETTLE_MS, () => {
      this.#settled = true
      const names = this.#others.map(nameOf)
      if (names.length > 0) announcer.noted(phrases()['say.here'](listNames(names, language()), names.length))
    })
  }

  take({ joined, left }: PeopleChange): void {
    const { announcer, nameOf } = this.#options
    if (this.#settled) {
      for (const person of joined) if (!person.self) announcer.joined(person.id, nameOf(person))
      for (const person of left) if (!person.self) announcer.left(person.id, nameOf(person))
    }
    this.#lookForFollowers()
    this.#lookForLost()
  }

  /** Idempotent. */
  close(): void {
    this.#stopSettling?.()
  }

  get #others(): readonly Person[] {
    return this.#options.people.all.filter(({ self }) => !self)
  }

  #lookForFollowers(): void {
    const { people, announcer, phrases, nameOf } = this.#options
    const self = people.all.find((person) => person.self)
    const followers = this.#others.filter(({ following }) => following !== null && following === self?.id)
    for (const person of followers) {
      if (!this.#followers.has(person.id)) announcer.noted(phrases()['follow.by'](nameOf(person)))
    }
    this.#followers = new Set(followers.map(({ id }) => id))
  }

  /** Of what is as it was last seen, because the own line is cut, nothing is told. */
  #lookForLost(): void {
    const { announcer, nameOf } = this.#options
    const lost = this.#others.filter(({ activity, stale }) => activity === 'reconnecting' && !stale)
    for (const person of this.#settled ? lost : []) {
      if (!this.#lost.has(person.id)) announcer.lost(person.id, nameOf(person))
    }
    for (const person of this.#others) {
      if (this.#lost.has(person.id) && person.activity !== 'reconnecting') announcer.back(person.id, nameOf(person))
    }
    this.#lost = new Set(lost.map(({ id }) => id))
  }
}
