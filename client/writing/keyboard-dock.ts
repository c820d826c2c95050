import type { EditorView } from '@codemirror/view'
import { editorSettings } from '../editor/editor-settings.ts'

/**
 * Keeps a bar right above the keyboard on the screen, where a finger writes: in the top layer, at the lower edge of what
 * can be seen, while the text has the focus. Elsewhere it leaves the bar where it is.
 */
export class KeyboardDock {
  readonly #view: EditorView
  readonly #bar: HTMLElement
  readonly #onChange: () => void
  readonly #coarse = matchMedia('(pointer: coarse)')

  constructor({ view, bar, onChange }: { view: EditorView; bar: HTMLElement; onChange: () => void }) {
    this.#view = view
    this.#bar = bar
    this.#onChange = onChange
    this.#coarse.addEventListener('change', this.#refresh)
    window.visualViewport?.addEventListener('resize', this.#refresh)
    window.visualViewport?.addEventListener('scroll', this.#refresh)
    this.refresh()
  }

  get isDocked(): boolean {
    return this.#coarse.matches
  }

  /** How much of the text lies below the bar, so that the caret is never brought to where nobody sees it. */
  get scrollMargins(): { bottom: number } | null {
    if (!this.#isShown) return null
    const covered = this.#view.scrollDOM.getBoundingClientRect().bottom - this.#bar.getBoundingClientRect().top
    return covered > 0 ? { bottom: covered + 8 } : null
  }

  /** Looks again, after the focus or the settings of the view changed. */
  refresh(): void {
    const bar = this.#bar
    if (!this.#coarse.matches) {
      if (bar.popover !== null) {
        bar.popover = null
        bar.style.removeProperty('bottom')
        this.#onChange()
      }
      return
    }
    if (bar.popover !== 'manual') bar.popover = 'manual'
    const wanted = this.#view.hasFocus && this.#view.state.facet(editorSettings).toolbar
    if (wanted !== this.#isShown) {
      bar.togglePopover(wanted)
      this.#onChange()
    }
    if (!wanted) return
    const { visualViewport: seen } = window
    const hidden = seen === null ? 0 : document.documentElement.clientHeight - seen.height - seen.offsetTop
    bar.style.bottom = `${Math.max(0, Math.round(hidden))}px`
  }

  close(): void {
    this.#coarse.removeEventListener('change', this.#refresh)
    window.visualViewport?.removeEventListener('resize', this.#refresh)
    window.visualViewport?.removeEventListener('scroll', this.#refresh)
    if (this.#isShown) this.#bar.hidePopover()
    this.#bar.popover = null
  }

  get #isShown(): boolean {
    return this.#bar.popover === 'manual' && this.#bar.isConnected && this.#bar.matches(':popover-open')
  }

  readonly #refresh = (): void => this.refresh()
}
