import type { Extension } from '@codemirror/state'
import { EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { commentsAt } from './comment-marks.ts'

/** What the button offers: a comment on what is selected, or the thread about where the caret is. */
export type CommentOffer = { readonly kind: 'new' } | { readonly kind: 'show'; readonly id: string }

export interface CommentButtonOptions {
  /** False hides an offer: to who may only read, or of what is shown anyway. */
  mayOffer: (kind: CommentOffer['kind']) => boolean
  /** Gives the button its face and its name. */
  dress: (button: HTMLButtonElement, offer: CommentOffer) => void
  accept: (offer: CommentOffer) => void
}

/** The button's distance from the text and from the edge, in pixels. */
const GAP = 4

/**
 * A button in the margin, beside the caret: it comes with a selection and with a caret in a text that has comments.
 * After the text in the order of Tab. Where there is no margin it would cover words: there
 * it stands in the bar of the editor, and only without a bar over the end of the line.
 */
export function commentButton(options: CommentButtonOptions): Extension {
  return [ViewPlugin.define((view) => new CommentButton(view, options)), buttonTheme]
}

class CommentButton implements PluginValue {
  readonly #view: EditorView
  readonly #options: CommentButtonOptions
  readonly #button = document.createElement('button')
  /** The bar comes a frame after the first touch, which may have selected a word already. */
  readonly #barSize = new ResizeObserver(() => {
    if (this.#offer !== null) this.#place()
  })
  #offer: CommentOffer | null = null
  #pressed = false

  constructor(view: EditorView, options: CommentButtonOptions) {
    this.#view = view
    this.#options = options
    this.#button.type = 'button'
    this.#button.className = 'encke-comment-button'
    this.#button.hidden = true
    this.#button.part.add('comment-button')
    this.#button.addEventListener('pointerdown', keepSelection)
    this.#button.addEventListener('click', this.#onClick)
    view.scrollDOM.append(this.#button)
    const bar = barOf(view)
    if (bar) this.#barSize.observe(bar)
    view.contentDOM.addEventListener('pointerdown', this.#onPress)
    for (const type of releases) window.addEventListener(type, this.#onRelease)
  }

  update(update: ViewUpdate): void {
    if (update.focusChanged || update.transactions.length > 0) this.#refresh()
    else if (update.geometryChanged && this.#offer !== null) this.#place()
  }

  destroy(): void {
    this.#button.remove()
    this.#barSize.disconnect()
    this.#view.contentDOM.removeEventListener('pointerdown', this.#onPress)
    for (const type of releases) window.removeEventListener(type, this.#onRelease)
  }

  #refresh(): void {
    const offer = this.#pressed ? null : this.#find()
    if (offer === null && this.#offer === null) return
    const isSame = JSON.stringify(offer) === JSON.stringify(this.#offer)
    this.#offer = offer
    if (offer !== null && !isSame) this.#options.dress(this.#button, offer)
    if (offer === null) this.#button.hidden = true
    else this.#place()
  }

  #find(): CommentOffer | null {
    const { state } = this.#view
    const { main } = state.selection
    if (!main.empty) return this.#options.mayOffer('new') ? { kind: 'new' } : null
    const [id] = this.#view.hasFocus ? commentsAt(state, main.head) : []
    return id !== undefined && this.#options.mayOffer('show') ? { kind: 'show', id } : null
  }

  #place(): void {
    this.#view.requestMeasure({
      key: this,
      read: (view) => {
        const coords = view.coordsAtPos(view.state.selection.main.head)
        if (coords === null) return null
        const scroller = view.scrollDOM.getBoundingClientRect()
        const content = view.contentDOM.getBoundingClientRect()
        const isCoarse = matchMedia('(pointer: coarse)').matches
        const size = isCoarse ? 44 : 32
        const isRtl = getComputedStyle(view.contentDOM).direction === 'rtl'
        const beside = isRtl ? content.left - size - GAP : content.right + GAP
        const last = isRtl ? scroller.left + GAP : scroller.left + view.scrollDOM.clientWidth - size - GAP
        const hasMargin = isRtl ? beside >= last : beside <= last
        // Under a finger the bar is there as soon as the text is touched.
        if (!hasMargin && (isInBar(view) || (isCoarse && !view.hasFocus))) return null
        const left = isRtl ? Math.max(beside, last) : Math.min(beside, last)
        return {
          left: left - scroller.left + view.scrollDOM.scrollLeft,
          top: (coords.top + coords.bottom - size) / 2 - scroller.top + view.scrollDOM.scrollTop,
        }
      },
      write: (place) => {
        this.#button.hidden = place === null || this.#offer === null
        if (place === null) return
        this.#button.style.left = `${Math.round(place.left)}px`
        this.#button.style.top = `${Math.round(place.top)}px`
      },
    })
  }

  readonly #onClick = (): void => {
    if (this.#offer !== null) this.#options.accept(this.#offer)
  }

  // While something is being selected the button would run along.
  readonly #onPress = (): void => {
    this.#pressed = true
    this.#refresh()
  }

  readonly #onRelease = (): void => {
    if (!this.#pressed) return
    this.#pressed = false
    this.#refresh()
  }
}

/** Whether a button for the same is on the screen. */
function isInBar(view: EditorView): boolean {
  return barOf(view)?.querySelector('[data-id="comments.add"]')?.checkVisibility() ?? false
}

function barOf({ dom }: EditorView): Element | null {
  return (dom.getRootNode() as Document | ShadowRoot).querySelector('.tools')
}

const releases = ['pointerup', 'pointercancel'] as const

/** A press would take the focus, and with it the selection on a phone. */
function keepSelection(event: Event): void {
  event.preventDefault()
}

const buttonTheme = EditorView.baseTheme({
  '.encke-comment-button': {
    position: 'absolute',
    zIndex: '2',
    display: 'grid',
    placeItems: 'center',
    width: '32px',
    height: '32px',
    margin: '0',
    padding: '0',
    color: 'var(--_muted)',
    background: 'var(--_raised)',
    border: '1px solid var(--_border)',
    borderRadius: 'var(--_radius)',
    cursor: 'pointer',
  },
  '.encke-comment-button[hidden]': { display: 'none' },
  '.encke-comment-button:hover': { color: 'var(--_fg)' },
  '.encke-comment-button:focus-visible': { outline: '2px solid var(--_accent)', outlineOffset: '1px' },
  '.encke-comment-button svg': { display: 'block', width: '16px', height: '16px', strokeWidth: '1.75' },
  '@media (pointer: coarse)': { '.encke-comment-button': { width: '44px', height: '44px' } },
  '@media print': { '.encke-comment-button': { display: 'none' } },
})
