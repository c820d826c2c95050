import { EditorSelection, EditorState, type Extension, type StateCommand } from '@codemirror/state'
import { markdown } from '../editor/markdown.ts'

/**
 * A text of a test as a state: `‸` is a caret, `«…»` a selection. Markdown, unless other extensions say so.
 */
export function stateOf(marked: string, extensions: Extension = markdown()): EditorState {
  const ranges = []
  let doc = ''
  let anchor = 0
  for (const character of marked) {
    if (character === '«') anchor = doc.length
    else if (character === '»') ranges.push(EditorSelection.range(anchor, doc.length))
    else if (character === '‸') ranges.push(EditorSelection.cursor(doc.length))
    else doc += character
  }
  const selection = EditorSelection.create(ranges.length > 0 ? ranges : [EditorSelection.cursor(0)])
  return EditorState.create({
    doc,
    selection,
    extensions: [EditorState.allowMultipleSelections.of(true), EditorState.lineSeparator.of('\n'), extensions],
  })
}

/** A state as the text of a test. */
export function markedText(state: EditorState): string {
  let text = ''
  let at = 0
  for (const { from, to, empty } of state.selection.ranges) {
    text += state.sliceDoc(at, from) + (empty ? '‸' : `«${state.sliceDoc(from, to)}»`)
    at = to
  }
  return text + state.sliceDoc(at)
}

/** What becomes of a text by commands, one after the other; throws when one of them does nothing at all. */
export function textAfter(marked: string, ...commands: readonly StateCommand[]): string {
  let state = stateOf(marked)
  for (const command of commands) {
    const done = command({
      state,
      dispatch: (transaction) => {
        state = transaction.state
      },
    })
    if (!done) throw new Error(`the command did nothing in ${markedText(state)}`)
  }
  return markedText(state)
}

/** Whether a command leaves a text to others. */
export function isLeft(marked: string, command: StateCommand): boolean {
  return !command({
    state: stateOf(marked),
    dispatch: () => {
      throw new Error('it did something')
    },
  })
}
