import { browserStorage, type IdentityStorage } from '../presence/identity.ts'

/** Where they are kept in the browser's storage: pages that show them hear of changes by its `storage` events. */
export const openedKey = 'encke:opened'
/** Those opened longest ago are forgotten. */
const maxKept = 100

/**
 * Which documents were opened in this browser, and when (milliseconds since the epoch). Nobody else is told. Storage that
 * is missing, full, forbidden or holds nonsense never throws: then nothing was opened.
 */
export class OpenedDocuments {
  readonly #storage: IdentityStorage | null
  #text = ''
  #all: ReadonlyMap<string, number> = new Map()

  constructor({ storage = browserStorage() }: { storage?: IdentityStorage | null } = {}) {
    this.#storage = storage
  }

  /** By id, the last opened first. Looks each time, because another tab may have opened one; the same map otherwise. */
  get all(): ReadonlyMap<string, number> {
    const text = this.#read()
    if (text !== this.#text) {
      this.#text = text
      this.#all = parse(text)
    }
    return this.#all
  }

  /** One is opened now. */
  note(id: string, at: number): void {
    this.#write([[id, at], ...[...this.all].filter(([other]) => other !== id)])
  }

  /** All are forgotten, and pages that show them are told. What it returns brings them back. */
  clear(): () => void {
    const forgotten = [...this.all]
    const write = (entries: readonly (readonly [string, number])[]) => {
      this.#write(entries)
      // The browser tells the other tabs only.
      globalThis.dispatchEvent?.(new StorageEvent('storage', { key: openedKey }))
    }
    write([])
    return () => {
      const { all } = this
      write([...all, ...forgotten.filter(([id]) => !all.has(id))])
    }
  }

  #read(): string {
    try {
      return this.#storage?.getItem(openedKey) ?? ''
    } catch {
      return ''
    }
  }

  #write(entries: readonly (readonly [string, number])[]): void {
    try {
      this.#storage?.setItem(openedKey, JSON.stringify(entries.slice(0, maxKept)))
    } catch {
      // Full or forbidden: the list of all documents serves as well.
    }
  }
}

function parse(text: string): ReadonlyMap<string, number> {
  try {
    const kept: unknown = JSON.parse(text)
    return new Map((Array.isArray(kept) ? kept : []).filter(isEntry).slice(0, maxKept))
  } catch {
    return new Map()
  }
}

function isEntry(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1])
}
