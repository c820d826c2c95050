import { Eye, EyeOff, MapPin, Users } from 'lucide-static'
import type { Person } from '../presence/people.ts'
import type { CommandRegistry, EditorCommand } from '../writing/command-registry.ts'
import { companyPhrasesIn } from './company-localize.ts'

export interface PeopleCommandsOptions {
  commands: CommandRegistry
  /** The id of who is followed; null when nobody is. */
  followed: () => string | null
  /** Whether somebody has a caret in the text. */
  hasCaret: (person: Person) => boolean
  onFollow: (id: string | null) => void
  onJump: (person: Person) => void
  onWhoIsWhere: () => void
  onWhatChanged: () => void
  /** To the next person in the text, or with -1 to the previous one. */
  onNext: (by: 1 | -1) => void
}

/** How many people can be followed and jumped to by name from the palette. */
const MAX_PEOPLE = 30

/** What can be done about the others, as commands of the editor: by name where it concerns one of them. */
export class PeopleCommands {
  readonly #options: PeopleCommandsOptions
  readonly #remove: () => void
  #removePeople: () => void = () => {}
  #names = ''

  constructor(options: PeopleCommandsOptions) {
    this.#options = options
    const { commands, followed, onFollow, onWhoIsWhere, onWhatChanged, onNext } = options
    this.#remove = commands.add(
      { id: 'people.where', label: say('people.where'), key: 'Alt-Shift-u', icon: Users, run: onWhoIsWhere },
      { id: 'people.changes', label: say('people.changes'), key: 'Alt-Shift-h', icon: Users, run: onWhatChanged },
      { id: 'people.next', label: say('people.next'), key: 'Alt-Shift-PageDown', icon: MapPin, run: () => onNext(1) },
      {
        id: 'people.previous',
        label: say('people.previous'),
        key: 'Alt-Shift-PageUp',
        icon: MapPin,
        run: () => onNext(-1),
      },
      {
        id: 'people.unfollow',
        label: say('people.unfollow'),
        icon: EyeOff,
        isAvailable: () => followed() !== null,
        run: () => onFollow(null),
      },
    )
  }

  /** Takes who is here now, without the reader. */
  take(others: readonly Person[]): void {
    const named = others.filter(({ name }) => name !== '').slice(0, MAX_PEOPLE)
    // What somebody does is no reason to build all anew.
    const names = JSON.stringify(named.map(({ id, name }) => [id, name]))
    if (names === this.#names) return
    this.#names = names
    this.#removePeople()
    this.#removePeople = this.#options.commands.add(...named.flatMap((person) => this.#of(person)))
  }

  /** Idempotent. */
  close(): void {
    this.#remove()
    this.#removePeople()
  }

  #of(person: Person): EditorCommand[] {
    const { followed, hasCaret, onFollow, onJump } = this.#options
    return [
      {
        id: `people.follow.${person.id}`,
        label: (language) => companyPhrasesIn(language)['people.follow-person'](person.name),
        icon: Eye,
        isAvailable: () => followed() !== person.id,
        run: () => onFollow(person.id),
      },
      {
        id: `people.jump.${person.id}`,
        label: (language) => companyPhrasesIn(language)['people.jump-person'](person.name),
        icon: MapPin,
        isAvailable: () => hasCaret(person),
        run: () => onJump(person),
      },
    ]
  }
}

type Said = 'people.where' | 'people.changes' | 'people.next' | 'people.previous' | 'people.unfollow'

function say(key: Said): (language: string) => string {
  return (language) => companyPhrasesIn(language)[key]
}
