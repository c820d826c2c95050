import type { ChangeOrigin } from '../editor/collaboration.ts'
import { editorEvent } from './editor-events.ts'

/**
 * The events of an element whose text changes: `encke-change`, and `input` and `change` as a textarea has them.
 *
 * They come at the end of the turn. During the change itself CodeMirror accepts no other, and a page that sets `value`
 * in its listener would fail; and a burst of edits is one event. Not per frame: a background tab has none.
 */
export class ChangeEvents {
  readonly #host: HTMLElement
  #origins = new Set<ChangeOrigin>()
  #changedSinceFocus = false

  constructor(host: HTMLElement) {
    this.#host = host
    host.addEventListener('focusout', () => this.#focusLeft())
  }

  /** The text has changed. */
  changed(origin: ChangeOrigin): void {
    if (this.#origins.size === 0) queueMicrotask(() => this.#tell())
    this.#origins.add(origin)
  }

  #tell(): void {
    const origins = this.#origins
    this.#origins = new Set()
    if (origins.has('local') || origins.has('undo')) {
      this.#changedSinceFocus = true
      this.#host.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    }
    for (const origin of origins) this.#host.dispatchEvent(editorEvent('encke-change', { origin }))
  }

  #focusLeft(): void {
    if (!this.#changedSinceFocus) return
    this.#changedSinceFocus = false
    this.#host.dispatchEvent(new Event('change', { bubbles: true }))
  }
}
