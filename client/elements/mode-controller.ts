import type { LitElement, ReactiveController } from 'lit'
import type { DocumentMode } from '../editor/document-mode.ts'
import { parseEditorMode } from '../editor/editor-mode.ts'
import type { ModeSwitch } from '../writing/mode-commands.ts'
import { editorEvent } from './editor-events.ts'

export interface ModeControllerOptions {
  /** What the host's attribute says; null leaves it to the document. */
  attribute: () => string | null
  /** Null before there is a document. */
  document: () => DocumentMode | null
  /** The document's text is here, and the reader may write. */
  mayChange: () => boolean
}

/** What the text of its host is: as the host's attribute says, else as everybody's document does. Tells when it changes. */
export class ModeController implements ReactiveController, ModeSwitch {
  readonly #host: LitElement
  readonly #options: ModeControllerOptions
  #shown = 'markdown'

  constructor(host: LitElement, options: ModeControllerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  get value(): string {
    return parseEditorMode(this.#options.attribute() ?? this.#options.document()?.value ?? null)
  }

  isFixed(): boolean {
    return this.#options.attribute() !== null
  }

  choose(mode: string): void {
    // Before the text of the server is here nobody knows what it is.
    if (this.#options.mayChange()) this.#options.document()?.set(mode)
  }

  hostUpdated(): void {
    const mode = this.value
    if (mode === this.#shown) return
    this.#shown = mode
    this.#host.dispatchEvent(editorEvent('encke-mode', { mode }))
  }
}
