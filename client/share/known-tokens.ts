import { isLinkToken } from '../../protocol/link-address.ts'

const storageKey = 'encke:links'
const maxKept = 200

/**
 * The tokens of the links that were made in this browser: the server tells each once and keeps none, and whoever made
 * a link wants to copy it again tomorrow. Where storage is forbidden they are known until the page goes.
 */
export class KnownTokens {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null
  #tokens: Map<string, string>

  constructor({ storage }: { storage: Pick<Storage, 'getItem' | 'setItem'> | null }) {
    this.#storage = storage
    this.#tokens = this.#read()
  }

  /** By the id of the link. */
  get(linkId: string): string | null {
    return this.#tokens.get(linkId) ?? null
  }

  remember(linkId: string, token: string): void {
    // What another tab has made meanwhile stays.
    this.#tokens = new Map([...this.#read(), ...this.#tokens, [linkId, token]])
    this.#write()
  }

  forget(linkId: string): void {
    this.#tokens = new Map([...this.#read(), ...this.#tokens])
    this.#tokens.delete(linkId)
    this.#write()
  }

  #read(): Map<string, string> {
    try {
      const kept: unknown = JSON.parse(this.#storage?.getItem(storageKey) ?? '{}')
      const entries = Object.entries(typeof kept === 'object' && kept !== null ? kept : {})
      return new Map(entries.filter((entry): entry is [string, string] => isLinkToken(String(entry[1]))))
    } catch {
      // Forbidden, or written by somebody else: then nothing is known.
      return new Map()
    }
  }

  #write(): void {
    // The oldest go first: a Map keeps the order in which they came.
    this.#tokens = new Map([...this.#tokens].slice(-maxKept))
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(Object.fromEntries(this.#tokens)))
    } catch {
      // Full or forbidden: they are known until the page goes.
    }
  }
}
