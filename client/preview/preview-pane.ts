import { EditorView } from '@codemirror/view'
import type { Clock } from '../../protocol/clock.ts'
import { CodePainter } from './code-painter.ts'
import { whenIdle } from './idle-work.ts'
import { ImageSizes } from './image-sizes.ts'
import { LineMap } from './line-map.ts'
import { PieceList } from './piece-list.ts'
import { styles } from './preview.styles.ts'
import { ScrollLink } from './scroll-link.ts'
import { taskEdit } from './task.ts'

/** What a preview says. */
export interface PreviewWords {
  label: string
  empty: string
  /** On the button that turns from the text to the preview, where there is no room for both. */
  turnToPreview: string
  turnToText: string
}

export interface PreviewPaneOptions {
  clock: Clock
  /** Gets the preview as its last child; the editor is in it as well. */
  parent: HTMLElement
  /** Null while there is none. */
  editor: () => EditorView | null
  /** See MarkdownHtmlOptions. */
  server: string
  /** BCP 47. */
  language: () => string
  /** The reader asked for the source of what is shown, and the editor cannot be seen. */
  sourceWanted: () => void
}

/** Least time between two changes of what is shown, milliseconds; more where a change takes long. */
const minPauseMs = 80
/** How much of the time a preview may take at the most: one part in so many. */
const share = 12
/** Two panes need as much, pixels. */
const minSplitWidth = 600

/**
 * What a Markdown text looks like, beside its editor or in its place. Follows the text while it is open and the page
 * can be seen, and does nothing else. A click on a task writes it down as the reader's own edit; a double click goes
 * to the source.
 */
