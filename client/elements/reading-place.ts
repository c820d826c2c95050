import { EditorView } from '@codemirror/view'

/**
 * Where the reader is in a view: scroll position and focus. Remembered all along, because both are lost by the time
 * that an element hears of its removal from the page.
 */
export class ReadingPlace {
  readonly #isConnected: () => boolean
  #scrollTop = 0
  /** Start of the line at the top. */
  #top = 0
  #focused = false
  #left: { scrollTop: number; top: number; focused: boolean } | null = null

  constructor({ isConnected }: { isConnected: () => boolean }) {
    this.#isConnected = isConnected
  }

  watch(view: EditorView): void {
    const { scrollDOM, contentDOM } = view
    scrollDOM.addEventListener('scroll', () => {
      if (!this.#isConnected()) return
      this.#scrollTop = scrollDOM.scrollTop
      this.#top = view.lineBlockAtHeight(scrollDOM.scrollTop - view.documentPadding.top).from
    })
    contentDOM.addEventListener('focus', () => {
      this.#focused = true
    })
    contentDOM.addEventListener('blur', () => {
      // Chrome tells of the blur first and of the removal that causes it afterwards, in the same turn.
      queueMicrotask(() => {
        this.#focused = view.hasFocus
      })
    })
  }

  /** The view has been taken out of the page. */
  leave(): void {
    const elsewhere = document.activeElement !== null && document.activeElement !== document.body
    this.#left = { scrollTop: this.#scrollTop, top: this.#top, focused: this.#focused && !elsewhere }
  }

  /** The same view is in the page again. */
  comeBack(view: EditorView): void {
    if (this.#left === null) return
    view.scrollDOM.scrollTop = this.#left.scrollTop
    view.requestMeasure()
    if (this.#left.focused) view.focus()
    this.#left = null
  }

  /** The view has been moved without leaving the page: Chrome keeps the focus, and loses scroll and selection. */
  moved(view: EditorView): void {
    view.scrollDOM.scrollTop = this.#scrollTop
    view.requestMeasure()
    if (!view.hasFocus) return
    // CodeMirror would read the lost selection as a move to the start of the text, unless the focus has just come.
    view.contentDOM.blur()
    view.focus()
  }

  /** Does something that makes the view forget how high its lines are. */
  keepDuring(view: EditorView, change: () => void): void {
    const top = this.#top
    change()
    scrollTo(view, top)
  }

  /** Another view of the same text has taken the place of the last one: pixels mean nothing to it. */
  comeBackTo(view: EditorView): void {
    if (this.#left === null) return
    scrollTo(view, this.#left.top)
    if (this.#left.focused) view.focus()
    this.#left = null
  }
}

function scrollTo(view: EditorView, position: number): void {
  const top = Math.min(position, view.state.doc.length)
  if (top > 0) view.dispatch({ effects: EditorView.scrollIntoView(top, { y: 'start', yMargin: 0 }) })
}
