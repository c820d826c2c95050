import { RequestError } from '../elements/request.ts'
import { createDocument, findDocument, renameDocument } from './documents-client.ts'

/** Where the server keeps titles. */
export interface TitleServer {
  find: typeof findDocument
  rename: typeof renameDocument
  create: typeof createDocument
}

export interface DocumentTitleOptions {
  /** The document's id. */
  id: string
  /** The title is another one, or `error` is. */
  onChange: () => void
  server?: TitleServer
}

const api: TitleServer = { find: findDocument, rename: renameDocument, create: createDocument }

/**
 * The title of one document, with the server.
 * A document exists from its first edit on. A title that comes before is kept here: call `save` after that edit, and
 * `leave` when the reader goes without one. Not created at once, because those who have the empty document open already
 * share a history for it.
 */
export class DocumentTitle {
  readonly #id: string
  readonly #onChange: () => void
  readonly #server: TitleServer
  #text = ''
  #heading = ''
  #saved = ''
  #saving: Promise<void> | null = null
  /** The document does not exist yet, as far as we know. */
  #waiting = false
  #error: RequestError | null = null

  constructor({ id, onChange, server = api }: DocumentTitleOptions) {
    this.#id = id
    this.#onChange = onChange
    this.#server = server
  }

  /** As the reader sees it; empty without one. */
  get text(): string {
    return this.#text
  }

  /** The first heading of the text, as the server had it when it was asked last. */
  get heading(): string {
    return this.#heading
  }

  /** Why the newest title is not saved, or null. */
  get error(): RequestError | null {
    return this.#error
  }

  /** True while there is a title for a document that does not exist yet. */
  get waiting(): boolean {
    return this.#waiting
  }

  /** Asks the server for the title, unless one is being written here. @throws {RequestError} */
  async load(): Promise<void> {
    const document = await this.#server.find(this.#id)
    this.#heading = document?.heading ?? ''
    if (!document || this.#text !== this.#saved) return
    this.#set(document.title)
    this.#saved = document.title
  }

  /** Takes a title that somebody wrote and saves it. Never rejects: see `error`. */
  write(text: string): Promise<void> {
    this.#set(text.trim().replace(/\s+/gu, ' '))
    return this.save()
  }

  /** Saves what is not saved yet; one request at a time, and the newest title last. Never rejects: see `error`. */
  save(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  /** The reader goes: a title without any text is still worth a document. */
  leave(): void {
    if (!this.#waiting || this.#text === '') return
    this.#waiting = false
    // Nobody is left who could be told of a failure.
    this.#server.create({ id: this.#id, title: this.#text, keepalive: true }).catch(() => {})
  }

  async #saveAll(): Promise<void> {
    this.#error = null
    try {
      while (this.#text !== this.#saved) {
        const text = this.#text
        await this.#server.rename(this.#id, text)
        this.#saved = text
      }
      this.#waiting = false
    } catch (error) {
      this.#waiting = error instanceof RequestError && error.status === 404
      if (!this.#waiting) {
        this.#error = error instanceof RequestError ? error : new RequestError({ status: 0, code: null, cause: error })
      }
    }
    this.#onChange()
  }

  #set(text: string): void {
    if (this.#text === text) return
    this.#text = text
    this.#onChange()
  }
}
