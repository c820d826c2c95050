import type { Footnotes } from './footnotes.ts'
import { MarkdownHtml } from './markdown-html.ts'
import { type Piece, splitMarkdown } from './markdown-pieces.ts'

export interface MarkdownSourceOptions {
  /** See MarkdownHtmlOptions. */
  server?: string
  /** BCP 47; asked for whenever it is needed. */
  language: () => string
  /** What the last text needed has come: it has other pieces now. */
  arrived?: () => void
  /** No two headings have the same id: for what renders each piece once. */
  uniqueIds?: boolean
}

/** Cuts a text into pieces and renders them. Footnotes are a chunk of their own, loaded for the first text that has some. */
export class MarkdownSource {
  readonly #options: MarkdownSourceOptions
  #definitions = ''
  #html: MarkdownHtml
  #notes: Footnotes | null = null
  #loading: Promise<void> | null = null

  constructor(options: MarkdownSourceOptions) {
    this.#options = options
    this.#html = this.#make()
  }

  /** The pieces of a text, as they are shown; and whether links in what was there before may mean something else now. */
  take(text: string): { pieces: readonly Piece[]; isRedefined: boolean } {
    const { pieces, definitions, hasNotes } = splitMarkdown(text)
    if (hasNotes && this.#notes === null) void this.load()
    const isRedefined = definitions !== this.#definitions
    if (isRedefined) {
      this.#definitions = definitions
      this.#html = this.#make()
    }
    return { pieces: hasNotes && this.#notes !== null ? this.#notes.arrange(pieces) : pieces, isRedefined }
  }

  /** The HTML of a piece of the text that was taken last. It has to pass the sanitizer. */
  html(piece: Piece): string {
    return this.#html.render(piece)
  }

  /** Resolves when all is there that a text can need, or cannot be had: then footnotes stand as they are written. */
  async load(): Promise<void> {
    this.#loading ??= this.#load()
    await this.#loading
  }

  async #load(): Promise<void> {
    try {
      const { Footnotes } = await import('./footnotes.ts')
      this.#notes = new Footnotes({ language: this.#options.language })
      this.#html = this.#make()
      this.#options.arrived?.()
    } catch {
      // Offline. Tried again with the next text.
      this.#loading = null
    }
  }

  #make(): MarkdownHtml {
    const { server, uniqueIds } = this.#options
    return new MarkdownHtml(this.#definitions, { server, notes: this.#notes, ids: uniqueIds ? new Map() : null })
  }
}
