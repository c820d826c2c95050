import { guestName } from './guest-name.ts'
import { palette } from './palette.ts'
import { MAX_NAME_LENGTH } from './presence-state.ts'

/** Who this browser says it is. */
export interface Identity {
  /** The same in every tab of this browser, so that several tabs are one person. */
  readonly id: string
  readonly name: string
  /** `#rrggbb` of the palette. */
  readonly color: string
  /** True when the person chose the colour: then nobody changes it for them. */
  readonly colorChosen: boolean
}

/** The part of `localStorage` that is used. */
export type IdentityStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface IdentityStoreOptions {
  /** Null keeps the identity in memory only. */
  storage: IdentityStorage | null
  /** BCP 47; the language of a generated name. */
  language: string
  /** At least 0, below 1. */
  random: () => number
}

const KEY = 'encke:identity'

/**
 * The own name and colour, kept in this browser; made up on the first visit and kept from then on.
 * Storage that is missing, full, forbidden or holds nonsense never throws: then the identity lives as long as the page.
 */
export class IdentityStore {
  readonly #storage: IdentityStorage | null
  readonly #language: string
  readonly #random: () => number
  #memory: Identity | null = null

  constructor({ storage, language, random }: IdentityStoreOptions) {
    this.#storage = storage
    this.#language = language
    this.#random = random
  }

  /** Reads the storage each time, because another tab may have changed it. */
  get identity(): Identity {
    this.#memory = this.#read() ?? this.#memory ?? this.#save(this.#invent())
    return this.#memory
  }

  /** Takes a new name or a chosen colour; an empty name keeps the old one. */
  update({ name, color }: { name?: string | undefined; color?: string | undefined }): Identity {
    const now = this.identity
    const kept = (name ?? '').trim().slice(0, MAX_NAME_LENGTH)
    return this.#save({
      ...now,
      name: kept === '' ? now.name : kept,
      ...(color === undefined ? {} : { color, colorChosen: true }),
    })
  }

  /** Remembers a colour that was given rather than chosen, so that a reload keeps it. */
  rememberColor(color: string): Identity {
    const now = this.identity
    return now.colorChosen || now.color === color ? now : this.#save({ ...now, color })
  }

  #invent(): Identity {
    return {
      id: randomId(this.#random),
      name: guestName(this.#language, this.#random),
      color: palette[Math.floor(this.#random() * palette.length)]!,
      colorChosen: false,
    }
  }

  #read(): Identity | null {
    try {
      return parseIdentity(this.#storage?.getItem(KEY) ?? null)
    } catch {
      // Storage may be forbidden at any time (a privacy setting, a sandboxed frame): the memory serves.
      return null
    }
  }

  #save(identity: Identity): Identity {
    this.#memory = identity
    try {
      this.#storage?.setItem(KEY, JSON.stringify(identity))
    } catch {
      // Full or forbidden: the identity lives as long as the page.
    }
    return identity
  }
}

/** The browser's own storage; null where there is none or it is forbidden. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    // The getter itself throws where storage is forbidden.
    return null
  }
}

function parseIdentity(text: string | null): Identity | null {
  if (text === null) return null
  const { id, name, color, colorChosen } = JSON.parse(text) as Partial<Record<keyof Identity, unknown>>
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '') return null
  if (typeof color !== 'string' || !/^#[0-9a-f]{6}$/i.test(color)) return null
  return { id, name: name.slice(0, MAX_NAME_LENGTH), color, colorChosen: colorChosen === true }
}

// Not crypto.randomUUID: it exists only in secure contexts, and an editor on a company's intranet may have plain HTTP.
function randomId(random: () => number): string {
  let id = ''
  while (id.length < 20) id += Math.floor(random() * 36).toString(36)
  return id
}
