/** When to give up; no promise of the protocol. */
const DEADLINE_MS = 15_000

/** What has arrived, in order, for a test that waits for the next thing of a kind. */
export class Mailbox<Item> {
  readonly #what: string
  readonly #items: Item[] = []
  #taken = 0
  #notify: () => void = () => {}
  #end: string | null = null

  /** `what` names its items in errors. */
  constructor(what: string) {
    this.#what = what
  }

  /** Everything that has arrived so far. */
  get all(): readonly Item[] {
    return this.#items
  }

  /** What has arrived and was neither taken nor passed over. */
  get waiting(): readonly Item[] {
    return this.#items.slice(this.#taken)
  }

  push(item: Item): void {
    this.#items.push(item)
    this.#notify()
  }

  /** Nothing more will come: whoever waits fails at once. */
  end(why: string): void {
    this.#end ??= why
    this.#notify()
  }

  /** Takes the next one that matches, passing over those before it. Rejects at the deadline. One caller at a time. */
  async next(matches: (item: Item) => boolean = () => true, deadlineMs = DEADLINE_MS): Promise<Item> {
    const { promise, resolve, reject } = Promise.withResolvers<Item>()
    const look = (): void => {
      while (this.#taken < this.#items.length) {
        const item = this.#items[this.#taken++]!
        if (matches(item)) {
          // At once: what arrives in this turn is for the next caller.
          this.#notify = () => {}
          resolve(item)
          return
        }
      }
      if (this.#end) reject(this.#failure(`no ${this.#what} comes any more: ${this.#end}`))
    }
    const timer = setTimeout(() => reject(this.#failure(`no such ${this.#what} within ${deadlineMs} ms`)), deadlineMs)
    this.#notify = look
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#notify = () => {}
    }
  }

  #failure(why: string): Error {
    return new Error(`${why}; ${this.#items.length} arrived in all`)
  }
}