export class PreviewPane {
  readonly element: HTMLElement
  readonly #options: PreviewPaneOptions
  readonly #said: HTMLElement
  readonly #turn: HTMLButtonElement
  readonly #pieces: PieceList
  readonly #link: ScrollLink
  readonly #width: ResizeObserver
  readonly #colors = new CodePainter(async (name) => {
    const { codeParser } = await import('../editor/code-language.ts')
    return codeParser(name)
  })
  readonly #images: ImageSizes
  #words: PreviewWords
  #isOpen = false
  #isDirty = false
  #pauseMs = minPauseMs
  #cancel: (() => void) | null = null

  constructor(options: PreviewPaneOptions, words: PreviewWords) {
    this.#options = options
    this.#words = words
    const { parent, server, language } = options
    const root = parent.getRootNode() as ShadowRoot
    adopt(root)
    this.element = make('div', { class: 'preview', part: 'preview', role: 'region', tabindex: '0' })
    const container = make('div', { class: 'pieces' })
    this.#said = make('p', { class: 'said' })
    this.#turn = make('button', { class: 'turn', type: 'button', hidden: '' }) as HTMLButtonElement
    container.append(this.#said)
    this.element.append(container)
    const list = make('div', {})
    container.append(list)
    this.#images = new ImageSizes(list)
    this.#pieces = new PieceList({
      container: list,
      scroller: this.element,
      root,
      server,
      language,
      rendered: (element) => {
        this.#unlock(element)
        this.#images.keep(element)
        this.#colors.paint(element)
      },
    })
    const map = new LineMap({ pieces: this.#pieces, scroller: this.element })
    this.#link = new ScrollLink({ editor: options.editor, scroller: this.element, map })
    this.#width = new ResizeObserver(() => this.#measure())
    this.element.addEventListener('click', this.#onClick)
    this.element.addEventListener('dblclick', this.#onDoubleClick)
    this.#turn.addEventListener('click', this.#onTurn)
    this.words = words
  }

  set words(words: PreviewWords) {
    this.#words = words
    this.element.setAttribute('aria-label', words.label)
    this.#said.textContent = words.empty
    this.#label()
  }

  /** Shows the text, from the line on that the editor has at its top. */
  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    const { parent } = this.#options
    parent.append(this.element, this.#turn)
    this.#width.observe(parent)
    document.addEventListener('visibilitychange', this.#onVisibility)
    addEventListener('beforeprint', this.#onPrint)
    this.#measure()
    this.#link.open()
    this.#renderNow()
    this.#link.previewFollows()
  }

  /** The text changed, or is another one, or may now be written or no longer. */
  refresh(): void {
    if (!this.#isOpen) return
    this.#link.open()
    this.#isDirty = true
    if (document.hidden) return
    this.#cancel ??= this.#options.clock.after(this.#pauseMs, () => {
      this.#cancel = whenIdle(() => {
        this.#renderNow()
        this.#link.follow()
      })
    })
  }

  /** Whether the text may be written changed: tasks can be clicked, or not. */
  lock(): void {
    this.#unlock(this.element)
  }

  /** The editor goes to the line at the top of the preview. */
  leadEditor(): void {
    if (this.#isOpen) this.#link.editorFollows()
  }

  /** Out of the page; nothing is done any more until it is opened again. Idempotent. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#cancel?.()
    this.#cancel = null
    this.#link.close()
    this.#pieces.pause()
    this.#width.disconnect()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    removeEventListener('beforeprint', this.#onPrint)
    this.element.remove()
    this.#turn.remove()
    this.#options.parent.classList.remove('narrow', 'turned')
  }

  #renderNow(): void {
    this.#cancel?.()
    this.#cancel = null
    const editor = this.#options.editor()
    if (editor === null) return
    this.#isDirty = false
    const start = performance.now()
    const text = editor.state.doc.toString()
    this.#pieces.update(text)
    this.#said.hidden = this.#pieces.length > 0
    this.#pauseMs = Math.max(minPauseMs, (performance.now() - start) * share)
  }

  get #isLocked(): boolean {
    return this.#options.editor()?.state.readOnly ?? true
  }

  #unlock(element: HTMLElement): void {
    const locked = this.#isLocked
    for (const box of element.querySelectorAll<HTMLInputElement>('input.box')) box.disabled = locked
  }

  /** One pane at a time where there is no room for both. */
  #measure(): void {
    const { parent } = this.#options
    const isNarrow = parent.clientWidth > 0 && parent.clientWidth < minSplitWidth
    parent.classList.toggle('narrow', isNarrow)
    this.#turn.hidden = !isNarrow
    this.#label()
  }

  #label(): void {
    const turned = this.#options.parent.classList.contains('turned')
    this.#turn.textContent = turned ? this.#words.turnToText : this.#words.turnToPreview
  }

  readonly #onTurn = (): void => {
    const turned = this.#options.parent.classList.toggle('turned')
    this.#label()
    if (turned) this.#link.previewFollows()
    else this.#link.editorFollows()
  }

  readonly #onClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement
    if (target instanceof HTMLInputElement && target.matches('.box')) this.#onTask(event, target)
    const link = target.closest?.('a')
    const fragment = link?.getAttribute('href')
    if (fragment?.startsWith('#')) {
      // Addresses do not reach into a shadow root.
      event.preventDefault()
      void this.#goTo(fragment.slice(1))
    }
  }

  #onTask(event: MouseEvent, box: HTMLInputElement): void {
    const wanted = box.checked
    // What it shows is what the text says: the change comes back as any other.
    event.preventDefault()
    const editor = this.#options.editor()
    if (editor === null || editor.state.readOnly) return
    // Others may have written since: a piece that is still the same now knows its new lines.
    if (this.#isDirty) this.#renderNow()
    const line = box.isConnected ? this.#lineOf(box) : null
    if (line === null || line >= editor.state.doc.lines) return
    const source = editor.state.doc.line(line + 1)
    const edit = taskEdit(source.text, source.from, wanted)
    if (edit === null) return
    editor.dispatch({ changes: edit, userEvent: 'input.task' })
    // After the click: the browser first takes its own change of the box back.
    queueMicrotask(() => this.#isOpen && this.#renderNow())
  }

  readonly #onDoubleClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement
    const editor = this.#options.editor()
    if (editor === null || target.closest('a, input')) return
    if (this.#isDirty) this.#renderNow()
    const line = target.isConnected ? this.#lineOf(target, event.clientY) : null
    if (line === null) return
    getSelection()?.removeAllRanges()
    this.#options.sourceWanted()
    const position = editor.state.doc.line(Math.min(line + 1, editor.state.doc.lines)).from
    editor.dispatch({ selection: { anchor: position }, effects: EditorView.scrollIntoView(position, { y: 'center' }) })
    editor.focus()
  }

  /** The source line of what is shown; in a block of code that of the row at so many pixels of the window. */
  #lineOf(node: Element, clientY?: number): number | null {
    const piece = this.#pieces.of(node)
    const block = node.closest<HTMLElement>('[data-line]')
    if (piece === null) return null
    if (block === null) return piece.line
    const line = piece.line + Number(block.dataset['line'])
    if (block.localName !== 'pre' || clientY === undefined) return line
    const { top, height } = block.firstElementChild!.getBoundingClientRect()
    const rows = block.textContent!.split('\n').length - 1
    const fence = /^ {0,3}[`~]/.test(piece.text.split('\n')[line - piece.line] ?? '') ? 1 : 0
    return line + fence + Math.max(0, Math.min(rows - 1, Math.floor(((clientY - top) / height) * rows)))
  }

  async #goTo(id: string): Promise<void> {
    try {
      const { findTarget } = await import('./link-target.ts')
      const target = findTarget(this.#pieces, id)
      if (target === null) return
      target.scrollIntoView({ block: 'start' })
      // The next Tab goes on from there.
      target.focus({ preventScroll: true })
      this.#link.editorFollows()
    } catch {
      // Offline: the reader scrolls.
    }
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) {
      this.#cancel?.()
      this.#cancel = null
      this.#pieces.pause()
    } else if (this.#isDirty) this.refresh()
    else this.#pieces.resume()
  }

  readonly #onPrint = (): void => {
    this.#renderNow()
    this.#pieces.renderAll()
  }
}

const sheets = new WeakSet<ShadowRoot>()

/** A style sheet that is adopted needs no permission of the page's. */
function adopt(root: ShadowRoot): void {
  if (sheets.has(root)) return
  sheets.add(root)
  root.adoptedStyleSheets.push(styles.styleSheet!)
}

function make(tag: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
