import type * as Y from 'yjs'
import { MODE, PROPERTIES, parseDocumentMode } from '../../protocol/document-mode.ts'

/**
 * What the text of a document is, in the document itself (D9): everybody's, kept, and changed offline as well. Undo of the
 * text knows nothing of it. It is set by who chose it, and never because it was missing.
 */
export class DocumentMode {
  readonly #properties: Y.Map<unknown>
  readonly #listener: () => void
  #value: string
  #closed = false

  constructor({ ydoc, onChange }: { ydoc: Y.Doc; onChange: () => void }) {
    this.#properties = ydoc.getMap(PROPERTIES)
    this.#value = this.#read()
    this.#listener = () => {
      const value = this.#read()
      if (value === this.#value) return
      this.#value = value
      onChange()
    }
    this.#properties.observe(this.#listener)
  }

  /** As `parseDocumentMode` has it: empty where nobody has said, which is Markdown. */
  get value(): string {
    return this.#value
  }

  /** For everybody. What is no mode changes nothing. */
  set(mode: string): void {
    const parsed = parseDocumentMode(mode)
    if (parsed !== '' && parsed !== this.#value) this.#properties.set(MODE, parsed)
  }

  /** Idempotent. */
  close(): void {
    if (!this.#closed) this.#properties.unobserve(this.#listener)
    this.#closed = true
  }

  #read(): string {
    return parseDocumentMode(this.#properties.get(MODE))
  }
}
