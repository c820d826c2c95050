import type { EditorCommand } from './command-registry.ts'

/** Beginnings of ids, in the order in which their commands are listed. */
const order = [
  'edit.undo',
  'edit.redo',
  'line',
  'mark',
  'insert',
  'edit',
  'search',
  'view.split',
  'view.preview',
  'view',
  'mode',
  'file.insert',
  'file',
  'comments',
  'people',
  'page',
  'palette',
]

/**
 * The commands as a reader finds them each time: those of one area together, whichever part of the editor was loaded
 * first, and within it as they were added. Those of a host page come last.
 */
export function inOrder(commands: readonly EditorCommand[]): EditorCommand[] {
  return [...commands].sort((one, other) => placeOf(one) - placeOf(other))
}

function placeOf({ id }: EditorCommand): number {
  const exact = order.indexOf(id)
  const area = exact === -1 ? order.indexOf(id.split('.', 1)[0]!) : exact
  return area === -1 ? order.length : area
}
