import { type Extension, StateEffect } from '@codemirror/state'
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { movesRemoteCarets, remoteCaretsIn } from '../editor/remote-carets.ts'

export interface FollowViewOptions {
  /** The tabs of who is followed, most engaged first; empty when nobody is. */
  followed: () => readonly number[]
  /** The reader went their own way: an edit, a click, a scroll, Escape. */
  onOwnMove: () => void
}

/** Keys that move the reader, also where the text cannot be changed. */
const movingKeys = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'])

const caretMarginPx = 4

/** Somebody else is followed now: go to where they are. */
export const lookAgain = StateEffect.define<null>()

/**
 * Scrolls to the caret of who is followed, and only when it leaves what is on the screen: who reads along is not
 * dragged about line by line. Never moves the own caret, so two who follow each other do not chase each other.
 */
export function followView(options: FollowViewOptions): Extension {
  return ViewPlugin.define((view) => new FollowView(view, options))
}

class FollowView {
  readonly #view: EditorView
  readonly #options: FollowViewOptions
  #frame: number | null = null

  constructor(view: EditorView, options: FollowViewOptions) {
    this.#view = view
    this.#options = options
    const { scrollDOM } = view
    scrollDOM.addEventListener('wheel', this.#onWheel, { passive: true })
    scrollDOM.addEventListener('touchmove', this.#onOwnMove, { passive: true })
    scrollDOM.addEventListener('pointerdown', this.#onOwnMove, { passive: true })
    // Wherever the focus is: who has clicked on a face has it there.
    document.addEventListener('keydown', this.#onKey)
  }

  update(update: ViewUpdate): void {
    if (this.#options.followed().length === 0) return
    const isOwn = update.transactions.some(
      (transaction) =>
        transaction.isUserEvent('input') ||
        transaction.isUserEvent('delete') ||
        transaction.isUserEvent('move') ||
        transaction.isUserEvent('select'),
    )
    // Not during the update: to be released is to draw something else.
    if (isOwn) queueMicrotask(this.#onOwnMove)
    else if (movesRemoteCarets(update) || asksToLook(update)) this.#look()
  }

  destroy(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    const { scrollDOM } = this.#view
    scrollDOM.removeEventListener('wheel', this.#onWheel)
    scrollDOM.removeEventListener('touchmove', this.#onOwnMove)
    scrollDOM.removeEventListener('pointerdown', this.#onOwnMove)
    document.removeEventListener('keydown', this.#onKey)
  }

  /** With the next frame; a background tab has none, and nobody who looks. */
  #look(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      const head = caretOf(this.#view, this.#options.followed())
      if (head === null || isOnScreen(this.#view, head)) return
      this.#view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'center' }) })
    })
  }

  readonly #onOwnMove = (): void => {
    if (this.#options.followed().length > 0) this.#options.onOwnMove()
  }

  readonly #onWheel = (event: WheelEvent): void => {
    // With Ctrl the wheel zooms.
    if (!event.ctrlKey) this.#onOwnMove()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key, altKey, ctrlKey, metaKey, defaultPrevented } = event
    if (this.#options.followed().length === 0) return
    const inside = event.composedPath()
    const isHere = inside.includes(this.#view.contentDOM)
    const isUndo = (ctrlKey || metaKey) && (key === 'z' || key === 'y')
    // What closes a menu or a panel is not meant for this.
    const isClosing = inside.some((node) => node instanceof Element && node.matches('[popover], dialog, .cm-panel'))
    const isEscape = key === 'Escape' && !isClosing && (isHere || !defaultPrevented)
    if (isEscape || (isHere && !altKey && (movingKeys.has(key) || isUndo))) this.#onOwnMove()
  }
}

function asksToLook({ transactions }: ViewUpdate): boolean {
  return transactions.some(({ effects }) => effects.some((effect) => effect.is(lookAgain)))
}

/** Where the first of these tabs that has a caret in the text has it. */
export function caretOf(view: EditorView, clientIds: readonly number[]): number | null {
  const heads = new Map<number, number>()
  for (const { clientId, head } of remoteCaretsIn(view)) heads.set(clientId, head)
  const found = clientIds.find((clientId) => heads.has(clientId))
  return found === undefined ? null : heads.get(found)!
}

function isOnScreen(view: EditorView, position: number): boolean {
  const caret = view.coordsAtPos(position, -1)
  if (caret === null) return false
  const box = view.scrollDOM.getBoundingClientRect()
  const top = Math.max(box.top, 0) + caretMarginPx
  const bottom = Math.min(box.bottom, document.documentElement.clientHeight) - caretMarginPx
  return caret.top >= top && caret.bottom <= bottom
}
