import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { undoSteps } from './undo-steps.ts'

/** Edits less than this apart are undone together. */
const UNDO_GROUP_MS = 300

/** The shared type of every document that holds its text. */
export const TEXT_NAME = 'content'

/** Undoes what this person did and nothing else. Belongs to the text, not to a view: it survives a new view. */
export function createUndoManager(ytext: Y.Text): Y.UndoManager {
  // Tracks nothing by itself: the sync plugin adds its own origin. The default would track every edit without an
  // origin, which is any program's.
  return new Y.UndoManager(ytext, { captureTimeout: UNDO_GROUP_MS, trackedOrigins: new Set() })
}

/**
 * Keeps an editor and a shared text equal, both ways, with undo per person. The editor must start with
 * `ytext.toString()` and without CodeMirror's own history, which would undo the others too.
 * Without y-codemirror.next's remote selections: they cost too much and break under a strict CSP (`remoteCarets`).
 */
export function sync({ ytext, undoManager }: { ytext: Y.Text; undoManager: Y.UndoManager }): Extension {
  return [undoSteps(undoManager), yCollab(ytext, null, { undoManager }), keymap.of(yUndoManagerKeymap)]
}
