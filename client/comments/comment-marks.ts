import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  type Range,
  StateEffect,
  StateField,
} from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { TextRange } from '../editor/anchor.ts'

/** What a thread is about, as a piece of the text. */
export interface CommentRange extends TextRange {
  readonly id: string
}

interface Marks {
  readonly ranges: readonly CommentRange[]
  readonly active: string | null
}

const none: Marks = { ranges: [], active: null }

/** Marks these pieces of the text, in place of the last ones. */
export const setCommentRanges = StateEffect.define<readonly CommentRange[]>()

/** Marks one of them as the one that is looked at. */
export const setActiveComment = StateEffect.define<string | null>()

/**
 * Where the threads are. Moved along with the text as the own selection is, so that no key waits for Yjs, which walks
 * the text to resolve an anchor.
 */
export const commentField = StateField.define<Marks>({
  create: () => none,
  update(marks, { changes, docChanged, effects }) {
    let { ranges, active } = marks
    if (docChanged && ranges.length > 0) ranges = ranges.map((range) => mapRange(range, changes))
    for (const effect of effects) {
      if (effect.is(setCommentRanges)) ranges = effect.value
      if (effect.is(setActiveComment)) active = effect.value
    }
    return ranges === marks.ranges && active === marks.active ? marks : { ranges, active }
  },
})

/** The threads about the text at a position, the shortest piece first: a click means the innermost. */
export function commentsAt(state: EditorState, position: number): string[] {
  const { ranges } = state.field(commentField, false) ?? none
  return ranges
    .filter(({ from, to }) => from <= position && position <= to && from < to)
    .sort((one, other) => one.to - one.from - (other.to - other.from))
    .map(({ id }) => id)
}

/** Draws the marks. Costs what is on the screen, and one comparison for each thread. */
export function commentMarks(): Extension {
  const plugin = ViewPlugin.define((view) => new DrawnMarks(view), { decorations: ({ decorations }) => decorations })
  return [commentField, plugin, marksTheme]
}

class DrawnMarks {
  decorations: DecorationSet

  constructor(view: EditorView) {
    this.decorations = draw(view)
  }

  update({ view, state, startState, docChanged, viewportChanged }: ViewUpdate): void {
    const isSame = state.field(commentField) === startState.field(commentField, false)
    if (docChanged || viewportChanged || !isSame) this.decorations = draw(view)
  }
}

const mark = Decoration.mark({ class: 'encke-comment' })
const activeMark = Decoration.mark({ class: 'encke-comment encke-comment-active' })

function draw({ state, viewport }: EditorView): DecorationSet {
  const { ranges, active } = state.field(commentField)
  const drawn: Range<Decoration>[] = []
  for (const { id, from, to } of ranges) {
    const start = Math.max(from, viewport.from)
    const end = Math.min(to, viewport.to)
    if (start < end) drawn.push((id === active ? activeMark : mark).range(start, end))
  }
  return drawn.length === 0 ? Decoration.none : Decoration.set(drawn, true)
}

/** What is written at an edge stays outside, as it does for the anchor. */
function mapRange(range: CommentRange, changes: ChangeDesc): CommentRange {
  const to = changes.mapPos(range.to, -1)
  const from = range.from === range.to ? to : Math.min(to, changes.mapPos(range.from, 1))
  return from === range.from && to === range.to ? range : { id: range.id, from, to }
}

const marksTheme = EditorView.baseTheme({
  '.encke-comment': {
    backgroundColor: 'color-mix(in srgb, var(--_warning) 14%, transparent)',
    // A line as well: a wash alone is gone in forced colours, and hard to see for some.
    borderBottom: '1px solid color-mix(in srgb, var(--_warning) 55%, transparent)',
  },
  '.encke-comment-active': {
    backgroundColor: 'color-mix(in srgb, var(--_warning) 32%, transparent)',
    borderBottom: '2px solid var(--_warning)',
  },
  '@media print': { '.encke-comment': { background: 'none', border: '0' } },
})
