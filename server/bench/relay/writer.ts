import { Doc, type Text } from 'yjs'

/** Somebody who types letter after letter, each in an update of its own, as Yjs makes them. */
export class Writer {
  /** When each letter was sent, milliseconds of `performance.now()`, by its clock. */
  readonly sentAt: number[] = []
  readonly #doc = new Doc()
  readonly #text: Text
  #update: Uint8Array | null = null

  /** The Yjs client id is random, as ever, and unique among the writers of one run. */
  constructor() {
    this.#text = this.#doc.getText('content')
    this.#doc.on('update', (update: Uint8Array) => {
      this.#update = update
    })
  }

  get clientId(): number {
    return this.#doc.clientID
  }

  /** How many letters were typed. */
  get count(): number {
    return this.sentAt.length
  }

  get text(): string {
    return this.#text.toString()
  }

  /** The next letter. */
  type(): Uint8Array {
    const letter = String.fromCharCode(97 + (this.count % 26))
    this.#text.insert(this.count, letter)
    this.sentAt.push(performance.now())
    return this.#update as Uint8Array
  }
}
