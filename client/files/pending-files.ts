import { Annotation, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'

/** A file that is on its way, and where in the text it belongs. */
export interface PendingFile {
  readonly id: number
  /** Its element, which stays the same while it is on its way. */
  readonly element: HTMLElement
  /** Another one that came with it stands on the next line. */
  readonly endsLine: boolean
  /** Offset in the text, moved by everybody's edits. */
  pos: number
}

const add = StateEffect.define<PendingFile>({ map: (file, changes) => ({ ...file, pos: changes.mapPos(file.pos, 1) }) })
const remove = StateEffect.define<number>()
/** The edit that puts the file with this id into the text: those before it stay before it. */
const placed = Annotation.define<number>()

/** The files on their way, as elements between the characters: only here, and nothing of the text of the others. */
export const pendingFiles = StateField.define<readonly PendingFile[]>({
  create: () => [],
  update(files, transaction) {
    let next = files
    if (transaction.docChanged) {
      const order = files.findIndex(({ id }) => id === transaction.annotation(placed))
      next = files.map((file, index) => ({
        ...file,
        pos: transaction.changes.mapPos(file.pos, order >= 0 && index < order ? -1 : 1),
      }))
    }
    for (const effect of transaction.effects) {
      if (effect.is(add)) next = [...next, effect.value]
      else if (effect.is(remove)) next = next.filter(({ id }) => id !== effect.value)
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field, decorate),
})

/** Shows a file that is on its way at an offset of the text. */
export function showPending(view: EditorView, file: PendingFile): void {
  const effects: StateEffect<unknown>[] = [add.of(file)]
  if (view.state.field(pendingFiles, false) === undefined) {
    view.dispatch({ effects: StateEffect.appendConfig.of(pendingFiles) })
  }
  view.dispatch({ effects })
}

/** Takes it away; with a text, puts that in its place as the reader's own edit. False when its text is not shown any more. */
export function settlePending(view: EditorView, id: number, text: string | null): boolean {
  const files = view.state.field(pendingFiles, false) ?? []
  const file = files.find((each) => each.id === id)
  if (file === undefined) return false
  if (text === null || view.state.readOnly) {
    view.dispatch({ effects: remove.of(id) })
    return text === null
  }
  view.dispatch({
    changes: { from: file.pos, insert: file.endsLine ? `${text}\n` : text },
    effects: remove.of(id),
    annotations: placed.of(id),
    userEvent: 'input.file',
  })
  return true
}

function decorate(files: readonly PendingFile[]): DecorationSet {
  return Decoration.set(
    files.map(({ pos, element }) => Decoration.widget({ widget: new PendingWidget(element), side: 1 }).range(pos)),
    true,
  )
}

class PendingWidget extends WidgetType {
  readonly #element: HTMLElement

  constructor(element: HTMLElement) {
    super()
    this.#element = element
  }

  override eq(other: PendingWidget): boolean {
    return other.#element === this.#element
  }

  override toDOM(): HTMLElement {
    return this.#element
  }

  override ignoreEvent(): boolean {
    return true
  }
}
