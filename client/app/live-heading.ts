import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { headingOf } from '../../protocol/heading.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'

/** How long after a change the heading is read anew, in milliseconds; and how much of the text, in characters. */
const afterMs = 200
const readLength = 16 * 1024

/** The first heading of the text in an editor: what its document is called while nobody has named it. */
export class LiveHeading implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #editor: () => EnckeEditor | null
  #text = ''
  #stopTimer: (() => void) | null = null

  constructor(host: ReactiveControllerHost, editor: () => EnckeEditor | null) {
    this.#host = host
    this.#editor = editor
    host.addController(this)
  }

  /** Empty where there is none. */
  get text(): string {
    return this.#text
  }

  /** As the server has it, before the text is here. */
  set text(text: string) {
    if (!this.#editor()?.synced) this.#set(text)
  }

  hostDisconnected(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  /** The text has changed. */
  changed(): void {
    this.#stopTimer ??= systemClock.after(afterMs, () => {
      this.#stopTimer = null
      // Of the beginning only: to read a long text with each letter would cost more than to write it.
      const state = this.#editor()?.view?.state
      // A comment of a program looks like a heading.
      const isMarkdown = this.#editor()?.textMode === 'markdown'
      if (state) this.#set(isMarkdown ? headingOf(state.sliceDoc(0, Math.min(readLength, state.doc.length))) : '')
    })
  }

  #set(text: string): void {
    if (this.#text === text) return
    this.#text = text
    this.#host.requestUpdate()
  }
}
