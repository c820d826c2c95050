import { type EditorState, type Extension, Facet, StateEffect } from '@codemirror/state'
import {
  type EditorView,
  type LayerMarker,
  layer,
  RectangleMarker,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { editorSettings } from './editor-settings.ts'
import { changesFonts } from './late-fonts.ts'
import type { RemoteCaret } from './remote-caret.ts'
import { CaretMarker, LABEL_HEIGHT, LABEL_WIDTH, type LabelPlace, WORDED_LABEL_WIDTH } from './remote-caret-marker.ts'
import { RemoteCaretsState } from './remote-carets-state.ts'
import { remoteCaretsTheme } from './remote-carets-theme.ts'
import { type Box, SelectionBoxes } from './selection-boxes.ts'

export interface RemoteCaretsOptions {
  awareness: Awareness
  ytext: Y.Text
  clock: Clock
  /** What is said behind somebody's name, as long as it is; empty for nothing. Read again for each drawing. */
  word?: (caret: RemoteCaret) => string
}

/** Nothing in the text has changed, but the carets are to be drawn again. */
const redraw = StateEffect.define<null>()

/** What the reader says of the others' carets and selections; the page has its own word in the settings. */
export const caretsWanted = Facet.define<boolean, boolean>({ combine: (values) => values.every(Boolean) })

/** Whether the others' carets and selections are drawn: unless the page or the reader says no. */
export function showsCarets(state: EditorState): boolean {
  return state.facet(editorSettings).carets && state.facet(caretsWanted)
}

const source = Facet.define<ViewPlugin<RemoteCarets>>()

/** Where the others' carets are by now, drawn or not; nobody in an editor without company. */
export function remoteCaretsIn(view: EditorView): Iterable<RemoteCaret> {
  const plugin = view.state.facet(source)[0]
  return (plugin && view.plugin(plugin)?.carets) ?? []
}

/** Has the carets of others drawn again, because what is said behind a name is other. */
export function drawRemoteCarets(view: EditorView): void {
  view.dispatch({ effects: redraw.of(null) })
}

/** True when somebody else's caret may be elsewhere after this update: they moved it, came, left, or the text moved it. */
export function movesRemoteCarets(update: ViewUpdate): boolean {
  return update.docChanged || update.transactions.some(({ effects }) => effects.some((effect) => effect.is(redraw)))
}

/**
 * Draws the carets and selections of the others in two layers, behind and above the text.
 *
 * Costs what is on the screen: a selection is clipped to the viewport before it is measured, and equal clipped ones are
 * measured once, so that fifty people who select a whole book are as cheap as one who selects a page. Nothing is drawn
 * in a background tab. Hidden from assistive technology, which is told about people in words instead.
 */
export function remoteCarets(options: RemoteCaretsOptions): Extension {
  const plugin = ViewPlugin.define((view) => new RemoteCarets(view, options))
  const mustDraw = (update: ViewUpdate): boolean =>
    update.viewportChanged ||
    movesRemoteCarets(update) ||
    changesFonts(update) ||
    showsCarets(update.startState) !== showsCarets(update.state)
  return [
    plugin,
    source.of(plugin),
    layer({
      above: false,
      class: 'encke-remote-selections',
      update: mustDraw,
      markers: (view) => view.plugin(plugin)?.drawSelections() ?? [],
    }),
    layer({
      above: true,
      class: 'encke-carets',
      update: mustDraw,
      markers: (view) => view.plugin(plugin)?.drawCarets() ?? [],
    }),
    remoteCaretsTheme(),
  ]
}

class RemoteCarets {
  readonly #view: EditorView
  readonly #state: RemoteCaretsState
  readonly #word: (caret: RemoteCaret) => string
  #drawn: readonly CaretMarker[] = []
  #hovered: number | null = null
  #stopLabelTimer: (() => void) | null = null
  #frame: number | null = null
  #pointer: { x: number; y: number } | null = null

  constructor(view: EditorView, { awareness, ytext, clock, word = () => '' }: RemoteCaretsOptions) {
    this.#view = view
    this.#word = word
    this.#state = new RemoteCaretsState({ awareness, ytext, clock, onStale: () => this.#requestFrame() })
    view.scrollDOM.addEventListener('scroll', this.#onScroll, { passive: true })
    view.scrollDOM.addEventListener('pointermove', this.#onPointer, { passive: true })
    view.scrollDOM.addEventListener('pointerleave', this.#onPointer, { passive: true })
    this.#requestFrame()
  }

  get carets(): Iterable<RemoteCaret> {
    return this.#state.carets
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) this.#state.map(update.changes)
  }

  destroy(): void {
    this.#state.close()
    this.#stopLabelTimer?.()
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#view.scrollDOM.removeEventListener('scroll', this.#onScroll)
    this.#view.scrollDOM.removeEventListener('pointermove', this.#onPointer)
    this.#view.scrollDOM.removeEventListener('pointerleave', this.#onPointer)
  }

  drawSelections(): readonly LayerMarker[] {
    if (!showsCarets(this.#view.state)) return []
    const boxes = new SelectionBoxes(this.#view)
    const markers: LayerMarker[] = []
    for (const { anchor, head, color, dimmed } of this.#state.carets) {
      if (anchor === head || dimmed) continue
      const className = `encke-remote-selection encke-person-${color + 1}`
      for (const { left, top, width, height } of boxes.selection(Math.min(anchor, head), Math.max(anchor, head))) {
        markers.push(new RectangleMarker(className, left, top, width, height))
      }
    }
    return markers
  }

  drawCarets(): readonly CaretMarker[] {
    if (!showsCarets(this.#view.state)) {
      this.#drawn = []
      return []
    }
    const { scrollDOM } = this.#view
    const boxes = new SelectionBoxes(this.#view)
    const own = this.#view.hasFocus ? boxes.caret(this.#view.state.selection.main.head) : null
    const markers: CaretMarker[] = []
    for (const caret of this.#state.carets) {
      const { clientId, head, name, color, dimmed, lost } = caret
      const box = boxes.caret(head)
      if (box === null) continue
      const { left, top, height } = box
      const word = this.#word(caret)
      const labelled = this.#hovered === clientId || this.#state.isRecent(clientId)
      const width = word === '' ? LABEL_WIDTH : WORDED_LABEL_WIDTH
      const label = labelled ? labelPlace(box, { width, own }, scrollDOM) : null
      markers.push(new CaretMarker({ clientId, name, color, dimmed, lost, word, left, top, height, label }))
    }
    this.#drawn = markers
    return markers
  }

  #requestFrame(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#onFrame()
    })
  }

  /** At most once per frame, however many people move; never in a background tab. */
  #onFrame(): void {
    const hovered = this.#hoveredCaret()
    const changed = this.#state.refresh()
    if (!changed && hovered === this.#hovered && !this.#scrolledUnderLabels) return
    this.#hovered = hovered
    this.#scrolledUnderLabels = false
    this.#redraw()
  }

  #redraw(): void {
    drawRemoteCarets(this.#view)
    this.#stopLabelTimer?.()
    this.#stopLabelTimer = this.#state.afterNextLabel(() => this.#redraw())
  }

  // A label that would be cut off at the top edge goes below its caret: that depends on the scroll position.
  #scrolledUnderLabels = false
  readonly #onScroll = (): void => {
    if (!this.#state.hasRecent && this.#hovered === null) return
    this.#scrolledUnderLabels = true
    this.#requestFrame()
  }

  // The carets take no pointer events, or a click on one would not reach the text: the pointer is looked up instead.
  readonly #onPointer = (event: PointerEvent): void => {
    if (this.#drawn.length === 0 && this.#hovered === null) return
    this.#pointer = event.type === 'pointerleave' ? null : { x: event.clientX, y: event.clientY }
    this.#requestFrame()
  }

  #hoveredCaret(): number | null {
    if (this.#pointer === null) return null
    const { scrollDOM } = this.#view
    const box = scrollDOM.getBoundingClientRect()
    const x = this.#pointer.x - box.left + scrollDOM.scrollLeft
    const y = this.#pointer.y - box.top + scrollDOM.scrollTop
    return this.#drawn.find((marker) => marker.isAt(x, y))?.clientId ?? null
  }
}

/** Above the caret and to the right, unless it would be cut off there, or hide the reader's `own` caret. */
function labelPlace(
  caret: Box,
  { width, own }: { width: number; own: Box | null },
  { clientWidth, scrollLeft, scrollTop }: HTMLElement,
): LabelPlace {
  const left = caret.left - scrollLeft
  const toLeft = left + width > clientWidth && left > clientWidth / 2
  const [from, to] = toLeft ? [caret.left - width, caret.left] : [caret.left, caret.left + width]
  const hidesOwn =
    own !== null &&
    own.left >= from &&
    own.left <= to &&
    own.top < caret.top &&
    own.top + own.height > caret.top - LABEL_HEIGHT
  if (hidesOwn || caret.top - scrollTop < LABEL_HEIGHT) return toLeft ? 'below-left' : 'below-right'
  return toLeft ? 'above-left' : 'above-right'
}
