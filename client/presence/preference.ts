import { browserStorage, type IdentityStorage } from './identity.ts'

export interface PreferenceOptions<Value extends string> {
  /** The key in the browser's storage. */
  key: string
  /** Every value that there is; the first holds until the reader chooses. */
  values: readonly [Value, ...Value[]]
  /** Null keeps the choice in memory only. */
  storage?: IdentityStorage | null
}

/**
 * One choice of the reader, kept in this browser and the same in all its tabs.
 * Storage that is missing, full, forbidden or holds nonsense never throws: then the choice lives as long as the page.
 */
export class Preference<Value extends string> {
  readonly #key: string
  readonly #values: readonly [Value, ...Value[]]
  readonly #storage: IdentityStorage | null
  #memory: Value | null = null

  constructor({ key, values, storage = browserStorage() }: PreferenceOptions<Value>) {
    this.#key = key
    this.#values = values
    this.#storage = storage
  }

  get values(): readonly Value[] {
    return this.#values
  }

  /** Reads the storage each time, because another tab may have changed it. */
  get value(): Value {
    return this.#known(this.#read()) ?? this.#memory ?? this.#values[0]
  }

  /** Chooses; whoever watches the choice on this page and in other tabs is told. */
  choose(value: Value): void {
    this.#memory = value
    try {
      this.#storage?.setItem(this.#key, value)
    } catch {
      // Full or forbidden: the choice lives as long as the page.
    }
    // The browser tells the other tabs only. The same event for this one also reaches another copy of the bundle.
    globalThis.dispatchEvent?.(new StorageEvent('storage', { key: this.#key, newValue: value }))
  }

  /** Calls back after each choice, made here or in another tab; the result ends it. */
  watch(listener: (value: Value) => void): () => void {
    const onStorage = (event: StorageEvent): void => {
      if (event.key !== this.#key) return
      this.#memory = this.#known(event.newValue) ?? this.#memory
      listener(this.value)
    }
    globalThis.addEventListener('storage', onStorage)
    return () => globalThis.removeEventListener('storage', onStorage)
  }

  #read(): string | null {
    try {
      return this.#storage?.getItem(this.#key) ?? null
    } catch {
      // Storage may be forbidden at any time: the memory serves.
      return null
    }
  }

  #known(text: string | null): Value | null {
    return this.#values.find((value) => value === text) ?? null
  }
}

/** Whether the carets and selections of the others are drawn, unless the page decides it. */
export function caretsPreference(): Preference<'on' | 'off'> {
  return new Preference({ key: 'encke:cursors', values: ['on', 'off'] })
}
