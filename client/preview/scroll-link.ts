import type { EditorView } from '@codemirror/view'
import type { LineMap } from './line-map.ts'

export interface ScrollLinkOptions {
  editor: () => EditorView | null
  /** What scrolls the preview. */
  scroller: HTMLElement
  map: LineMap
}

type Side = 'editor' | 'preview'

/** What a reader does to move a side. A scroll by itself may be our own doing. */
const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown', 'focusin'] as const

/**
 * Keeps the same source line at the top of the editor and of its preview. The side that the reader moves leads, the
 * other follows: so neither answers the other's answer.
 */
export class ScrollLink {
  readonly #options: ScrollLinkOptions
  #leader: Side = 'editor'
  #editor: EditorView | null = null
  #frame: number | null = null

  constructor(options: ScrollLinkOptions) {
    this.#options = options
  }

  /** Begins, or goes on with another view. The editor leads at first. */
  open(): void {
    const editor = this.#options.editor()
    if (editor === this.#editor) return
    this.close()
    this.#editor = editor
    if (editor === null) return
    const { scroller } = this.#options
    for (const move of moves) {
      editor.dom.addEventListener(move, this.#onEditor, { passive: true })
      scroller.addEventListener(move, this.#onPreview, { passive: true })
    }
    editor.scrollDOM.addEventListener('scroll', this.#onEditorScroll, { passive: true })
    scroller.addEventListener('scroll', this.#onPreviewScroll, { passive: true })
  }

  /** Idempotent. */
  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#frame = null
    const { scroller } = this.#options
    for (const move of moves) {
      this.#editor?.dom.removeEventListener(move, this.#onEditor)
      scroller.removeEventListener(move, this.#onPreview)
    }
    this.#editor?.scrollDOM.removeEventListener('scroll', this.#onEditorScroll)
    scroller.removeEventListener('scroll', this.#onPreviewScroll)
    this.#editor = null
    this.#leader = 'editor'
  }

  /** Moves the side that follows to where the leader is, after what it shows has changed. */
  follow(): void {
    if (this.#leader === 'editor') this.previewFollows()
  }

  /** The preview goes to the editor's line. */
  previewFollows(): void {
    const editor = this.#editor
    if (editor === null) return
    const { scroller, map } = this.#options
    const { scrollTop } = editor.scrollDOM
    scroller.scrollTop = scrollTop <= 0 ? 0 : map.topOf(topLine(editor))
  }

  /** The editor goes to the preview's line. */
  editorFollows(): void {
    const editor = this.#editor
    if (editor === null) return
    const { scroller, map } = this.#options
    const line = scroller.scrollTop <= 0 ? 0 : map.lineAt(scroller.scrollTop)
    const { doc } = editor.state
    const whole = Math.min(Math.floor(line), doc.lines - 1)
    const block = editor.lineBlockAt(doc.line(whole + 1).from)
    const within = Math.min(line - whole, 1) * block.height
    editor.scrollDOM.scrollTop = line <= 0 ? 0 : editor.documentPadding.top + block.top + within
  }

  readonly #onEditor = (): void => {
    this.#leader = 'editor'
  }

  readonly #onPreview = (): void => {
    this.#leader = 'preview'
  }

  readonly #onEditorScroll = (): void => {
    if (this.#leader === 'editor') this.#soon(() => this.previewFollows())
  }

  readonly #onPreviewScroll = (): void => {
    if (this.#leader === 'preview') this.#soon(() => this.editorFollows())
  }

  /** Once per frame, however many events there are. */
  #soon(move: () => void): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      move()
    })
  }
}

/** The line at the top of an editor, from 0, with how much of it is scrolled away as a fraction. */
function topLine(editor: EditorView): number {
  const top = editor.scrollDOM.scrollTop - editor.documentPadding.top
  const block = editor.lineBlockAtHeight(top)
  const line = editor.state.doc.lineAt(block.from).number - 1
  return line + Math.max(0, Math.min(1, (top - block.top) / block.height))
}
