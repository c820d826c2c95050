import { browserStorage, type IdentityStorage } from '../presence/identity.ts'

const key = 'encke:opened'
/** Those opened longest ago are forgotten. */
const maxKept = 100

/**
 * Which documents were opened in this browser, and when (milliseconds since the epoch). Nobody else is told. Storage that
 * is missing, full, forbidden or holds nonsense never throws: then nothing was opened.
 */
export class OpenedDocuments {
  readonly #storage: IdentityStorage | null

  constructor({ storage = browserStorage() }: { storage?: IdentityStorage | null } = {}) {
    this.#storage = storage
  }

  /** By id, the last opened first. Reads the storage each time, because another tab may have opened one. */
  get all(): ReadonlyMap<string, number> {
    try {
      const kept: unknown = JSON.parse(this.#storage?.getItem(key) ?? '[]')
      return new Map((Array.isArray(kept) ? kept : []).filter(isEntry).slice(0, maxKept))
    } catch {
      return new Map()
    }
  }

  /** One is opened now. */
  note(id: string, at: number): void {
    this.#write([[id, at], ...[...this.all].filter(([other]) => other !== id)])
  }

  /** All are forgotten. */
  clear(): void {
    this.#write([])
  }

  #write(entries: readonly (readonly [string, number])[]): void {
    try {
      this.#storage?.setItem(key, JSON.stringify(entries.slice(0, maxKept)))
    } catch {
      // Full or forbidden: the list of all documents serves as well.
    }
  }
}

function isEntry(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1])
}
