import type { Command } from '@codemirror/view'
import { yUndoManagerKeymap } from 'y-codemirror.next'

/** Takes back the last thing that this person did. False when there is nothing. */
export const undoOwn: Command = (view) => yUndoManagerKeymap[0]?.run?.(view) ?? false

/** Does again what was taken back. False when there is nothing. */
export const redoOwn: Command = (view) => yUndoManagerKeymap[1]?.run?.(view) ?? false
