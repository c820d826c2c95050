/**
 * Counts local edits until the server says that they are durable. Edits travel in messages, and the server
 * counts messages: each message covers all edits made before it was sent.
 */
export class UnsavedEdits {
  #made = 0
  #saved = 0
  /** For each message on the present channel, oldest first: how many edits had been made when it was sent. */
  #covered: number[] = []
  #confirmedMessages = 0

  /** Edits that are not known to be durable. */
  get count(): number {
    return this.#made - this.#saved
  }

  /** How many edits have been made in all. */
  get made(): number {
    return this.#made
  }

  /** How many of them are durable. */
  get saved(): number {
    return this.#saved
  }

  /** The person changed the document, or so many edits of theirs came back. */
  edited(edits = 1): void {
    this.#made += edits
  }

  /** A message that carries every edit so far has been sent. */
  sent(): void {
    this.#covered.push(this.#made)
  }

  /** `messages` of the present channel are durable. True when that made edits safe. */
  confirmed(messages: number): boolean {
    const fresh = messages - this.#confirmedMessages
    if (fresh <= 0) return false
    this.#confirmedMessages = messages
    const covered = this.#covered.splice(0, fresh).at(-1) ?? 0
    const before = this.#saved
    this.#saved = Math.max(this.#saved, covered)
    return this.#saved > before
  }

  /** A new channel counts from nothing; its first message will cover every edit. */
  restart(): void {
    this.#covered = []
    this.#confirmedMessages = 0
  }
}
